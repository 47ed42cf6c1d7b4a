//! UpdateWorkspace: what is left out stays as it is.

use serde_json::{Map, Value};

use super::super::Ask;
use super::{create, described, settled};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Resource, Status, World};

/// A flag that clears a member, and the member.
const CLEARS: [(&str, &str); 2] =
    [("removeVpcConfiguration", "vpcConfiguration"), ("removeNetworkAccessConfiguration", "networkAccessControl")];

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    create::network(ask)?;
    let mut changes = create::members(ask);
    clear(ask, &mut changes)?;
    let workspace = settled(world, ask)?;
    let from = workspace.resource.text("permissionType");
    if from == "CUSTOMER_MANAGED" && ask.given("permissionType") == Some("SERVICE_MANAGED") {
        let message = "Only the console can change CUSTOMER_MANAGED to SERVICE_MANAGED";
        return Err(Failure::field("permissionType", message));
    }
    units(ask, &workspace.resource)?;
    changes.insert("modified".into(), workspace.modified(ask.wall));
    let fails =
        sentinel::update_fails(workspace.resource.text("name")) || sentinel::update_fails(ask.text("workspaceName"));
    let ending =
        if fails { Ending::In(Status::UpdateFailed, Map::new()) } else { Ending::In(workspace.rest(), changes) };
    workspace.resource.pass(Status::Updating, ask.due(), ending);
    Ok(described(workspace))
}

/// Access to an organization needs organizational units, whether they are sent or were there.
fn units(ask: &Ask, held: &Resource) -> Result<(), Failure> {
    let text = |name: &str| ask.given(name).unwrap_or_else(|| held.text(name)).to_owned();
    let sent = ask.input.get("workspaceOrganizationalUnits").or_else(|| held.members.get("organizationalUnits"));
    let none = sent.and_then(Value::as_array).is_none_or(Vec::is_empty);
    if text("accountAccessType") == "ORGANIZATION" && none {
        let message = "Organizational units must be given for access to an organization";
        return Err(Failure::field("workspaceOrganizationalUnits", message));
    }
    Ok(())
}

fn clear(ask: &Ask, changes: &mut Map<String, Value>) -> Result<(), Failure> {
    for (flag, member) in CLEARS.into_iter().filter(|(flag, _)| ask.flag(flag)) {
        if changes.contains_key(member) {
            return Err(Failure::field(flag, format!("It cannot be given together with {member}")));
        }
        changes.insert(member.to_owned(), Value::Null);
    }
    Ok(())
}
