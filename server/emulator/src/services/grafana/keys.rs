//! CreateWorkspaceApiKey, DeleteWorkspaceApiKey. Keys cannot be listed; expired ones keep their name and place.

use serde_json::{Value, json};

use super::super::Ask;
use super::{secret, settled};
use crate::wire::failure::Failure;
use crate::world::{ApiKey, World, sha256};

const MOST: usize = 100;
const ROLES: [&str; 3] = ["ADMIN", "EDITOR", "VIEWER"];

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("keyName");
    if !ROLES.contains(&ask.text("keyRole")) {
        return Err(Failure::field("keyRole", format!("It must be one of {}", ROLES.join(", "))));
    }
    let workspace = settled(world, ask)?;
    if workspace.major() >= 10 && !ask.settings.switches.api_keys_on_new_versions {
        return Err(Failure::invalid("This version of Grafana has no API keys; use service accounts"));
    }
    let id = &workspace.resource.id;
    if workspace.keys.iter().any(|key| key.name == name) {
        return Err(Failure::conflict("apiKey", name, format!("There is already a key {name}")));
    }
    if ask.settings.quotas && workspace.keys.len() >= MOST {
        let message = format!("A workspace can have {MOST} API keys");
        return Err(Failure::quota("apiKey", name, "api-keys-per-workspace", message));
    }
    let key = secret::api_key(&ask.settings.known_secrets, name);
    let digest = sha256(&key);
    let answer = json!({ "workspaceId": id, "keyName": name, "key": key });
    workspace.keys.push(ApiKey { name: name.to_owned(), digest });
    Ok(answer)
}

pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("keyName");
    let workspace = settled(world, ask)?;
    let found = workspace.keys.iter().position(|key| key.name == name);
    workspace.keys.remove(found.ok_or_else(|| Failure::not_found("apiKey", name))?);
    Ok(json!({ "workspaceId": workspace.resource.id, "keyName": name }))
}
