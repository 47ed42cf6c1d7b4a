//! Amazon Managed Grafana: all 25 operations.

mod accounts;
mod authentication;
mod configuration;
mod create;
mod keys;
mod license;
mod permissions;
mod secret;
mod tagging;
mod tokens;
mod update;

use serde_json::{Value, json};

use super::Ask;
use super::page::page;
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Status, Workspace, World};

pub(crate) use configuration::DEFAULT as DEFAULT_CONFIGURATION;
pub(crate) use create::endpoint;

/// Does one operation.
pub(crate) fn perform(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    match ask.operation.name {
        "CreateWorkspace" => create::create(world, ask),
        "DescribeWorkspace" => Ok(described(workspace(world, ask)?)),
        "ListWorkspaces" => list(world, ask),
        "UpdateWorkspace" => update::update(world, ask),
        "DeleteWorkspace" => delete(world, ask),
        "DescribeWorkspaceAuthentication" => authentication::describe(world, ask),
        "UpdateWorkspaceAuthentication" => authentication::update(world, ask),
        "DescribeWorkspaceConfiguration" => configuration::describe(world, ask),
        "UpdateWorkspaceConfiguration" => configuration::update(world, ask),
        "ListVersions" => configuration::versions(world, ask),
        "AssociateLicense" => license::associate(world, ask),
        "DisassociateLicense" => license::disassociate(world, ask),
        "ListPermissions" => permissions::list(world, ask),
        "UpdatePermissions" => permissions::update(world, ask),
        "CreateWorkspaceApiKey" => keys::create(world, ask),
        "DeleteWorkspaceApiKey" => keys::delete(world, ask),
        "CreateWorkspaceServiceAccount" => accounts::create(world, ask),
        "ListWorkspaceServiceAccounts" => accounts::list(world, ask),
        "DeleteWorkspaceServiceAccount" => accounts::delete(world, ask),
        "CreateWorkspaceServiceAccountToken" => tokens::create(world, ask),
        "ListWorkspaceServiceAccountTokens" => tokens::list(world, ask),
        "DeleteWorkspaceServiceAccountToken" => tokens::delete(world, ask),
        "ListTagsForResource" => tagging::list(world, ask),
        "TagResource" => tagging::tag(world, ask),
        "UntagResource" => tagging::untag(world, ask),
        _ => Err(Failure::unknown_operation()),
    }
}

/// The workspace that the call is about.
fn workspace<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Workspace, Failure> {
    let id = ask.text("workspaceId");
    let found = ask.scope(world).workspaces.iter_mut().find(|workspace| workspace.resource.id == id);
    found.ok_or_else(|| Failure::not_found("workspace", id))
}

/// The same, if it may be changed now.
fn settled<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Workspace, Failure> {
    let workspace = workspace(world, ask)?;
    if workspace.resource.status.settled() { Ok(workspace) } else { Err(wrong_state(ask, workspace)) }
}

fn wrong_state(ask: &Ask, workspace: &Workspace) -> Failure {
    ask.wrong_state("workspace", &workspace.resource.id, &json!(workspace.resource.status))
}

fn described(workspace: &Workspace) -> Value {
    json!({ "workspace": workspace.describe() })
}

fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let all = &ask.scope(world).workspaces;
    let items = all.iter().map(|workspace| (workspace.resource.sequence, workspace.describe())).collect();
    page(ask, "workspaces", items).map(Value::Object)
}

fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let workspace = workspace(world, ask)?;
    if !workspace.resource.status.deletable() {
        return Err(wrong_state(ask, workspace));
    }
    let fails = sentinel::deletion_fails(workspace.resource.text("name"));
    let ending = if fails { Ending::In(Status::DeletionFailed, Default::default()) } else { Ending::Gone };
    workspace.resource.pass(Status::Deleting, ask.due(), ending);
    Ok(described(workspace))
}
