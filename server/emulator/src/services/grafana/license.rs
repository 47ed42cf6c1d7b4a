//! AssociateLicense, DisassociateLicense. Neither declares a conflict: wrong states are validation errors.

use serde_json::{Map, Value};

use super::super::Ask;
use super::{described, settled};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Status, World};

/// How long a fresh licence lasts, in seconds.
const LASTS: f64 = 365.0 * 86_400.0;

pub(super) fn associate(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let license = ask.text("licenseType");
    if license == "ENTERPRISE_FREE_TRIAL" {
        return Err(Failure::field("licenseType", "ENTERPRISE_FREE_TRIAL is no longer offered"));
    }
    let Some(token) = ask.given("grafanaToken") else {
        return Err(Failure::field("grafanaToken", "A token of Grafana Labs is needed for ENTERPRISE"));
    };
    let mut changes = Map::new();
    changes.insert("licenseType".into(), license.into());
    changes.insert("licenseExpiration".into(), (ask.wall + LASTS).into());
    changes.insert("grafanaToken".into(), token.into());
    changes.insert("freeTrialExpiration".into(), Value::Null);
    let workspace = settled(world, ask)?;
    changes.insert("modified".into(), workspace.modified(ask.wall));
    let ending = if sentinel::upgrade_fails(workspace.resource.text("name")) {
        Ending::In(Status::UpgradeFailed, Map::new())
    } else {
        Ending::In(workspace.rest(), changes)
    };
    workspace.resource.pass(Status::Upgrading, ask.due(), ending);
    Ok(described(workspace))
}

pub(super) fn disassociate(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let license = ask.text("licenseType");
    let workspace = settled(world, ask)?;
    if workspace.resource.text("licenseType") != license {
        return Err(Failure::field("licenseType", format!("The workspace has no {license} license")));
    }
    let gone = ["licenseType", "licenseExpiration", "grafanaToken", "freeTrialExpiration"];
    let mut changes: Map<String, Value> = gone.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    changes.insert("modified".into(), workspace.modified(ask.wall));
    let ending = if sentinel::license_fails(workspace.resource.text("name")) {
        Ending::In(Status::LicenseRemovalFailed, Map::new())
    } else {
        Ending::In(workspace.rest(), changes)
    };
    workspace.resource.pass(Status::Updating, ask.due(), ending);
    Ok(described(workspace))
}
