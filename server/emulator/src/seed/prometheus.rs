//! The demo's Prometheus workspaces.

use serde_json::json;

use super::{DAY, account, derived_uuid, tags};
use crate::services::prometheus_members;
use crate::world::{Resource, Status, World};

/// One line of `seed/prometheus.txt`.
pub(super) fn plant(world: &mut World, words: &[&str], wall: f64) -> Option<()> {
    let &[account_name, region, alias, status, age, tag] = words else { return None };
    let account = account(account_name)?;
    let id = format!("ws-{}", derived_uuid(&[account, region, alias])?);
    let created = wall - age.parse::<f64>().ok()? * DAY;
    let mut members = prometheus_members(&id, account, region, created);
    if alias != "-" {
        members.insert("alias".into(), alias.into());
    }
    let status: Status = serde_json::from_value(json!(status)).ok()?;
    let mut resource = Resource::resting(world.next(), id, members, status);
    resource.tags = tags(tag)?;
    world.scope(account, region).prometheus.push(resource);
    Some(())
}
