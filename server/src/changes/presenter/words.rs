//! Words that several sentences share.

use model::Millis;
use time::OffsetDateTime;

/// "3 January 2026", in UTC.
pub fn day(at: Millis) -> String {
    match OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) {
        Ok(time) => format!("{} {} {}", time.day(), time.month(), time.year()),
        Err(_) => UNKNOWN_TIME.to_owned(),
    }
}

/// "3 January 2026 14:05 UTC"
pub fn moment(at: Millis) -> String {
    match OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)) {
        Ok(time) => {
            format!("{} {} {} {:02}:{:02} UTC", time.day(), time.month(), time.year(), time.hour(), time.minute())
        }
        Err(_) => UNKNOWN_TIME.to_owned(),
    }
}

const UNKNOWN_TIME: &str = "at an unknown time";
