//! From what a handler knows to what the wire may carry: only members the shape has, and no nulls.

use serde_json::{Map, Value};

use super::{Place, Service, Shape};

/// `value` cut to the shape. Handlers may hand over more than a shape shows: a summary is a cut description.
pub(crate) fn project(service: &Service, shape: &str, value: Value) -> Value {
    match (service.shapes.get(shape), value) {
        (Some(Shape::Structure(structure)), Value::Object(mut map)) => {
            let mut kept = Map::new();
            for member in &structure.members {
                if let Some(value) = map.remove(member.name).filter(|value| !value.is_null()) {
                    kept.insert(member.name.to_owned(), project(service, member.shape, value));
                }
            }
            Value::Object(kept)
        }
        (Some(Shape::List { item, .. }), Value::Array(items)) => {
            Value::Array(items.into_iter().map(|value| project(service, item, value)).collect())
        }
        (_, value) => value,
    }
}

/// Takes the members out of a structure that travel as headers: (wire name, text).
pub(crate) fn split_headers(service: &Service, shape: &str, value: &mut Value) -> Vec<(&'static str, String)> {
    let (Some(structure), Value::Object(map)) = (service.structure(shape), value) else { return Vec::new() };
    let headers = structure.members.iter().filter(|member| member.place == Place::Header);
    headers
        .filter_map(|member| match map.remove(member.name)? {
            Value::String(text) => Some((member.wire, text)),
            other => Some((member.wire, other.to_string())),
        })
        .collect()
}
