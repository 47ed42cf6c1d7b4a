//! The server's own clock, where it went back. Pure.

use crate::clock::SetBack;
use model::Millis;
use model::attention::{AttentionItem, AttentionKind, Severity};
use time::OffsetDateTime;

const MINUTE: i64 = 60_000;

pub(super) fn item(back: SetBack) -> AttentionItem {
    let SetBack { by, at } = back;
    let minutes = by.saturating_add(MINUTE / 2) / MINUTE;
    let word = if minutes == 1 { "minute" } else { "minutes" };
    let detail = "Times and ages from before may be off by as much, and events on record are out of the order of their \
                  times. Have this machine's clock set by a time server.";
    let noticed = ["Belvedere noticed it on ", &moment(at), " and shows it for 24 hours. "].concat();
    AttentionItem {
        id: format!("{}/server/back-{at}", AttentionKind::Clock.slug()),
        kind: AttentionKind::Clock,
        severity: Severity::Warn,
        title: format!("The clock of Belvedere's machine went back by {minutes} {word}"),
        detail: [&noticed, detail].concat(),
        path: "/audit".to_owned(),
        place: "this server".to_owned(),
        until: None,
    }
}

/// "28 November 2026 at 22:14 UTC", by the clock as it was set.
fn moment(at: Millis) -> String {
    match OffsetDateTime::from_unix_timestamp(at.div_euclid(1_000)) {
        Ok(time) => {
            format!("{} {} {} at {:02}:{:02} UTC", time.day(), time.month(), time.year(), time.hour(), time.minute())
        }
        Err(_) => "an unknown day".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::item;
    use crate::clock::SetBack;

    #[test]
    fn it_is_said_when_the_clock_went_back_and_how_long_that_is_shown() {
        let told = item(SetBack { by: 3_600_000, at: 1_763_682_432_000 });
        let (title, detail) = (&told.title, &told.detail);
        assert!(title.ends_with("went back by 60 minutes"), "{title}");
        assert!(detail.starts_with("Belvedere noticed it on 20 November 2025 at 23:47 UTC and shows it for 24 hours."));
    }
}
