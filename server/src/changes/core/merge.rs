//! What a person changed of a form, laid over what others made of the same meanwhile. Pure.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Both gave it another value, and the two cannot be brought together.
#[derive(Debug, PartialEq)]
pub struct Clash {
    /// The path of the field.
    pub field: String,
    /// The one of several that a field holds, a tag's key; empty where it holds one.
    pub name: String,
    pub theirs: Value,
}

/// Fields that were left alone take their newer value, and those that nobody else changed keep mine. Of a list what was
/// added and taken away is added and taken away; a list of pairs is merged by the first of each.
///
/// # Errors
/// Everything that both changed.
pub fn merged(base: &Value, mine: &Value, fresh: &Value) -> Result<Value, Vec<Clash>> {
    let mut clashes = Vec::new();
    let merged = merge(("", ""), [base, mine, fresh], &mut clashes);
    if clashes.is_empty() { Ok(merged) } else { Err(clashes) }
}

fn merge((field, name): (&str, &str), [base, mine, fresh]: [&Value; 3], clashes: &mut Vec<Clash>) -> Value {
    match (base, mine, fresh) {
        _ if base == mine || mine == fresh => fresh.clone(),
        _ if base == fresh => mine.clone(),
        (Value::Object(old), Value::Object(new), Value::Object(now)) => {
            let path = |inner: &str| if field.is_empty() { inner.to_owned() } else { format!("{field}.{inner}") };
            Value::Object(each([old, new, now], clashes, |inner| (path(inner), String::new())))
        }
        (Value::Array(old), Value::Array(new), Value::Array(now)) => match [old, new, now].map(|list| pairs(list)) {
            [Some(old), Some(new), Some(now)] => {
                let all = each([&old, &new, &now], clashes, |key| (field.to_owned(), key.to_owned()));
                all.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| json!([key, value])).collect()
            }
            _ => {
                let stays = now.iter().filter(|one| new.contains(one) || !old.contains(one));
                let added = new.iter().filter(|one| !old.contains(one) && !now.contains(one));
                stays.chain(added).cloned().collect()
            }
        },
        _ => {
            clashes.push(Clash { field: field.to_owned(), name: name.to_owned(), theirs: fresh.clone() });
            mine.clone()
        }
    }
}

/// Merges what is under each name; what is not there is null. `place` says which field that is, and which one of it.
fn each(
    [old, new, now]: [&Map<String, Value>; 3],
    clashes: &mut Vec<Clash>,
    place: impl Fn(&str) -> (String, String),
) -> Map<String, Value> {
    let mut names: Vec<&String> = new.keys().chain(now.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let three = |name: &String| [old, new, now].map(|all| all.get(name).unwrap_or(&Value::Null));
    let mut merged = Map::new();
    for name in names {
        let (field, inner) = place(name);
        merged.insert(name.clone(), merge((&field, &inner), three(name), clashes));
    }
    merged
}

/// What a write changed, set back: `after` is what it left and `before` what it found. What is otherwise by now stays, but
/// for what the write changed, too.
pub fn restored(after: &Value, before: &Value, now: &Value) -> Value {
    restore([Some(after), Some(before), Some(now)]).unwrap_or(Value::Null)
}

/// `None`: it is not there.
fn restore([after, before, now]: [Option<&Value>; 3]) -> Option<Value> {
    match [after, before, now] {
        _ if now == after => before.cloned(),
        _ if before == after => now.cloned(),
        [Some(Value::Object(after)), Some(Value::Object(before)), Some(Value::Object(now))] => {
            let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
            let three = |name: &String| [after.get(name), before.get(name), now.get(name)];
            let of = |name: &String| Some((name.clone(), restore(three(name))?));
            Some(Value::Object(names.into_iter().filter_map(of).collect()))
        }
        _ => before.cloned(),
    }
}

/// A list of pairs by the first of each; `None` where it is none, or has one twice.
fn pairs(list: &[Value]) -> Option<Map<String, Value>> {
    let mut found = Map::new();
    for pair in list {
        let [Value::String(key), value] = pair.as_array()?.as_slice() else { return None };
        if found.insert(key.clone(), value.clone()).is_some() {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{Clash, merged, restored};
    use serde_json::json;

    #[test]
    fn what_a_write_changed_is_set_back_and_what_others_changed_since_stays() {
        let before = json!({ "retention": 150, "limits": [], "tags": { "team": "a" } });
        let after = json!({ "retention": 30, "limits": [], "tags": { "team": "a", "env": "x" } });
        let now = json!({ "retention": 30, "limits": [1], "tags": { "team": "b", "env": "x", "owner": "me" } });
        let set_back = json!({ "retention": 150, "limits": [1], "tags": { "team": "b", "owner": "me" } });
        assert_eq!(restored(&after, &before, &now), set_back);
        assert_eq!(restored(&after, &before, &after), before);
        let changed_again = json!({ "retention": 60, "limits": [], "tags": { "team": "a" } });
        assert_eq!(restored(&after, &before, &changed_again), before);
    }

    #[test]
    fn a_field_left_alone_takes_its_newer_value_and_a_changed_one_keeps_mine() {
        let (base, mine) = (json!({ "a": 1, "b": { "c": 1, "d": 1 } }), json!({ "a": 1, "b": { "c": 2, "d": 1 } }));
        let fresh = json!({ "a": 9, "b": { "c": 1, "d": 9 } });
        assert_eq!(merged(&base, &mine, &fresh), Ok(json!({ "a": 9, "b": { "c": 2, "d": 9 } })));
    }

    #[test]
    fn of_a_list_what_each_added_and_took_is_added_and_taken() {
        let all = |base, mine, fresh| merged(&json!({ "l": base }), &json!({ "l": mine }), &json!({ "l": fresh }));
        assert_eq!(all(json!(["a", "b"]), json!(["b", "m"]), json!(["a", "t"])), Ok(json!({ "l": ["t", "m"] })));
        assert_eq!(all(json!([]), json!(["x"]), json!(["x", "y"])), Ok(json!({ "l": ["x", "y"] })));
    }

    #[test]
    fn pairs_are_merged_by_the_first_of_each_and_what_both_changed_is_named() {
        let all = |base, mine, fresh| merged(&json!({ "t": base }), &json!({ "t": mine }), &json!({ "t": fresh }));
        let base = json!([["a", "1"], ["b", "1"]]);
        let found = all(base.clone(), json!([["a", "2"]]), json!([["a", "1"], ["b", "1"], ["c", "1"]]));
        assert_eq!(found, Ok(json!({ "t": [["a", "2"], ["c", "1"]] })));
        let clash = Clash { field: "t".to_owned(), name: "a".to_owned(), theirs: json!("3") };
        assert_eq!(all(base, json!([["a", "2"], ["b", "1"]]), json!([["a", "3"], ["b", "1"]])), Err(vec![clash]));
    }
}
