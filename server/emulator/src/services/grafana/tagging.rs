//! Tags of workspaces. Only those: Managed Grafana has nothing else that takes tags.

use serde_json::{Value, json};

use super::super::{Ask, arn::resource_in, tags};
use crate::wire::failure::Failure;
use crate::world::{Workspace, World};

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    Ok(json!({ "tags": tagged(world, ask)?.resource.tags }))
}

pub(super) fn tag(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let workspace = tagged(world, ask)?;
    tags::merge(ask, &mut workspace.resource.tags, ask.map("tags"))?;
    Ok(json!({}))
}

pub(super) fn untag(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let workspace = tagged(world, ask)?;
    tags::remove(&mut workspace.resource.tags, &ask.texts("tagKeys"));
    Ok(json!({}))
}

fn tagged<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Workspace, Failure> {
    let arn = ask.text("resourceArn");
    let part = resource_in(arn, "grafana", &ask.caller.region, &ask.caller.account);
    let part = part.map_err(|_| Failure::field("resourceArn", "It is not the ARN of a workspace"))?;
    let id = part.and_then(|part| part.strip_prefix("/workspaces/"));
    let scope = ask.scope(world);
    let found = scope.workspaces.iter_mut().find(|workspace| Some(workspace.resource.id.as_str()) == id);
    found.ok_or_else(|| Failure::not_found("workspace", arn))
}
