//! Downloads on record: who took what, before it is given.

use super::Service;
use crate::clock::now;
use model::door::Export;
use model::{Code, Error, Principal};
use serde_json::{Map, Value, json};
use store::{NewAuditEvent, StoreError};

impl Service {
    /// Puts it on record and answers its sequence.
    ///
    /// # Errors
    /// `Invalid` for a filter that the record cannot keep; `Unavailable`. Then nothing is to be given.
    pub(super) async fn record_export(&self, who: &Principal, export: Export) -> Result<i64, Error> {
        self.store.append_audit(event(who, export)).await.map_err(|error| {
            tracing::error!(%error, "export not recorded");
            match error {
                StoreError::Refused(_) => {
                    Error::invalid("The address holds a character that cannot be kept on record.")
                }
                _ => Error::new(
                    Code::Unavailable,
                    "Belvedere could not put this export on record, so it is not given. Try again later.",
                ),
            }
        })
    }
}

fn event(who: &Principal, Export { path, filters, plan, rows }: Export) -> NewAuditEvent {
    let message = match rows {
        None => "Exported; its rows were not counted.".to_owned(),
        Some(1) => "Exported 1 row.".to_owned(),
        Some(rows) => format!("Exported {rows} rows."),
    };
    NewAuditEvent {
        at: now(),
        event: "export".to_owned(),
        actor: who.subject.clone(),
        plan,
        operation: String::new(),
        target: path,
        outcome: String::new(),
        message,
        request_id: None,
        detail: json!({ "filters": narrowed(filters), "rows": rows }),
    }
}

/// By name; one that was given several times has all of its values.
fn narrowed(filters: Vec<(String, String)>) -> Map<String, Value> {
    let mut all: Map<String, Value> = Map::new();
    for (name, value) in filters.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = Value::from(value);
        let whole = match all.remove(&name) {
            None => value,
            Some(Value::Array(many)) => Value::Array([many, vec![value]].concat()),
            Some(one) => Value::Array(vec![one, value]),
        };
        all.insert(name, whole);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::narrowed;
    use serde_json::json;

    #[test]
    fn a_filter_that_is_given_several_times_keeps_every_value() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let filters = vec![pair("tag", "a"), pair("tag", "b"), pair("role", "admin"), pair("tag", "c"), pair("q", "")];
        assert_eq!(json!(narrowed(filters)), json!({ "tag": ["a", "b", "c"], "role": "admin" }));
    }
}
