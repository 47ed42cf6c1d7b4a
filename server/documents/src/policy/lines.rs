//! A policy before and after, as lines.

use super::{LENGTH, parsed};
use crate::text;
use model::{DiffLine, Sign};
use similar::{ChangeTag, TextDiff};

/// Unchanged lines shown on both sides of a change.
const CONTEXT: usize = 3;

/// Longest line shown, in characters.
const WIDTH: usize = 500;

/// What differs between two policies, each laid out with one value a line and its keys sorted, so that only what was
/// said counts, not how it was written. Lines far from a change are left out: each bears the number it has in the
/// new layout, or in the old one if it is removed. What cannot be read as a policy is compared as it is written, as
/// far as a policy may be long. An empty text stands for no policy; no lines at all say that nothing differs.
pub fn lines(before: &str, after: &str) -> Vec<DiffLine> {
    let (before, after) = (laid_out(before), laid_out(after));
    let diff = TextDiff::from_lines(&before, &after);
    let groups = diff.grouped_ops(CONTEXT);
    groups.iter().flatten().flat_map(|part| diff.iter_changes(part)).map(|change| line(&change)).collect()
}

fn laid_out(policy: &str) -> String {
    let pretty = parsed(policy).ok().and_then(|value| serde_json::to_string_pretty(&value).ok());
    let mut laid_out = pretty.unwrap_or_else(|| policy.chars().take(*LENGTH.end()).collect());
    if !laid_out.is_empty() && !laid_out.ends_with('\n') {
        laid_out.push('\n');
    }
    laid_out
}

fn line(change: &similar::Change<&str>) -> DiffLine {
    let value = Some(text::visible(change.value().trim_end_matches(['\n', '\r']), WIDTH));
    let number = change.new_index().or(change.old_index()).unwrap_or_default() + 1;
    let (sign, before, after) = match change.tag() {
        ChangeTag::Insert => (Sign::Add, None, value),
        ChangeTag::Delete => (Sign::Remove, value, None),
        ChangeTag::Equal => (Sign::Keep, None, value),
    };
    DiffLine { sign, field: format!("line {number}"), before, after }
}
