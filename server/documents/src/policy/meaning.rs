//! Whether two policies say the same, however they are written.

use super::parsed;
use serde_json::Value;

/// Same meaning: blanks, the order of keys, statements and lists, one value or a list of one, and the two ways to name
/// an account do not count. What cannot be read is the same only as its very own text.
pub fn same(a: &str, b: &str) -> bool {
    match (parsed(a), parsed(b)) {
        (Ok(a), Ok(b)) => policy(a) == policy(b),
        _ => a == b,
    }
}

/// The strings of a value that is one or a list of them.
pub(super) fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(one) => vec![one],
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn policy(mut value: Value) -> Value {
    if let Some(statements) = value.get_mut("Statement") {
        let mut all = listed(statements.take());
        all.iter_mut().for_each(statement);
        *statements = Value::Array(sorted(all));
    }
    value
}

fn statement(value: &mut Value) {
    let Some(object) = value.as_object_mut() else { return };
    for (key, value) in object {
        match key.as_str() {
            "Action" | "NotAction" => set(value, str::to_lowercase),
            "Resource" | "NotResource" => set(value, str::to_owned),
            "Principal" | "NotPrincipal" => principal(value),
            "Condition" => each(value, |operator| each(operator, |values| set(values, str::to_owned))),
            _ => {}
        }
    }
}

/// `"*"` and `{"AWS": "*"}` name the same, everyone.
fn principal(value: &mut Value) {
    if value.is_string() {
        *value = serde_json::json!({ "AWS": value.take() });
    }
    each(value, |names| set(names, account));
}

/// An account by its number alone is its root.
fn account(name: &str) -> String {
    let root = |name: &str| {
        let number = name.strip_prefix("arn:")?.split_once(":iam::")?.1.strip_suffix(":root")?;
        Some(number.to_owned())
    };
    root(name).unwrap_or_else(|| name.to_owned())
}

fn each(value: &mut Value, change: impl Fn(&mut Value)) {
    if let Some(object) = value.as_object_mut() {
        object.values_mut().for_each(change);
    }
}

/// Makes a value or a list of values a sorted list without repetitions. `true` and `"true"` are one in a condition.
fn set(value: &mut Value, form: impl Fn(&str) -> String) {
    let text = |value: Value| match value {
        Value::String(text) => Value::String(form(&text)),
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        other => other,
    };
    let mut all = sorted(listed(value.take()).into_iter().map(text).collect());
    all.dedup();
    *value = Value::Array(all);
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        one => vec![one],
    }
}

fn sorted(mut list: Vec<Value>) -> Vec<Value> {
    list.sort_by_cached_key(Value::to_string);
    list
}
