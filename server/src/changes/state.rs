//! States of facets as JSON under AWS's own names: what differs between two, and how a value is shown.

use model::{DiffLine, Sign};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Longer values are shown by their length and digest.
const SHOWN: usize = 600;

/// A field that differs between two states, by its path, with both of its values; `Null` where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub path: String,
    pub before: Value,
    pub after: Value,
}

impl Difference {
    /// As it is shown: long values by their length and digest.
    pub fn line(&self) -> DiffLine {
        let (before, after) = (shown(&self.before), shown(&self.after));
        let sign = match (&before, &after) {
            (None, _) => Sign::Add,
            (_, None) => Sign::Remove,
            _ => Sign::Change,
        };
        DiffLine { sign, field: self.path.clone(), before, after }
    }
}

/// What differs, field by field; nested fields are named by their path.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(&mut found, "", before, after);
    found
}

/// The same, as it is shown.
pub fn lines(before: &Value, after: &Value) -> Vec<DiffLine> {
    differences(before, after).iter().map(Difference::line).collect()
}

fn collect(found: &mut Vec<Difference>, path: &str, before: &Value, after: &Value) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(old), Value::Object(new)) => {
            let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(found, &inner, old.get(name).unwrap_or(&Value::Null), new.get(name).unwrap_or(&Value::Null));
            }
        }
        // A group that comes or goes is told by its fields.
        (Value::Null, Value::Object(new)) if !new.is_empty() => {
            collect(found, path, &Value::Object(Map::new()), &Value::Object(new.clone()));
        }
        (Value::Object(old), Value::Null) if !old.is_empty() => {
            collect(found, path, &Value::Object(old.clone()), &Value::Object(Map::new()));
        }
        _ => found.push(Difference { path: path.to_owned(), before: before.clone(), after: after.clone() }),
    }
}

/// A value in one line; `None` where there is none. Lists keep their order.
pub fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => Some("(empty)".to_owned()),
        Value::String(text) => Some(short(text)),
        Value::Array(items) if items.is_empty() => Some("(none)".to_owned()),
        Value::Array(items) => Some(short(&items.iter().map(item).collect::<Vec<_>>().join(", "))),
        other => Some(short(&other.to_string())),
    }
}

/// One of a list; in quotes where it could be taken for two.
fn item(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(',') || text.trim() != text || text.is_empty() => format!("\"{text}\""),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn short(text: &str) -> String {
    let length = text.chars().count();
    if length <= SHOWN { text.to_owned() } else { digested(text) }
}

/// A text by its length in characters and its digest.
pub fn digested(text: &str) -> String {
    format!("{} characters, SHA-256 {}", text.chars().count(), digest(text))
}

/// A value by its length and digest; `None` where there is none.
pub fn sealed(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(digested(text)),
        other => Some(digested(&other.to_string())),
    }
}

/// Lower-case hexadecimal SHA-256.
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// The fields of `wanted` that differ from `before`, on the first level.
pub fn changed(before: &Value, wanted: &Value) -> Map<String, Value> {
    let old = |name: &str| before.get(name).unwrap_or(&Value::Null);
    let fields = wanted.as_object().into_iter().flatten().filter(|(name, value)| old(name) != *value);
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::{changed, lines};
    use model::Sign;
    use serde_json::json;

    #[test]
    fn what_differs_is_named_by_its_path() {
        let before = json!({ "a": 1, "roles": { "admin": ["x"], "editor": [] } });
        let after = json!({ "a": 1, "roles": { "admin": ["x", "y, z"], "editor": [] } });
        let found = lines(&before, &after);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].sign, found[0].field.as_str()), (Sign::Change, "roles.admin"));
        assert_eq!(found[0].after.as_deref(), Some("x, \"y, z\""));
    }

    #[test]
    fn a_group_that_goes_is_told_by_its_fields() {
        let found = lines(&json!({ "vpc": { "a": ["s"] } }), &json!({ "vpc": null }));
        assert_eq!((found[0].sign, found[0].field.as_str()), (Sign::Remove, "vpc.a"));
    }

    #[test]
    fn an_empty_group_that_comes_is_told_too() {
        let found = lines(&json!({ "network": null }), &json!({ "network": { "lists": [] } }));
        assert_eq!((found[0].sign, found[0].after.as_deref()), (Sign::Add, Some("(none)")));
    }

    #[test]
    fn a_long_value_is_told_by_its_digest() {
        let found = lines(&json!({ "xml": null }), &json!({ "xml": "<x>".repeat(500) }));
        assert!(found[0].after.as_ref().is_some_and(|text| text.starts_with("1500 characters, SHA-256 ")));
    }

    #[test]
    fn only_changed_fields_are_taken() {
        let found = changed(&json!({ "a": 1, "b": 2 }), &json!({ "a": 1, "b": 3 }));
        assert_eq!(json!(found), json!({ "b": 3 }));
    }
}
