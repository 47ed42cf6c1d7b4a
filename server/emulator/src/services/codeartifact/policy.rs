//! The policy of a domain: get, put, delete. A revision given must be the one that is there.

use serde_json::{Map, Value, json};

use super::super::Ask;
use super::domain;
use crate::wire::failure::Failure;
use crate::world::{Domain, Policy, World, alphanumeric};

pub(super) fn get(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    domain(world, ask)?.policy().ok_or_else(|| Failure::not_found("domain", ask.text("domain")))
}

pub(super) fn put(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let document = ask.text("policyDocument");
    if serde_json::from_str::<Map<String, Value>>(document).is_err() {
        return Err(Failure::field("policyDocument", "It is not a JSON object"));
    }
    let domain = domain(world, ask)?;
    same_revision(domain, ask)?;
    domain.policy = Some(Policy { document: document.to_owned(), revision: alphanumeric(24) });
    Ok(domain.policy().unwrap_or_else(|| json!({})))
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let domain = domain(world, ask)?;
    same_revision(domain, ask)?;
    let answer = domain.policy().ok_or_else(|| Failure::not_found("domain", ask.text("domain")))?;
    domain.policy = None;
    Ok(answer)
}

fn same_revision(domain: &Domain, ask: &Ask) -> Result<(), Failure> {
    let held = domain.policy.as_ref().map(|policy| policy.revision.as_str());
    match ask.given("policyRevision") {
        Some(given) if Some(given) != held => {
            let message = "The policy revision is not the current one";
            Err(Failure::conflict("domain", &domain.name, message))
        }
        _ => Ok(()),
    }
}
