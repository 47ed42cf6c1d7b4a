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

/// How many characters of a document on end give away what is in it.
const QUOTED: usize = 16;

/// Whether `text`, which is [`shown`], repeats a part of `document`: so many characters on end, or all of a shorter one.
pub fn repeats(text: &str, document: &str) -> bool {
    let document = shown(document, usize::MAX);
    let most = document.chars().count().min(QUOTED);
    let letters: Vec<char> = text.chars().collect();
    most > 0 && letters.windows(most).any(|part| document.contains(&part.iter().collect::<String>()))
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
    fn a_part_of_a_document_is_known_wherever_it_stands_and_single_words_are_not() {
        let document = "{\"smtp\":\n{\"password\":\"hunter2\"}}";
        assert!(repeats("Value '{\"smtp\": {\"password\":\"hunt", document));
        assert!(repeats("near password\":\"hunter2\"", document));
        assert!(!repeats("the key smtp is not supported in configuration", document));
        assert!(repeats("Value '{}' is odd", "{}") && !repeats("anything", ""));
    }

    #[test]
    fn a_foreign_text_is_cut_and_has_no_control_characters() {
        assert_eq!(shown("a\r\nb\u{1b}[31m", 600), "a  b [31m");
        assert_eq!(shown(&"x".repeat(700), 600).len(), 600);
    }
}
