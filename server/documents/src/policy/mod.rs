//! The permissions policy of a CodeArtifact domain: checked, compared, shown as lines. AWS is the judge of what it
//! means; what is found here is what a person should see before it is saved (PutDomainPermissionsPolicy).

mod judge;
mod lines;
mod meaning;

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;

pub use lines::lines;
pub use meaning::same;

use crate::json;
use crate::{Trouble, text};
use model::document::Finding;
use serde_json::Value;
use std::ops::RangeInclusive;

/// What AWS takes, in characters (`PolicyDocument`).
pub const LENGTH: RangeInclusive<usize> = 1..=7168;

/// Checks a policy and says what is remarkable about it, the gravest first. AWS refuses what has a problem, or will
/// not do what the policy says.
///
/// # Errors
/// Not one JSON object within [`LENGTH`] that has statements; with line and column where there is one.
pub fn check(policy: &str) -> Result<Vec<Finding>, Trouble> {
    let value = parsed(policy)?;
    let Some(object) = value.as_object() else {
        return Err(Trouble::new("A policy is a JSON object: it begins with { and ends with }."));
    };
    let statements = match object.get("Statement") {
        Some(Value::Array(list)) if !list.is_empty() => list.iter().collect(),
        Some(Value::Array(_)) => return Err(Trouble::new("The list Statement is empty. A policy has at least one.")),
        Some(one @ Value::Object(_)) => vec![one],
        Some(_) => return Err(Trouble::new("Statement is neither a list nor an object. Enter a list of statements.")),
        None => return Err(Trouble::new(missing_statement(object.keys()))),
    };
    if let Some(odd) = statements.iter().position(|statement| !statement.is_object()) {
        return Err(Trouble::new(format!("Statement {} is not an object.", odd + 1)));
    }
    Ok(judge::findings(object, &statements))
}

/// The policy as a value: no key twice, no depth or length beyond the limits, no character AWS does not take.
fn parsed(policy: &str) -> Result<Value, Trouble> {
    json::check(policy, &LENGTH)?;
    if let Some((offset, c)) = policy.char_indices().find(|(_, c)| text::hides(*c) && !c.is_whitespace()) {
        let what = format!("AWS does not take the invisible character U+{:04X}. Remove it.", u32::from(c));
        return Err(Trouble::at(policy, offset, &what));
    }
    serde_json::from_str(policy).map_err(|_| Trouble::new("This is not valid JSON."))
}

fn missing_statement<'a>(mut keys: impl Iterator<Item = &'a String>) -> String {
    let near = keys.find(|key| ["statement", "statements"].contains(&key.to_lowercase().as_str()));
    match near {
        Some(key) => format!("The policy has {} where AWS expects \"Statement\".", text::quoted(key)),
        None => "The policy has no Statement. A policy is an object with Version and a list of statements.".to_owned(),
    }
}
