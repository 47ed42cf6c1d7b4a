//! What was read of a list of people and groups that somebody pasted or uploaded. Reading it is the server's.

use super::{GrafanaRole, HolderKind};
use serde::{Deserialize, Deserializer, Serialize};

/// A whole list: every line of it that is not blank and no header is behind a row or a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pasted {
    /// In the order of the text.
    pub rows: Vec<PastedRow>,
    /// By line. What they are about is in no row.
    pub problems: Vec<PastedProblem>,
    /// How the text was read, in sentences: which line is the header, which columns are not used.
    pub notes: Vec<String>,
}

/// One line that says something about one holder. Nobody has been looked up yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedRow {
    /// Where it begins in the text, from 1.
    pub line: usize,
    /// An address, a user name, a display name or an id, as it was written.
    pub who: String,
    pub kind: Option<HolderKind>,
    /// `None`: the text says nothing about roles. `Some(None)`: whatever it has is taken.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "said")]
    pub role: Option<Option<GrafanaRole>>,
    /// An id or a name, as it was written.
    pub workspace: Option<String>,
}

/// One line that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedProblem {
    pub line: usize,
    /// Names the line, and says what to do. Safe to show.
    pub sentence: String,
}

/// A `null` that was written means `Some(None)`; without this it would be read as nothing said.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<GrafanaRole>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{GrafanaRole, PastedRow};

    #[test]
    fn taking_a_role_and_saying_nothing_stay_apart_on_their_way_to_the_browser() {
        for role in [None, Some(None), Some(Some(GrafanaRole::Editor))] {
            let row = PastedRow { line: 1, who: "ada".to_owned(), kind: None, role, workspace: None };
            let back: PastedRow = serde_json::from_str(&serde_json::to_string(&row).unwrap()).unwrap();
            assert_eq!(back, row);
        }
    }
}
