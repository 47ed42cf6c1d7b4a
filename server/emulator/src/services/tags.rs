//! Tags, as all services that have them keep them.

use serde_json::{Map, Value};

use super::Ask;
use crate::wire::failure::Failure;

/// Tags on one resource.
pub(crate) const MOST: usize = 50;

/// Refuses keys that are AWS's own.
pub(crate) fn check(tags: &Map<String, Value>) -> Result<(), Failure> {
    let reserved = tags.keys().find(|key| key.to_lowercase().starts_with("aws:"));
    match reserved {
        Some(key) => Err(Failure::field(&format!("tags.{key}"), "Keys must not begin with aws:")),
        None => Ok(()),
    }
}

/// Adds to the tags that are there; the same key is overwritten. Nothing changes when there would be too many.
pub(crate) fn merge(ask: &Ask, held: &mut Map<String, Value>, more: Map<String, Value>) -> Result<(), Failure> {
    check(&more)?;
    let fresh = more.keys().filter(|key| !held.contains_key(*key)).count();
    if held.len() + fresh > MOST {
        let message = format!("A resource can have {MOST} tags");
        let id = ask.text("resourceArn");
        // Of all services CodeArtifact alone declares a quota here.
        let quota = ask.operation.declares("ServiceQuotaExceededException");
        let failure = || Failure::quota("domain", id, "tags-per-resource", message.clone());
        return Err(if quota { failure() } else { Failure::field("tags", message) });
    }
    held.extend(more);
    Ok(())
}

/// Removes tags; keys that are not there do not matter.
pub(crate) fn remove(held: &mut Map<String, Value>, keys: &[String]) {
    held.retain(|key, _| !keys.contains(key));
}
