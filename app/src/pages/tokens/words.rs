//! What the page of tokens says in words, as pure functions.

use model::Millis;
use model::access::GrafanaRole;
use model::tokens::{Concern, TokenKind, TokenRow};
use ui::{Tone, span};

/// The label of a filter.
pub fn label(name: &str) -> &'static str {
    match name {
        "q" => "Text",
        "kind" => "Kind",
        "role" => "Grafana role",
        "workspace" => "Workspace",
        "account" => "AWS account",
        _ => "Shown",
    }
}

/// The value of a filter, as its chip says it.
pub fn chip(name: &str, value: &str) -> String {
    let name = match name {
        "q" => "text",
        "concern" => "shown",
        name => name,
    };
    [name, " = ", value].concat()
}

/// Tone and words of where a row is in its life.
pub fn status(row: &TokenRow, now: Millis) -> (Tone, String) {
    let left = row.expires_at.map(|at| at - now);
    match (row.kind, left) {
        _ if row.unsure => (Tone::Warn, Concern::Unsure.word().to_owned()),
        (TokenKind::Account, _) => match row.disabled {
            Some(true) => (Tone::Idle, "Disabled".to_owned()),
            Some(false) => (Tone::Ok, "Enabled".to_owned()),
            None => (Tone::Idle, "Not known".to_owned()),
        },
        (_, Some(..=0)) => (Tone::Bad, "Expired".to_owned()),
        _ if row.rotation.is_some() => (Tone::Warn, "To be revoked".to_owned()),
        (_, Some(left)) if left < TokenRow::SOON => (Tone::Warn, ["Expires in ", &span(left)].concat()),
        (_, None) => (Tone::Idle, "Not known".to_owned()),
        _ => (Tone::Ok, "Valid".to_owned()),
    }
}

/// A Grafana role; what is not known here as AWS writes it.
pub fn role(aws: &str) -> &str {
    if aws.is_empty() {
        return "Not known";
    }
    GrafanaRole::parse(aws).map_or(aws, |role| role.word())
}
