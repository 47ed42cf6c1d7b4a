//! XML of the query protocol, as little of it as STS needs.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Service, Shape};

/// `<name>…</name>` of a value, along its shape.
pub(crate) fn element(service: &Service, shape: &str, name: &str, value: &Value) -> String {
    let inner = match (service.shapes.get(shape), value) {
        (Some(Shape::Structure(structure)), Value::Object(map)) => structure
            .members
            .iter()
            .filter_map(|member| Some(element(service, member.shape, member.wire, map.get(member.name)?)))
            .collect(),
        (Some(Shape::List { item, .. }), Value::Array(items)) => {
            items.iter().map(|value| element(service, item, "member", value)).collect()
        }
        (Some(Shape::Timestamp), Value::Number(seconds)) => timestamp(seconds.as_f64().unwrap_or_default()),
        (_, Value::String(text)) => escaped(text),
        (_, other) => escaped(&other.to_string()),
    };
    format!("<{name}>{inner}</{name}>")
}

#[expect(clippy::cast_possible_truncation, reason = "whole seconds are all that XML timestamps show here")]
fn timestamp(seconds: f64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    time.format(&Rfc3339).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, character| {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
        out
    })
}
