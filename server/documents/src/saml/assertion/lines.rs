//! Attributes as lines somebody typed: `name=value` or `name: value`, a line for each value.

use super::{PASTE, add};
use crate::{Trouble, text};
use model::document::Attribute;

/// Empty lines and lines that begin with `#` do not count. Blanks before a value are of the writing; those behind it
/// belong to it.
pub(super) fn read(pasted: &str) -> Result<Vec<Attribute>, Trouble> {
    let mut attributes = Vec::new();
    for (n, line) in pasted.lines().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let (name, value) = split(line).filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
            let line = text::quoted(line);
            Trouble::new(format!("Line {}: {line} is not an attribute, such as role=admin. {PASTE}", n + 1))
        })?;
        add(&mut attributes, name, None, std::iter::once(value.to_owned()));
    }
    Ok(attributes)
}

/// At the first `=` or `: `, else at a colon: the last one where the name is itself an address or a URN, which have
/// colons inside.
fn split(line: &str) -> Option<(&str, &str)> {
    let begins = |word: &str| line.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let spaced = line.find(": ").or_else(|| line.trim_end().strip_suffix(':').map(str::len));
    let at = match (line.find('='), spaced) {
        (Some(equals), Some(colon)) => equals.min(colon),
        (Some(at), None) | (None, Some(at)) => at,
        (None, None) if ["http:", "https:", "urn:"].into_iter().any(begins) => line.rfind(':')?,
        (None, None) => line.find(':')?,
    };
    let (name, value) = line.split_at(at);
    Some((name.trim(), value.get(1..)?.trim_start()))
}
