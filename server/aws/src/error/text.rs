//! Text of another's making inside of our sentences.

/// Text of another's making, without control characters and not longer than `most`.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut text: String = plain.take(most).collect();
    text.truncate(text.trim_end().len());
    text
}

pub fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_text_is_cut_and_has_no_control_characters() {
        assert_eq!(shown("a\r\nb\u{1b}[31m", 600), "a  b [31m");
        assert_eq!(shown(&"x".repeat(700), 600).len(), 600);
    }
}
