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

/// Answers 200 even when some of it did not work: `errors` says what, each with its whole instruction. `effects`, which
/// only the list of calls shows, is what it changed.
pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let batch = ask.input.get("updateInstructionBatch").and_then(Value::as_array).cloned().unwrap_or_default();
    let users = |instruction: &Value| instruction.get("users").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut sequence = world.reserve(batch.iter().map(|instruction| users(instruction).len() as u64).sum());
    let workspace = settled(world, ask)?;
    let (mut errors, mut effects) = (Vec::new(), Vec::new());
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
            match sentinel::refused(&grant.id) {
                Some(code) => errors.push(refusal(code, &grant, instruction)),
                None => effects.extend(apply(workspace, part("action"), &grant, ask.settings.switches)),
            }
        }
    }
    Ok(json!({ "errors": errors, "effects": effects }))
}

/// One holder's error. `causedBy` is the instruction with all its users, so that only an instruction for one user says
/// whom it means.
fn refusal(code: u16, grant: &Grant, instruction: &Value) -> Value {
    let what = if code == 404 { "could not be found" } else { "cannot be changed" };
    json!({ "code": code, "message": format!("{} {} {what}", grant.kind, grant.id), "causedBy": instruction })
}

/// ADD of a role that is held and REVOKE of one that is not are no errors and do nothing. What it did, where it did
/// something.
fn apply(workspace: &mut Workspace, action: &str, grant: &Grant, switches: Switches) -> Option<String> {
    let effect = format!("{action} {} {} {}", grant.role, grant.kind, grant.id);
    let same = |one: &Grant| one.id == grant.id && one.kind == grant.kind;
    let roles = |workspace: &Workspace| -> Vec<String> {
        workspace.grants.iter().filter(|one| same(one)).map(|one| one.role.clone()).collect()
    };
    let before = roles(workspace);
    if action == "REVOKE" {
        workspace.grants.retain(|one| !(same(one) && one.role == grant.role));
    } else if let Some(place) = workspace.grants.iter().position(same).filter(|_| switches.role_add_replaces) {
        workspace.grants[place].role = grant.role.clone();
        // There are more when roles were added before they began to replace each other.
        let first = workspace.grants[place].sequence;
        workspace.grants.retain(|one| !same(one) || one.sequence == first);
    } else if !before.contains(&grant.role) {
        workspace.grants.push(grant.clone());
    }
    (roles(workspace) != before).then_some(effect)
}
