//! The detail of an event, from JSON to lines. Shows what is there: what may be in it, its writer decides.

use model::DiffLine;
use serde_json::Value;

/// The most lines; the rest is counted.
const MOST: usize = 300;

/// The diff under `diff`, where there is one, and everything else as name and value.
pub fn told(mut detail: Value) -> (Vec<DiffLine>, Vec<(String, String)>) {
    let diff = detail.get("diff").and_then(|diff| serde_json::from_value::<Vec<DiffLine>>(diff.clone()).ok());
    if let (Some(_), Some(named)) = (&diff, detail.as_object_mut()) {
        named.remove("diff");
    }
    let mut lines = Vec::new();
    flatten("", &detail, &mut lines);
    if lines.len() > MOST {
        let more = lines.split_off(MOST).len();
        lines.push(("more".to_owned(), format!("{more} lines, in the export")));
    }
    (diff.unwrap_or_default(), lines)
}

/// As JSON; empty where there is none.
pub fn text(detail: &Value) -> String {
    if detail.is_null() { String::new() } else { detail.to_string() }
}

fn flatten(name: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    let inner = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    match value {
        Value::Null => {}
        Value::Object(values) => values.iter().for_each(|(key, value)| flatten(&inner(key), value, lines)),
        Value::Array(values) => {
            values
                .iter()
                .zip(1..)
                .for_each(|(value, number): (_, u64)| flatten(&inner(&number.to_string()), value, lines));
        }
        Value::String(text) => lines.push((name.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => lines.push((name.to_owned(), value.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, told};
    use model::Sign;
    use serde_json::{Value, json};

    #[test]
    fn nested_values_become_lines_with_their_whole_name() {
        let detail = json!({ "saml": { "certificates": ["AA", "BB"], "signed": true }, "minutes": 60, "none": null });
        let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [
            named("minutes", "60"),
            named("saml.certificates.1", "AA"),
            named("saml.certificates.2", "BB"),
            named("saml.signed", "true"),
        ];
        assert_eq!(told(detail), (Vec::new(), expected.into()));
        assert_eq!(told(Value::Null), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_diff_is_taken_out_of_the_lines() {
        let detail = json!({ "diff": [{ "sign": "~", "field": "name", "before": "a", "after": "b" }], "tries": 2 });
        let (diff, lines) = told(detail);
        assert_eq!((diff[0].sign, diff[0].field.as_str(), lines.len()), (Sign::Change, "name", 1));
    }

    #[test]
    fn what_is_called_diff_and_is_none_is_shown_as_it_is() {
        let (diff, lines) = told(json!({ "diff": [{ "sign": "?" }] }));
        assert_eq!((diff.len(), lines[0].0.as_str()), (0, "diff.1.sign"));
    }

    #[test]
    fn a_long_detail_says_how_much_is_left_out() {
        let (_, lines) = told(json!(vec![1; MOST + 5]));
        assert_eq!(lines.len(), MOST + 1);
        assert_eq!(lines[MOST].1, "5 lines, in the export");
    }
}
