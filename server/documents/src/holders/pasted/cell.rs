//! One cell of a list: cleaned, and taken for what its column is.

use crate::holders::limits::MAX_CELL;
use crate::text;
use model::access::{GrafanaRole, Holder, HolderKind};
use std::borrow::Cow;

/// Invisible, and yet letters of some languages are joined or parted by them.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

/// The cell without the blanks around it, and without quotation marks if the whole of it stands in some.
pub(super) fn clean(cell: &str) -> Cow<'_, str> {
    let cell = text::trimmed(cell);
    let inner = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner.map(|inner| (inner, inner.replace("\"\"", ""))) {
        Some((inner, others)) if !others.contains('"') => Cow::Owned(text::trimmed(inner).replace("\"\"", "\"")),
        _ => Cow::Borrowed(cell),
    }
}

/// Refuses characters that do not show: what cannot be seen cannot be checked by eye.
pub(super) fn check(cell: &str) -> Result<(), String> {
    match cell.chars().find(|c| text::hides(*c) && !JOINERS.contains(c)) {
        Some(c) => {
            Err(format!("{} has the invisible character U+{:04X} in it. Remove it.", text::quoted(cell), u32::from(c)))
        }
        None => Ok(()),
    }
}

/// Refuses a cell of more than [`MAX_CELL`] characters.
pub(super) fn check_length(cell: &str) -> Result<(), String> {
    let length = cell.chars().count();
    if length <= MAX_CELL {
        return Ok(());
    }
    Err(format!("{} has {length} characters; at most {MAX_CELL} are read.", text::quoted(cell)))
}

/// Whoever it is, and the kind if `user:` or `group:` stands before it.
pub(super) fn holder(cell: &str) -> Result<(Option<HolderKind>, &str), String> {
    let prefixed = cell.split_once(':').and_then(|(word, rest)| Some((kind_of(word)?, text::trimmed(rest))));
    match prefixed {
        Some((_, "")) => Err(format!("there is nobody behind {}. Enter who it is.", text::quoted(cell))),
        Some((kind, who)) => Ok((Some(kind), who)),
        None => Ok((None, cell)),
    }
}

/// An empty cell says nothing.
pub(super) fn kind(cell: &str) -> Result<Option<HolderKind>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("{} is no kind of holder; use user or group.", text::quoted(cell));
    kind_of(cell).map(Some).ok_or_else(wrong)
}

/// An empty cell takes the role, as the words do that say so.
pub(super) fn role(cell: &str) -> Result<Option<GrafanaRole>, String> {
    if ["", "-", "NONE", "REVOKE"].contains(&cell.to_ascii_uppercase().as_str()) {
        return Ok(None);
    }
    let wrong = || format!("{} is no Grafana role; use ADMIN, EDITOR or VIEWER.", text::quoted(cell));
    GrafanaRole::parse(cell).map(Some).ok_or_else(wrong)
}

pub(super) fn is_id(cell: &str) -> bool {
    Holder::new(HolderKind::User, cell).checked().is_ok()
}

/// In our words or in AWS's, in any case.
fn kind_of(word: &str) -> Option<HolderKind> {
    let word = word.trim();
    HolderKind::of_word(&word.to_ascii_lowercase()).or_else(|| HolderKind::of_aws(&word.to_ascii_uppercase()))
}
