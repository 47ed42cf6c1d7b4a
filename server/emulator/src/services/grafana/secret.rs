//! The secrets of tokens and API keys as they are minted, in Grafana's forms. Usually random; as soon as a text is
//! known to be in them (`known_secrets`) that text and a number, so that a leak can be searched for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::world::{alphanumeric, hex_digits, serial};

/// Letters and digits of the part that is secret.
const LENGTH: usize = 32;

/// Of a service account.
pub(super) fn token(known: &str) -> String {
    format!("glsa_{}_{}", middle(known), hex_digits(8))
}

/// `k` comes first, as Grafana writes it: the known text then stands at the same bytes in every key.
pub(super) fn api_key(known: &str, name: &str) -> String {
    let (secret, name) = (Value::from(middle(known)), Value::from(name));
    STANDARD.encode(format!(r#"{{"k":{secret},"n":{name},"id":1}}"#))
}

fn middle(known: &str) -> String {
    if known.is_empty() {
        return alphanumeric(LENGTH);
    }
    let digits = LENGTH.saturating_sub(known.len());
    format!("{known}{:0digits$}", serial())
}
