//! The configuration text and Grafana versions: two Describe/Update operations and ListVersions.

use serde_json::{Map, Value, json};

use super::super::{Ask, page::page};
use super::{settled, workspace};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Status, World};

/// Versions that can be created, oldest first.
pub(super) const VERSIONS: [&str; 4] = ["8.4", "9.4", "10.4", LATEST];
/// What a workspace gets that does not ask.
pub(super) const LATEST: &str = "12.4";
/// What a workspace is configured with that does not say.
pub(crate) const DEFAULT: &str = r#"{"plugins":{"pluginAdminEnabled":false},"unifiedAlerting":{"enabled":true}}"#;

pub(super) fn describe(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let resource = &workspace(world, ask)?.resource;
    let (configuration, version) = (resource.text("configuration"), resource.text("grafanaVersion"));
    Ok(json!({ "configuration": configuration, "grafanaVersion": version }))
}

pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    check(ask)?;
    let workspace = settled(world, ask)?;
    let mut changes = Map::new();
    changes.insert("configuration".into(), ask.text("configuration").into());
    changes.insert("modified".into(), workspace.modified(ask.wall));
    let held = workspace.resource.text("grafanaVersion").to_owned();
    let raised = ask.given("grafanaVersion").filter(|version| *version != held);
    if let Some(version) = raised {
        if !above(&held).any(|one| one == version) {
            return Err(Failure::field("grafanaVersion", format!("{held} cannot be updated to {version}")));
        }
        changes.insert("grafanaVersion".into(), version.into());
    }
    let name = workspace.resource.text("name");
    let (through, failed, fails) = if raised.is_some() {
        (Status::VersionUpdating, Status::VersionUpdateFailed, sentinel::upgrade_fails(name))
    } else {
        (Status::Updating, Status::UpdateFailed, sentinel::update_fails(name))
    };
    let ending = if fails { Ending::In(failed, Map::new()) } else { Ending::In(workspace.rest(), changes) };
    workspace.resource.pass(through, ask.due(), ending);
    Ok(json!({}))
}

/// With a workspace its upgrade targets, else all that can be created.
pub(super) fn versions(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let offered: Vec<&str> = match ask.given("workspaceId") {
        Some(_) => above(workspace(world, ask)?.resource.text("grafanaVersion")).collect(),
        None => VERSIONS.to_vec(),
    };
    let items = (0..).zip(offered.into_iter().map(Value::from)).collect();
    page(ask, "grafanaVersions", items).map(Value::Object)
}

/// The text, if there is one, is a JSON object.
pub(super) fn check(ask: &Ask) -> Result<(), Failure> {
    let Some(text) = ask.given("configuration") else { return Ok(()) };
    match serde_json::from_str::<Map<String, Value>>(text) {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::field("configuration", "It is not a JSON object")),
    }
}

fn above(version: &str) -> impl Iterator<Item = &'static str> + use<> {
    let held = VERSIONS.iter().position(|one| *one == version).map_or(0, |place| place + 1);
    VERSIONS.into_iter().skip(held)
}
