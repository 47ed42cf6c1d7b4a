//! ListPermissions, UpdatePermissions.

use serde_json::{Value, json};

use super::super::{Ask, page::page};
use super::{settled, workspace};
use crate::gate::sentinel;
use crate::settings::Switches;
use crate::wire::failure::Failure;
use crate::world::{Grant, Workspace, World};

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let (user, group, kind) = (ask.given("userId"), ask.given("groupId"), ask.given("userType"));
    if user.is_some() && group.is_some() {
        return Err(Failure::field("groupId", "It cannot be given together with userId"));
    }
    let wanted = |grant: &&Grant| {
        user.is_none_or(|id| grant.id == id && grant.kind == "SSO_USER")
            && group.is_none_or(|id| grant.id == id && grant.kind == "SSO_GROUP")
            && kind.is_none_or(|kind| grant.kind == kind)
    };
    let entry = |grant: &Grant| json!({ "role": grant.role, "user": { "id": grant.id, "type": grant.kind } });
    let grants = workspace(world, ask)?.grants.iter().filter(wanted);
    let items = grants.map(|grant| (grant.sequence, entry(grant))).collect();
    page(ask, "permissions", items).map(Value::Object)
}

/// Answers 200 even when some of it did not work: `errors` says what, each with its whole instruction.
pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let batch = ask.input.get("updateInstructionBatch").and_then(Value::as_array).cloned().unwrap_or_default();
    let users = |instruction: &Value| instruction.get("users").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut sequence = world.reserve(batch.iter().map(|instruction| users(instruction).len() as u64).sum());
    let workspace = settled(world, ask)?;
    let mut errors = Vec::new();
    let mut order: Vec<&Value> = batch.iter().collect();
    if !ask.settings.switches.batch_ordered {
        order.reverse();
    }
    for instruction in order {
        let part = |name: &str| instruction.get(name).and_then(Value::as_str).unwrap_or_default();
        for user in users(instruction) {
            let text = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let grant = Grant { sequence, id: text("id"), kind: text("type"), role: part("role").to_owned() };
            sequence += 1;
            if sentinel::refused(&grant.id) {
                let message = format!("{} {} could not be found", grant.kind, grant.id);
                errors.push(json!({ "code": 404, "message": message, "causedBy": instruction }));
            } else {
                apply(workspace, part("action"), grant, ask.settings.switches);
            }
        }
    }
    Ok(json!({ "errors": errors }))
}

fn apply(workspace: &mut Workspace, action: &str, grant: Grant, switches: Switches) {
    let same = |one: &Grant| one.id == grant.id && one.kind == grant.kind;
    if action == "REVOKE" {
        workspace.grants.retain(|one| !(same(one) && one.role == grant.role));
    } else if let Some(held) = workspace.grants.iter_mut().find(|one| same(one) && switches.role_add_replaces) {
        held.role = grant.role;
    } else if !workspace.grants.iter().any(|one| same(one) && one.role == grant.role) {
        workspace.grants.push(grant);
    }
}
