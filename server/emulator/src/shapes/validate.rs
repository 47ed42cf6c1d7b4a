//! The one validator: walks a value along the table and names what breaks it. Never repeats the offending value,
//! which may be a secret.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{Service, Shape, Structure};

/// One broken constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The member, as a dotted path from the input: `vpcConfiguration.subnetIds.0`, `tags.team`.
    pub field: String,
    pub message: String,
    /// The value is of the wrong type, so that it could not even be read.
    pub unreadable: bool,
}

/// Everything in `value` that the shape forbids, in the order of the table.
#[must_use]
pub fn violations(service: &Service, shape: &str, value: &Value) -> Vec<Violation> {
    let mut walk = Walk { service, path: Vec::new(), found: Vec::new() };
    walk.visit(shape, value);
    walk.found
}

struct Walk<'a> {
    service: &'a Service,
    path: Vec<String>,
    found: Vec<Violation>,
}

impl Walk<'_> {
    fn visit(&mut self, shape: &str, value: &Value) {
        let Some(shape) = self.service.shapes.get(shape) else { return };
        match (shape, value) {
            (Shape::Structure(structure), Value::Object(map)) => self.structure(structure, map),
            (Shape::List { item, size }, Value::Array(items)) => self.list(item, size, items),
            (Shape::Map { key, value, size }, Value::Object(map)) => self.map(key, value, size, map),
            (Shape::Text { length, pattern }, Value::String(text)) => {
                self.length(length, text.chars().count() as u64);
                if let Some(pattern) = pattern.as_ref().filter(|pattern| !pattern.is_match(text)) {
                    let pattern = pattern.as_str().trim_start_matches("^(?:").trim_end_matches(")$");
                    self.broken(format!("Member must satisfy regular expression pattern: {pattern}"));
                }
            }
            (Shape::Enum(values), Value::String(text)) => {
                if !values.contains(&text.as_str()) {
                    self.broken(format!("Member must satisfy enum value set: [{}]", values.join(", ")));
                }
            }
            (Shape::Integer(range), Value::Number(number)) => match number.as_i64() {
                Some(number) => self.number(range, number),
                None => self.unreadable("a whole number"),
            },
            (Shape::Boolean, Value::Bool(_)) | (Shape::Timestamp, Value::Number(_)) | (Shape::Document, _) => {}
            (shape, _) => self.unreadable(expected(shape)),
        }
    }

    fn structure(&mut self, structure: &Structure, map: &Map<String, Value>) {
        for member in &structure.members {
            self.path.push(member.name.to_owned());
            match map.get(member.name) {
                Some(value) => self.visit(member.shape, value),
                None if member.required => self.broken("Member must not be null".to_owned()),
                None => {}
            }
            self.path.pop();
        }
        let given = structure.members.iter().filter(|member| map.contains_key(member.name)).count();
        if structure.union && given != 1 {
            self.broken(format!("Exactly one member of the union must be given, found {given}"));
        }
    }

    fn list(&mut self, item: &str, size: &RangeInclusive<u64>, items: &[Value]) {
        self.length(size, items.len() as u64);
        for (index, value) in items.iter().enumerate() {
            self.path.push(index.to_string());
            self.visit(item, value);
            self.path.pop();
        }
    }

    fn map(&mut self, key: &str, value: &str, size: &RangeInclusive<u64>, map: &Map<String, Value>) {
        self.length(size, map.len() as u64);
        for (name, entry) in map {
            self.path.push(name.clone());
            self.visit(key, &Value::String(name.clone()));
            self.visit(value, entry);
            self.path.pop();
        }
    }

    fn length(&mut self, range: &RangeInclusive<u64>, length: u64) {
        if length < *range.start() {
            self.broken(format!("Member must have length greater than or equal to {}", range.start()));
        } else if length > *range.end() {
            self.broken(format!("Member must have length less than or equal to {}", range.end()));
        }
    }

    fn number(&mut self, range: &RangeInclusive<i64>, number: i64) {
        if number < *range.start() {
            self.broken(format!("Member must have value greater than or equal to {}", range.start()));
        } else if number > *range.end() {
            self.broken(format!("Member must have value less than or equal to {}", range.end()));
        }
    }

    fn broken(&mut self, message: String) {
        self.found.push(Violation { field: self.path.join("."), message, unreadable: false });
    }

    fn unreadable(&mut self, expected: &str) {
        let message = format!("Member must be {expected}");
        self.found.push(Violation { field: self.path.join("."), message, unreadable: true });
    }
}

fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Structure(_) => "a structure",
        Shape::Map { .. } => "a map",
        Shape::List { .. } => "a list",
        Shape::Text { .. } | Shape::Enum(_) => "a string",
        Shape::Integer(_) => "a whole number",
        Shape::Boolean => "true or false",
        Shape::Timestamp => "a time in seconds since 1970",
        Shape::Document => "a value",
    }
}
