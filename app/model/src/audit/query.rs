//! What is asked of the record, read from the parameters of a URL. Server only: the browser sends them as they are.

use crate::{Millis, PlanId};
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, PrimitiveDateTime, Time};

/// The longest value of a filter, in characters.
const LONGEST: usize = 200;
/// The most words looked for at once.
const MOST_WORDS: usize = 8;

const DAY: Millis = 86_400_000;
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MINUTES: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");
const SECONDS: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]:[second]");

/// Filters that all have to match; empty ones match everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Each is looked for in everything an event says, without regard to case.
    pub words: Vec<String>,
    pub actor: String,
    pub event: String,
    pub operation: String,
    /// A part of the target, without regard to case.
    pub target: String,
    pub outcome: String,
    pub plan: Option<PlanId>,
    /// Not earlier than this.
    pub from: Option<Millis>,
    /// Earlier than this.
    pub until: Option<Millis>,
    /// Events before this sequence.
    pub before: Option<i64>,
    /// Parameters that were not understood, to be said.
    pub ignored: Vec<String>,
}

impl AuditQuery {
    /// Reads decoded `(name, value)` pairs. Nothing is an error: what is not understood is kept in `ignored`.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            if !query.take(name, value.trim()) {
                query.ignored.push(format!("{name}={value}"));
            }
        }
        query
    }

    fn take(&mut self, name: &str, value: &str) -> bool {
        // An untouched field of the form arrives empty and means nothing.
        if value.is_empty() {
            return true;
        }
        if value.chars().count() > LONGEST || value.chars().any(char::is_control) {
            return false;
        }
        match name {
            "q" => self.add_words(value),
            "actor" => set(&mut self.actor, Some(value.to_owned())),
            "event" => set(&mut self.event, Some(value.to_owned())),
            "operation" => set(&mut self.operation, Some(value.to_owned())),
            "target" => set(&mut self.target, Some(value.to_owned())),
            "outcome" => set(&mut self.outcome, Some(value.to_owned())),
            "plan" => set(&mut self.plan, PlanId::parse(value).ok().map(Some)),
            "from" => set(&mut self.from, span(value).map(|(start, _)| Some(start))),
            "to" => set(&mut self.until, span(value).map(|(_, end)| Some(end))),
            "before" => set(&mut self.before, value.parse().ok().filter(|before| *before > 0).map(Some)),
            _ => false,
        }
    }

    fn add_words(&mut self, value: &str) -> bool {
        let words: Vec<String> = value.split_whitespace().map(str::to_owned).collect();
        set(&mut self.words, Some(words).filter(|words| words.len() <= MOST_WORDS))
    }
}

fn set<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}

/// The first moment of a day, minute or second in UTC, and the first one after it: `2025-11-20`, `2025-11-20 23:47`,
/// `2025-11-20T23:47:12Z`.
fn span(text: &str) -> Option<(Millis, Millis)> {
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time.trim_start())),
        None => (text, None),
    };
    let date = Date::parse(date, DATE).ok()?;
    let (time, length) = match time {
        None => (Time::MIDNIGHT, DAY),
        Some(time) => match Time::parse(time, MINUTES) {
            Ok(minute) => (minute, 60_000),
            Err(_) => (Time::parse(time, SECONDS).ok()?, 1_000),
        },
    };
    let start = PrimitiveDateTime::new(date, time).assume_utc().unix_timestamp() * 1_000;
    Some((start, start + length))
}

#[cfg(test)]
mod tests {
    use super::{AuditQuery, DAY, span};
    use crate::audit::FILTERS;

    fn parse(pairs: &[(&str, &str)]) -> AuditQuery {
        AuditQuery::parse(pairs.iter().copied())
    }

    #[test]
    fn every_filter_of_the_form_is_understood() {
        for name in FILTERS {
            let value = match name {
                "plan" => "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
                "from" | "to" => "2025-11-20",
                _ => "x",
            };
            let query = parse(&[(name, value)]);
            assert!(query.ignored.is_empty() && query != AuditQuery::default(), "{name}");
        }
    }

    #[test]
    fn empty_fields_of_the_form_mean_nothing() {
        assert_eq!(parse(&FILTERS.map(|name| (name, " "))), AuditQuery::default());
    }

    #[test]
    fn what_is_not_understood_is_kept_to_be_said() {
        let long = "x".repeat(201);
        let wrong = [("colour", "red"), ("plan", "7"), ("from", "yesterday"), ("before", "-1"), ("q", &long)];
        assert_eq!(parse(&wrong).ignored.len(), wrong.len());
        assert_eq!(parse(&[("actor", "a\0b")]).ignored, ["actor=a\0b"]);
    }

    #[test]
    fn a_time_covers_the_whole_of_what_it_names() {
        let day = 1_763_596_800_000;
        assert_eq!(span("2025-11-20"), Some((day, day + DAY)));
        let minute = day + (23 * 60 + 47) * 60_000;
        assert_eq!(span("2025-11-20 23:47"), Some((minute, minute + 60_000)));
        assert_eq!(span("2025-11-20T23:47Z"), Some((minute, minute + 60_000)));
        assert_eq!(span("2025-11-20T23:47:12Z"), Some((minute + 12_000, minute + 13_000)));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "2025", "2025-13-01", "2025-02-30", "2025-11-20T25:00", "2025-11-20T", "+99999-01-01", "é"] {
            assert_eq!(span(text), None, "{text}");
        }
    }
}
