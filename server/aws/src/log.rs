//! What the SDKs may say into our log.

use tracing::{Level, Metadata};

/// Crates that print requests, answers and signatures when they are asked for details.
const TALKATIVE: [&str; 9] = [
    "aws_config",
    "aws_credential_types",
    "aws_runtime",
    "aws_sdk_",
    "aws_sigv4",
    "aws_smithy_",
    "aws_types",
    "hyper",
    "rustls",
];

/// Whether an event may be written, whatever level was asked for: the SDKs stop at `ERROR`, because below it they dump
/// whole answers, licence tokens and session tokens included, and say what our own lines say better. Every subscriber of the product filters by it.
pub fn may_log(metadata: &Metadata<'_>) -> bool {
    let talkative = TALKATIVE.iter().any(|prefix| metadata.target().starts_with(prefix));
    !talkative || *metadata.level() <= Level::ERROR
}
