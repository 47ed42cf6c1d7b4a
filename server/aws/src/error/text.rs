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

/// How much of a secret's beginning is enough to know it by.
const HEAD: usize = 8;

/// `text`, which is [`shown`], with "[hidden]" for each place where `secret` stands, or its beginning: what is shown may
/// have been cut in the middle of it. A secret of fewer than 8 characters has to stand there whole.
pub fn without(text: &str, secret: &str) -> String {
    let secret = shown(secret, usize::MAX);
    let head: String = secret.chars().take(HEAD).collect();
    if head.is_empty() {
        return text.to_owned();
    }
    let (mut clean, mut rest) = (String::new(), text);
    while let Some((before, from)) = rest.find(&head).and_then(|at| rest.split_at_checked(at)) {
        let same = from.chars().zip(secret.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        clean = clean + before + "[hidden]";
        rest = from.get(same..).unwrap_or_default();
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_whole_cut_or_with_its_control_characters_shown_as_spaces() {
        assert_eq!(without("'hush' and hush.", "hush"), "'[hidden]' and [hidden].");
        assert_eq!(without("Value 'glsa_01234567.", "glsa_0123456789abcdef"), "Value '[hidden].");
        assert_eq!(without("of 'one two' odd", "one\ntwo\n"), "of '[hidden]' odd");
        assert_eq!(without("nothing of it", "glsa_0123456789abcdef"), "nothing of it");
        assert_eq!(without("nothing to hide", ""), "nothing to hide");
    }

    #[test]
    fn a_foreign_text_is_cut_and_has_no_control_characters() {
        assert_eq!(shown("a\r\nb\u{1b}[31m", 600), "a  b [31m");
        assert_eq!(shown(&"x".repeat(700), 600).len(), 600);
    }
}
