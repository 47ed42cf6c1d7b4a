//! Times and texts as the webhook is told them. Pure.

use model::Millis;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const MOMENT: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// ISO 8601 in UTC to the second; empty for a time no calendar has.
pub fn iso(at: Millis) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(at.div_euclid(1000)).ok();
    moment.and_then(|moment| moment.format(MOMENT).ok()).unwrap_or_default()
}

/// What Slack takes for a link, a mention or an entity, escaped as it asks for.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// At most `most` characters; an ellipsis says that there was more.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => [&text[..end], "…"].concat(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cut, escaped, iso};

    #[test]
    fn times_are_iso_to_the_second() {
        assert_eq!(
            (iso(1_763_682_432_999).as_str(), iso(-1).as_str()),
            ("2025-11-20T23:47:12Z", "1969-12-31T23:59:59Z")
        );
        assert_eq!(iso(i64::MAX), "");
    }

    #[test]
    fn texts_are_escaped_once_and_cut_between_characters() {
        assert_eq!(escaped("<a & b>"), "&lt;a &amp; b&gt;");
        assert_eq!((cut("äöü", 2).as_str(), cut("äö", 2).as_str()), ("äö…", "äö"));
    }
}
