//! Points in time and spans as text. Always UTC and always computed from arguments, so server and browser agree.

use leptos::prelude::*;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A `<time>` that reads as an age for a day and as a date after that. `at` and `now` are epoch milliseconds.
#[component]
pub fn TimeAgo(at: i64, #[prop(into)] now: Signal<i64>) -> impl IntoView {
    view! { <time class="time" datetime=iso(at) title=exact(at)>{move || ago(at, now.get())}</time> }
}

/// How long ago `at` was, seen from `now`: "14 s ago", "in 6 d" (up to 31 days ahead), else the date.
pub fn ago(at: i64, now: i64) -> String {
    match now.saturating_sub(at) {
        past if past >= DAY => date(at),
        past if past >= SECOND => format!("{} ago", span(past)),
        past if past > -SECOND => "just now".to_owned(),
        future if future > -31 * DAY => format!("in {}", span(future.saturating_neg())),
        _ => date(at),
    }
}

/// A span in milliseconds in its largest whole unit, with a no-break space: "14 s", "2 min", "1 h", "6 d".
pub fn span(milliseconds: i64) -> String {
    let (unit, word) = match milliseconds {
        length if length >= DAY => (DAY, "d"),
        length if length >= HOUR => (HOUR, "h"),
        length if length >= MINUTE => (MINUTE, "min"),
        _ => (SECOND, "s"),
    };
    format!("{}\u{a0}{word}", milliseconds / unit)
}

/// ISO 8601 in UTC to the second, as `datetime` wants it: "2025-11-20T23:47:12Z".
pub fn iso(at: i64) -> String {
    let Moment { year, month, day, hour, minute, second } = Moment::of(at);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The date alone: "20 Nov 2025".
pub fn date(at: i64) -> String {
    let Moment { year, month, day, .. } = Moment::of(at);
    let month = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default();
    format!("{day}\u{a0}{month}\u{a0}{year}")
}

/// Date and time to the second: "20 Nov 2025, 23:47:12 UTC".
pub fn exact(at: i64) -> String {
    let Moment { hour, minute, second, .. } = Moment::of(at);
    format!("{}, {hour:02}:{minute:02}:{second:02} UTC", date(at))
}

struct Moment {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Moment {
    /// Counts years from March, so that the leap day is the last of its year and months need no table.
    fn of(at: i64) -> Self {
        let (days, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
            hour: rest / HOUR,
            minute: rest % HOUR / MINUTE,
            second: rest % MINUTE / SECOND,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, SECOND, ago, exact, iso, span};

    #[test]
    fn iso_is_right_at_the_epoch_before_it_and_around_leap_days() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(iso(4_107_542_400_000), "2100-03-01T00:00:00Z");
        assert_eq!(iso(1_763_682_432_999), "2025-11-20T23:47:12Z");
    }

    #[test]
    fn an_age_is_relative_for_a_day_and_a_date_after_it() {
        let now = 1_763_682_432_000;
        assert_eq!(ago(now, now), "just now");
        assert_eq!(ago(now - 14 * SECOND, now), "14\u{a0}s ago");
        assert_eq!(ago(now - 2 * MINUTE, now), "2\u{a0}min ago");
        assert_eq!(ago(now - 23 * HOUR, now), "23\u{a0}h ago");
        assert_eq!(ago(now - DAY, now), "19\u{a0}Nov\u{a0}2025");
        assert_eq!(ago(now + 6 * DAY, now), "in 6\u{a0}d");
        assert_eq!(ago(now + 400 * DAY, now), "25\u{a0}Dec\u{a0}2026");
    }

    #[test]
    fn the_exact_time_names_its_zone() {
        assert_eq!(exact(1_763_682_432_000), "20\u{a0}Nov\u{a0}2025, 23:47:12 UTC");
    }

    #[test]
    fn a_span_is_told_in_its_largest_whole_unit() {
        assert_eq!(span(59 * SECOND), "59\u{a0}s");
        assert_eq!(span(90 * MINUTE), "1\u{a0}h");
    }

    #[test]
    fn times_at_the_ends_of_the_range_do_not_overflow() {
        assert!(!ago(i64::MIN, i64::MAX).is_empty());
        assert!(!ago(i64::MAX, i64::MIN).is_empty());
    }
}
