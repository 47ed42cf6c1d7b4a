//! The server's own clock, where it went back. Pure.

use crate::clock::SetBack;
use model::attention::{AttentionItem, AttentionKind, Severity};

const MINUTE: i64 = 60_000;

pub(super) fn item(back: SetBack) -> AttentionItem {
    let SetBack { by, at } = back;
    let minutes = by.saturating_add(MINUTE / 2) / MINUTE;
    let word = if minutes == 1 { "minute" } else { "minutes" };
    let detail = "Times and ages from before may be off by as much, and events on record are out of the order of their \
                  times. Have this machine's clock set by a time server.";
    AttentionItem {
        id: format!("{}/server/back-{at}", AttentionKind::Clock.slug()),
        kind: AttentionKind::Clock,
        severity: Severity::Warn,
        title: format!("The clock of Belvedere's machine went back by {minutes} {word}"),
        detail: detail.to_owned(),
        path: "/audit".to_owned(),
        place: "this server".to_owned(),
        until: None,
    }
}
