//! Text of strangers, made fit to be shown and spoken about.

use model::Millis;
use std::fmt::Write;
use time::OffsetDateTime;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// Longest quotation of a document inside of a sentence, in characters.
const QUOTED: usize = 80;

/// True of characters that do not show, or that change how others show: controls, bidirectional and other format
/// characters, line and paragraph separators, private and unassigned code points.
pub(crate) fn hides(c: char) -> bool {
    use Category as C;
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    matches!(
        get_general_category(c),
        C::Control
            | C::Format
            | C::LineSeparator
            | C::ParagraphSeparator
            | C::PrivateUse
            | C::Surrogate
            | C::Unassigned
    )
}

/// `text` without what nobody writes on purpose at its ends: blanks of every kind, byte order marks, marks of direction
/// and other invisible formatting, as web pages and spreadsheets leave them behind.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || get_general_category(c) == Category::Format)
}

/// At most `most` characters of `text`, the hidden ones written as `\u{202E}`. An ellipsis says that there is more.
pub(crate) fn visible(text: &str, most: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(most * 4));
    for (n, c) in text.chars().enumerate() {
        if n == most {
            shown.push('…');
            break;
        }
        if hides(c) {
            // Writing into a String cannot fail.
            let _ = write!(shown, "\\u{{{:04X}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// `text` in quotation marks, visible and short.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text, QUOTED))
}

/// At most `most` of the texts in quotation marks, with the number of those left out.
pub(crate) fn listed<'a>(texts: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let all: Vec<&str> = texts.into_iter().collect();
    let named = all.iter().take(most).map(|text| quoted(text)).collect::<Vec<_>>().join(", ");
    match all.len().checked_sub(most) {
        Some(more @ 1..) => format!("{named} and {more} more"),
        _ => named,
    }
}

/// Line and column of a byte offset, both from 1, the column in characters.
pub(crate) fn place(document: &str, offset: usize) -> (usize, usize) {
    let before = &document.as_bytes()[..offset.min(document.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    // Bytes that go on with a character begin with the bits 10.
    let column = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    (line, column)
}

/// `2026-11-21`, UTC; "an unknown date" outside of the calendar.
pub(crate) fn date(moment: Millis) -> String {
    OffsetDateTime::from_unix_timestamp(moment.div_euclid(1000)).map_or_else(
        |_| "an unknown date".to_owned(),
        |t| format!("{:04}-{:02}-{:02}", t.year(), u8::from(t.month()), t.day()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_written_out_and_others_are_not() {
        assert_eq!(visible("a\u{202E}b\u{0}é日🦀</b>\n", 99), "a\\u{202E}b\\u{0000}é日🦀</b>\\u{000A}");
    }

    #[test]
    fn blanks_and_invisible_marks_are_trimmed_and_controls_are_not() {
        assert_eq!(trimmed("\u{FEFF}\u{A0}\u{200E} a b\u{200B}\t\r\n"), "a b");
        assert_eq!(trimmed(" \u{0}a"), "\u{0}a");
        assert_eq!(trimmed("\u{200B} "), "");
    }

    #[test]
    fn long_text_ends_with_an_ellipsis() {
        assert_eq!(visible("abcdef", 3), "abc…");
        assert_eq!(visible("abc", 3), "abc");
    }

    #[test]
    fn a_place_counts_characters_and_survives_every_offset() {
        let document = "ab\né=x";
        assert_eq!(place(document, 0), (1, 1));
        assert_eq!(place(document, 3), (2, 1));
        assert_eq!(place(document, 5), (2, 2));
        assert_eq!(place(document, 999), (2, 4));
    }

    #[test]
    fn a_list_names_some_and_counts_the_rest() {
        assert_eq!(listed(["a", "b", "c"], 2), "\"a\", \"b\" and 1 more");
        assert_eq!(listed(["a"], 2), "\"a\"");
    }

    #[test]
    fn dates_are_days_in_utc() {
        assert_eq!(date(1_577_836_799_999), "2019-12-31");
        assert_eq!(date(i64::MAX), "an unknown date");
    }
}
