//! States as JSON under AWS's own names: what differs between two, and what a person changed of one.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// A field that differs between two states, by its path, with both of its values; `Null` where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub path: String,
    pub before: Value,
    pub after: Value,
}

/// What differs, field by field; nested fields are named by their path.
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect(&mut found, "", before, after);
    found
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

/// The fields of `desired` that differ from `before`, on the first level.
pub fn changed(before: &Value, desired: &Value) -> Map<String, Value> {
    let old = |name: &str| before.get(name).unwrap_or(&Value::Null);
    let fields = desired.as_object().into_iter().flatten().filter(|(name, value)| old(name) != *value);
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The texts of a list; none where it is no list.
pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A text; empty where it is none.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// One of a list; in quotes where it could be taken for two.
pub fn item(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(',') || text.trim() != text || text.is_empty() => format!("\"{text}\""),
        other => plain(other),
    }
}

/// Text without quotes, anything else as JSON.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Lower-case hexadecimal SHA-256 of a state: what a stored plan is held against.
pub fn hash(state: &Value) -> String {
    sha256(&state.to_string())
}

/// Lower-case hexadecimal SHA-256.
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::{changed, differences};
    use serde_json::{Value, json};

    fn paths(before: &Value, after: &Value) -> Vec<String> {
        differences(before, after).into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn what_differs_is_named_by_its_path() {
        let before = json!({ "a": 1, "roles": { "admin": ["x"], "editor": [] } });
        let after = json!({ "a": 1, "roles": { "admin": ["x", "y, z"], "editor": [] } });
        assert_eq!(paths(&before, &after), ["roles.admin"]);
    }

    #[test]
    fn a_group_that_goes_is_told_by_its_fields_and_an_empty_one_that_comes_too() {
        assert_eq!(paths(&json!({ "vpc": { "a": ["s"] } }), &json!({ "vpc": null })), ["vpc.a"]);
        assert_eq!(paths(&json!({ "network": null }), &json!({ "network": { "lists": [] } })), ["network.lists"]);
    }

    #[test]
    fn only_changed_fields_are_taken() {
        let found = changed(&json!({ "a": 1, "b": 2 }), &json!({ "a": 1, "b": 3 }));
        assert_eq!(json!(found), json!({ "b": 3 }));
    }
}
