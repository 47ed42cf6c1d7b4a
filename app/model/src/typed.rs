//! Names that a person can read on a page and type into a field of one line, character by character. Pure.

/// Whether a name can be typed as it is: it is there, has no blanks at its ends, and no character that does not show,
/// that changes how others show, or that a field of one line cannot hold.
pub fn is_typeable(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.chars().any(hides)
}

/// Controls, line ends, format characters, and letters that are blank.
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::is_typeable;

    #[test]
    fn what_cannot_be_read_or_typed_is_no_name_to_type() {
        for name in ["payments-prod", "Zahlungen (ü)", "支払い", "a b"] {
            assert!(is_typeable(name), "{name}");
        }
        for name in [
            "",
            " ",
            "\u{a0}",
            "\u{200b}",
            "a\nb",
            "a\rb",
            "a\u{2028}b",
            "a\0",
            " a",
            "a ",
            "a\u{202e}b",
            "\u{3164}",
            "\u{feff}a",
        ] {
            assert!(!is_typeable(name), "{name:?}");
        }
    }
}
