//! Values that are nearly the same: what Grafana takes for different and people take for equal.

use crate::text::{self, hides};
use std::collections::HashMap;

/// The values that are looked for, by what is left of them without case, blanks and hidden characters.
pub(super) struct Near<'a> {
    folded: HashMap<String, &'a str>,
}

impl<'a> Near<'a> {
    pub fn new(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        Self { folded: wanted.into_iter().map(|value| (fold(value), value)).collect() }
    }

    /// "Admin" differs from "admin" only by case: for a value that equals none of those looked for.
    pub fn to(&self, value: &str) -> Option<String> {
        let wanted = *self.folded.get(&fold(value))?;
        if wanted == value || fold(value).is_empty() {
            return None;
        }
        let by = if visible_only(wanted) == visible_only(value) {
            "blanks or invisible characters"
        } else if wanted.to_lowercase() == value.to_lowercase() {
            "case"
        } else {
            "case and blanks"
        };
        Some(format!("{} differs from {} only by {by}", text::quoted(value), text::quoted(wanted)))
    }
}

fn visible_only(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !hides(*c)).collect()
}

fn fold(text: &str) -> String {
    visible_only(text).to_lowercase()
}
