//! Amazon Managed Service for Prometheus: workspaces, their configuration and their tags.

mod configuration;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::arn::{arn, resource_in};
use super::page::page;
use super::{Ask, tags};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Resource, Status, World};

/// Workspaces in one account and region, beyond what the seed brought.
const MOST: usize = 25;

/// Does one operation.
pub(super) fn perform(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    match ask.operation.name {
        "CreateWorkspace" => create(world, ask),
        "DescribeWorkspace" => Ok(json!({ "workspace": describe(workspace(world, ask)?) })),
        "ListWorkspaces" => list(world, ask),
        "UpdateWorkspaceAlias" => rename(world, ask),
        "DeleteWorkspace" => delete(world, ask),
        "DescribeWorkspaceConfiguration" => configuration::describe(world, ask),
        "UpdateWorkspaceConfiguration" => configuration::update(world, ask),
        "ListTagsForResource" => Ok(json!({ "tags": tagged(world, ask)?.tags })),
        "TagResource" => {
            let resource = tagged(world, ask)?;
            tags::merge(ask, &mut resource.tags, ask.map("tags")).map(|()| json!({}))
        }
        "UntagResource" => {
            tags::remove(&mut tagged(world, ask)?.tags, &ask.texts("tagKeys"));
            Ok(json!({}))
        }
        _ => Err(Failure::unknown_operation()),
    }
}

/// The members of a workspace that never change, but for the alias.
pub(crate) fn members(id: &str, account: &str, region: &str, created: f64) -> Map<String, Value> {
    let endpoint = format!("https://aps-workspaces.{region}.amazonaws.com/workspaces/{id}/");
    let arn = arn("aps", region, account, &format!("workspace/{id}"));
    let members = [("arn", arn.into()), ("createdAt", created.into()), ("prometheusEndpoint", Value::from(endpoint))];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    tags::check(&ask.map("tags"))?;
    let scope = ask.scope(world);
    if ask.settings.quotas && scope.prometheus.len() >= MOST.max(scope.seeded.prometheus + MOST) {
        let message = "The number of workspaces in this account and Region has reached its quota";
        return Err(Failure::quota("workspace", "workspaces", "workspaces-per-region", message));
    }
    let id = format!("ws-{}", Uuid::new_v4());
    let mut members = members(&id, &ask.caller.account, &ask.caller.region, ask.wall);
    for name in ["alias", "kmsKeyArn"] {
        members.extend(ask.input.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let mut resource = Resource::resting(world.next(), id, members, Status::Creating);
    resource.tags = ask.map("tags");
    let end = match sentinel::creation(ask.text("alias")) {
        Status::Active => Status::Active,
        _ => Status::CreationFailed,
    };
    resource.pass(Status::Creating, ask.due(), Ending::In(end, Map::new()));
    let answer = describe(&resource);
    ask.scope(world).prometheus.push(resource);
    Ok(answer)
}

fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let prefix = ask.text("alias").trim();
    let all = ask.scope(world).prometheus.iter();
    let found = all.filter(|resource| resource.text("alias").starts_with(prefix));
    let items = found.map(|resource| (resource.sequence, describe(resource))).collect();
    page(ask, "workspaces", items).map(Value::Object)
}

/// Without an alias the workspace loses its own.
fn rename(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let resource = active(world, ask)?;
    let mut changes = Map::new();
    let fails = sentinel::update_fails(resource.text("alias")) || sentinel::update_fails(ask.text("alias"));
    if !fails {
        changes.insert("alias".into(), ask.given("alias").into());
    }
    resource.pass(Status::Updating, ask.due(), Ending::In(Status::Active, changes));
    Ok(json!({}))
}

fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let resource = workspace(world, ask)?;
    if !matches!(resource.status, Status::Active | Status::CreationFailed) {
        return Err(ask.wrong_state("workspace", &resource.id, &json!(resource.status)));
    }
    let fails = sentinel::deletion_fails(resource.text("alias"));
    let ending = if fails { Ending::In(Status::Active, Map::new()) } else { Ending::Gone };
    resource.pass(Status::Deleting, ask.due(), ending);
    Ok(json!({}))
}

/// All members of the description; `workspaceId` and `status` stand for those of the answer to create as well.
fn describe(resource: &Resource) -> Value {
    let mut members = resource.members.clone();
    members.insert("workspaceId".into(), resource.id.clone().into());
    members.insert("status".into(), json!({ "statusCode": resource.status }));
    members.insert("tags".into(), Value::Object(resource.tags.clone()));
    Value::Object(members)
}

fn workspace<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Resource, Failure> {
    let id = ask.text("workspaceId");
    let found = ask.scope(world).prometheus.iter_mut().find(|resource| resource.id == id);
    found.ok_or_else(|| Failure::not_found("workspace", id))
}

fn active<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Resource, Failure> {
    let resource = workspace(world, ask)?;
    if resource.status == Status::Active {
        return Ok(resource);
    }
    Err(ask.wrong_state("workspace", &resource.id, &json!(resource.status)))
}

fn tagged<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Resource, Failure> {
    let arn = ask.text("resourceArn");
    let part = resource_in(arn, "aps", &ask.caller.region, &ask.caller.account);
    let part = part.map_err(|_| Failure::field("resourceArn", "It is not an ARN of this service"))?;
    let id = part.and_then(|part| part.strip_prefix("workspace/"));
    let found = ask.scope(world).prometheus.iter_mut().find(|resource| Some(resource.id.as_str()) == id);
    found.ok_or_else(|| Failure::not_found("workspace", arn))
}
