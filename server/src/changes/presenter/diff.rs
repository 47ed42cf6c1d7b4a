//! Rows of a diff as lines, for people and for the record.

use super::super::core::diff::DiffRow;
use super::super::core::field::Sensitivity;
use super::super::core::text::{Digest, Shown, Text};
use super::holder::{Names, with_kind};
use super::words::moment;
use model::access::{GrafanaRole, Holder};
use model::{DiffLine, Millis, Sign};

/// Rows as the plan's page shows them.
pub fn describe_diff(rows: &[DiffRow], names: Names<'_>) -> Vec<DiffLine> {
    rows.iter().map(|row| line(row, shown, &|holder| names.full(holder))).collect()
}

/// Rows as they go on record: what a field does not open is told by its length and digest, and holders by their ids.
pub fn recorded_diff(rows: &[DiffRow]) -> Vec<DiffLine> {
    rows.iter().map(|row| line(row, recorded, &with_kind)).collect()
}

fn line(row: &DiffRow, text: fn(&Text, Sensitivity) -> String, holder: &dyn Fn(&Holder) -> String) -> DiffLine {
    let line = |sign, field: String, before, after| DiffLine { sign, field, before, after };
    match row {
        DiffRow::Field { path, before, after, sensitivity } => {
            let said = |value: &Option<Text>| value.as_ref().map(|value| text(value, *sensitivity));
            line(sign(before, after), path.clone(), said(before), said(after))
        }
        DiffRow::Deleted { id, name } => line(Sign::Remove, id.clone(), Some(name.clone()), None),
        DiffRow::Role { holder: whom, before, after } => role(holder(whom), before, *after),
        DiffRow::Token { name, has_ended, expires_at, last_used_at } => {
            let told = token(*has_ended, *expires_at, *last_used_at);
            line(Sign::Remove, format!("token {name}"), Some(told), None)
        }
        DiffRow::ApiKey { name } => {
            line(Sign::Remove, format!("API key {name}"), Some("known to us only".to_owned()), None)
        }
    }
}

fn sign<T>(before: &Option<T>, after: &Option<T>) -> Sign {
    match (before, after) {
        (None, _) => Sign::Add,
        (_, None) => Sign::Remove,
        _ => Sign::Change,
    }
}

fn role(field: String, before: &[GrafanaRole], after: Option<GrafanaRole>) -> DiffLine {
    let words = |roles: &[GrafanaRole]| roles.iter().map(|role| role.aws()).collect::<Vec<_>>().join(", ");
    if before == after.as_slice() {
        let after = after.map_or("no role", |role| role.aws()).to_owned();
        return DiffLine { sign: Sign::Keep, field, before: None, after: Some(after) };
    }
    let before = (!before.is_empty()).then(|| words(before));
    let after = after.map(|role| role.aws().to_owned());
    DiffLine { sign: sign(&before, &after), field, before, after }
}

/// "expires 3 January 2026 14:05 UTC, never used"
fn token(has_ended: bool, expires_at: Option<Millis>, last_used_at: Option<Millis>) -> String {
    let verb = if has_ended { "expired" } else { "expires" };
    let end = expires_at.map_or_else(|| "at a time that AWS does not say".to_owned(), moment);
    let used = last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("last used {}", moment(at)));
    format!("{verb} {end}, {used}")
}

/// A value in one line.
pub fn shown(text: &Text, _: Sensitivity) -> String {
    match &text.shown {
        Shown::Empty => "(empty)".to_owned(),
        Shown::NoItems => "(none)".to_owned(),
        Shown::Text { text } => text.clone(),
        Shown::Items { items } => items.join(", "),
        Shown::Long => digested(&text.digest),
        Shown::Document { entity_id, certificates, more } => {
            let mut parts: Vec<String> = entity_id.iter().map(|id| format!("entity ID {id}")).collect();
            parts.extend(certificates.iter().map(|(print, purpose)| format!("certificate {print} ({purpose})")));
            parts.extend((*more > 0).then(|| format!("and {more} more certificates")));
            let whole = digested(&text.digest);
            if parts.is_empty() { whole } else { format!("{}; {whole}", parts.join(", ")) }
        }
    }
}

fn recorded(text: &Text, sensitivity: Sensitivity) -> String {
    match sensitivity {
        Sensitivity::Digest => digested(&text.digest),
        Sensitivity::Value | Sensitivity::Document => shown(text, sensitivity),
    }
}

fn digested(Digest { characters, sha256 }: &Digest) -> String {
    format!("{characters} characters, SHA-256 {sha256}")
}

#[cfg(test)]
mod tests {
    use super::super::super::core::diff::between;
    use super::super::super::core::field::Field;
    use super::{describe_diff, recorded_diff};
    use crate::changes::presenter::Names;
    use serde_json::{Value, json};

    const FIELDS: [Field; 2] = [Field::value("name"), Field::digest("configuration")];

    fn told(after: &Value) -> (String, String) {
        let rows = between(&FIELDS, &json!({}), after);
        let text = |lines: Vec<model::DiffLine>| lines[0].after.clone().unwrap_or_default();
        (text(describe_diff(&rows, Names(None))), text(recorded_diff(&rows)))
    }

    #[test]
    fn a_field_that_is_open_is_recorded_as_it_is_shown() {
        assert_eq!(told(&json!({ "name": "edge" })), ("edge".to_owned(), "edge".to_owned()));
        assert_eq!(told(&json!({ "name": ["x", "y, z"] })).0, "x, \"y, z\"");
    }

    #[test]
    fn a_text_that_speaks_of_a_digest_is_recorded_by_its_own() {
        let (shown, recorded) = told(&json!({ "configuration": r#"{"smtp":{"password":"SHA-256 hunter2"}}"# }));
        assert!(shown.contains("hunter2"), "{shown}");
        assert!(recorded.starts_with("39 characters, SHA-256 ") && !recorded.contains("hunter2"), "{recorded}");
    }

    #[test]
    fn a_long_text_is_told_by_the_digest_of_all_of_it_everywhere() {
        let (shown, recorded) = told(&json!({ "configuration": "x".repeat(700) }));
        assert_eq!(shown, recorded);
    }

    #[test]
    fn a_list_is_recorded_by_its_digest_too() {
        let recorded = told(&json!({ "statement": ["SHA-256 ", "b"] })).1;
        assert!(recorded.ends_with(&crate::changes::core::json::sha256(r#"["SHA-256 ","b"]"#)), "{recorded}");
    }
}
