//! From the HTTP message to one value per operation: path labels, query, headers and body brought together under
//! the members' names. It only reads; what it cannot read stays as it came, for the validator to name.

use std::borrow::Cow;
use std::collections::BTreeSet;

use http::HeaderMap;
use serde_json::{Map, Value};

use super::{Operation, Place, Protocol, Service, Shape};

/// The body is not JSON, or no JSON object.
#[derive(Debug)]
pub(crate) struct Unreadable;

/// The operation's input. Members that are absent or null are left out.
pub(crate) fn read(
    service: &Service,
    operation: &Operation,
    labels: &Map<String, Value>,
    query: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Unreadable> {
    if service.protocol == Protocol::Query {
        let pairs: Pairs = form_urlencoded::parse(body).collect();
        return Ok(flattened(service, operation.input, "", &pairs).unwrap_or_else(|| Value::Object(Map::new())));
    }
    let members = service.inputs(operation);
    let mut body = if members.iter().any(|member| member.place == Place::Body) { json(body)? } else { Map::new() };
    let pairs: Pairs = form_urlencoded::parse(query.as_bytes()).collect();
    let mut input = Map::new();
    for member in members {
        let value = match member.place {
            Place::Path => labels.get(member.wire).cloned(),
            Place::Query => from_query(service, member.shape, member.wire, &pairs),
            Place::Header => headers
                .get(member.wire)
                .map(|value| typed(service, member.shape, &String::from_utf8_lossy(value.as_bytes()))),
            Place::Body => body.remove(member.wire).filter(|value| !value.is_null()),
        };
        if let Some(value) = value {
            input.insert(member.name.to_owned(), value);
        }
    }
    Ok(Value::Object(input))
}

type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

fn json(body: &[u8]) -> Result<Map<String, Value>, Unreadable> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body).map(without_nulls) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(Unreadable),
    }
}

/// On the wire a null member is an absent one, at every depth.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

fn from_query(service: &Service, shape: &str, wire: &str, pairs: &Pairs) -> Option<Value> {
    let mut values = pairs.iter().filter(|(name, _)| name == wire).map(|(_, value)| value);
    match service.shapes.get(shape) {
        Some(Shape::List { item, .. }) => {
            let items: Vec<Value> = values.map(|value| typed(service, item, value)).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        _ => values.next().map(|value| typed(service, shape, value)),
    }
}

/// Text as the shape wants it, or as it is when it cannot be that.
fn typed(service: &Service, shape: &str, text: &str) -> Value {
    let plain = || Value::String(text.to_owned());
    match service.shapes.get(shape) {
        Some(Shape::Integer(_)) => text.parse::<i64>().map_or_else(|_| plain(), Value::from),
        Some(Shape::Boolean) => text.parse::<bool>().map_or_else(|_| plain(), Value::from),
        _ => plain(),
    }
}

/// The query protocol's names: `Tags.member.1.Key`.
fn flattened(service: &Service, shape: &str, prefix: &str, pairs: &Pairs) -> Option<Value> {
    match service.shapes.get(shape)? {
        Shape::Structure(structure) => {
            let dot = if prefix.is_empty() { "" } else { "." };
            let map: Map<String, Value> = structure
                .members
                .iter()
                .filter_map(|member| {
                    let inner = format!("{prefix}{dot}{}", member.wire);
                    Some((member.name.to_owned(), flattened(service, member.shape, &inner, pairs)?))
                })
                .collect();
            (!map.is_empty()).then_some(Value::Object(map))
        }
        Shape::List { item, .. } => {
            let start = format!("{prefix}.member.");
            let numbers: BTreeSet<u32> = pairs
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(&start)?.split('.').next()?.parse().ok())
                .collect();
            let items: Vec<Value> = numbers
                .iter()
                .filter_map(|number| flattened(service, item, &format!("{start}{number}"), pairs))
                .collect();
            // An empty list is said by its bare name.
            let said = !items.is_empty() || pairs.iter().any(|(name, _)| name == prefix);
            said.then_some(Value::Array(items))
        }
        _ => pairs.iter().find(|(name, _)| name == prefix).map(|(_, value)| typed(service, shape, value)),
    }
}
