//! Rows of a diff. What of each may stand in the audit record is decided by its field when the row is made.

use super::field::{Field, Sensitivity, sensitivity_of};
use super::json::{Difference, differences};
use super::text::Text;
use model::Millis;
use model::access::{GrafanaRole, Holder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a plan does to one thing of its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "kebab-case")]
pub enum DiffRow {
    Field {
        path: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Text>,
        sensitivity: Sensitivity,
    },
    /// A resource that is deleted. That it was there is no secret.
    Deleted { id: String, name: String },
    /// `after`: none takes whatever there is.
    Role { holder: Holder, before: Vec<GrafanaRole>, after: Option<GrafanaRole> },
    /// A token that is revoked.
    Token { name: String, has_ended: bool, expires_at: Option<Millis>, last_used_at: Option<Millis> },
    /// An API key that is revoked.
    ApiKey { name: String },
}

impl DiffRow {
    /// One field of something that is made; `None` where it has no value.
    pub fn added(fields: &[Field], path: &str, value: &Value) -> Option<Self> {
        let after = Some(Text::whole(value)?);
        Some(Self::Field { path: path.to_owned(), before: None, after, sensitivity: sensitivity_of(fields, path) })
    }

    /// A tag, which the record holds as it is.
    pub fn tag(path: String, before: Option<&str>, after: &str) -> Self {
        let (before, after) = (before.map(Text::word), Some(Text::word(after)));
        Self::Field { path, before, after, sensitivity: Sensitivity::Value }
    }

    fn between(fields: &[Field], found: &Difference) -> Self {
        let sensitivity = sensitivity_of(fields, &found.path);
        let text = if sensitivity == Sensitivity::Document { Text::document } else { Text::of };
        Self::Field { path: found.path.clone(), before: text(&found.before), after: text(&found.after), sensitivity }
    }

    /// Nothing changes here.
    pub fn is_unchanged(&self) -> bool {
        match self {
            Self::Role { before, after, .. } => before.as_slice() == after.as_slice(),
            _ => false,
        }
    }
}

/// What differs between two states of a target, or of a section of it.
pub fn between(fields: &[Field], before: &Value, after: &Value) -> Vec<DiffRow> {
    differences(before, after).iter().map(|found| DiffRow::between(fields, found)).collect()
}

/// The parameters of a call that makes something, but for those that name the call or its place.
pub fn creation(fields: &[Field], request: &Value) -> Vec<DiffRow> {
    const LEFT_OUT: [&str; 5] = ["clientToken", "ClientRequestToken", "Tags", "workspaceId", "serviceAccountId"];
    let all = request.as_object().into_iter().flatten();
    all.filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()))
        .filter_map(|(name, value)| DiffRow::added(fields, name, value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{DiffRow, between, creation};
    use crate::changes::core::field::{Field, Sensitivity};
    use serde_json::json;

    const FIELDS: [Field; 2] = [Field::value("name"), Field::digest("configuration")];

    #[test]
    fn each_row_says_what_the_record_may_hold() {
        let rows =
            between(&FIELDS, &json!({}), &json!({ "name": "edge", "configuration": "SHA-256 hunter2", "new": 1 }));
        let of: Vec<(String, Sensitivity)> = rows
            .into_iter()
            .map(|row| match row {
                DiffRow::Field { path, sensitivity, .. } => (path, sensitivity),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected =
            [("configuration", Sensitivity::Digest), ("name", Sensitivity::Value), ("new", Sensitivity::Digest)];
        assert_eq!(of, expected.map(|(path, sensitivity)| (path.to_owned(), sensitivity)));
    }

    #[test]
    fn a_creation_leaves_out_what_names_the_call_or_its_place() {
        let rows = creation(&FIELDS, &json!({ "clientToken": "t", "workspaceId": "g-1", "name": "edge" }));
        assert!(matches!(rows.as_slice(), [DiffRow::Field { path, .. }] if path == "name"), "{rows:?}");
    }
}
