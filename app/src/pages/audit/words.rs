//! What the pages of the record say in words, as pure functions.

use model::audit::AuditEvent;
use ui::Tone;

/// The label of a filter.
pub fn label(name: &str) -> &'static str {
    match name {
        "q" => "Text",
        "actor" => "Actor",
        "event" => "Event",
        "operation" => "Operation",
        "target" => "Part of the target",
        "outcome" => "Outcome",
        "plan" => "Plan",
        "from" => "From (UTC)",
        _ => "To (UTC)",
    }
}

/// A word of the record as a sentence begins with it: "applied" is "Applied".
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

pub fn tone(event: &AuditEvent) -> Tone {
    match (event.event.as_str(), event.outcome.as_str()) {
        (_, "applied" | "verified") => Tone::Ok,
        (_, "failed") => Tone::Bad,
        (_, "unknown") | ("denied" | "undelivered", "") => Tone::Warn,
        _ => Tone::Idle,
    }
}

/// What stands in the column of outcomes; nothing where there is none yet.
pub fn outcome(event: &AuditEvent) -> Option<String> {
    let word = if event.event == "denied" { "denied" } else { event.outcome.as_str() };
    (!word.is_empty()).then(|| capital(word))
}
