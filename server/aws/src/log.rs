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

/// It reports errors that it puts aside with all that came with them, the answer of AWS included.
const SILENT: &str = "aws_smithy_runtime_api";

/// Whether an event may be written, whatever level was asked for: the SDKs stop at `ERROR`, because below it they dump
/// whole answers, licence tokens and session tokens included, and say what our own lines say better. Every subscriber of the product filters by it.
pub fn may_log(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    let talkative = TALKATIVE.iter().any(|prefix| target.starts_with(prefix));
    !talkative || *metadata.level() <= Level::ERROR && !target.starts_with(SILENT)
}

#[cfg(test)]
mod tests {
    use super::may_log;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;
    use tracing_subscriber::filter::filter_fn;
    use tracing_subscriber::layer::SubscriberExt;

    #[test]
    fn an_error_that_an_sdk_puts_aside_is_not_logged_with_the_answer_in_it() {
        let (sender, heard) = channel();
        let sender = Mutex::new(sender);
        let noted = filter_fn(move |metadata| {
            let heard = may_log(metadata);
            let sent = sender.lock().map(|sender| sender.send((metadata.target().to_owned(), heard)));
            heard && sent.is_ok()
        });
        tracing::subscriber::with_default(tracing_subscriber::registry().with(noted), || {
            tracing::error!(target: "aws_smithy_runtime_api::client", "an answer");
            tracing::error!(target: "aws_smithy_runtime", "a poisoned connection");
            tracing::warn!(target: "aws_smithy_runtime", "an answer");
            tracing::warn!(target: "belvedere", "a line");
        });
        let heard: Vec<bool> = heard.try_iter().map(|(_, heard)| heard).collect();
        assert_eq!(heard, [false, true, false, true]);
    }
}
