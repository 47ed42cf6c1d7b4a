//! Service accounts: create, list, delete. They exist from Grafana 9 on.

use serde_json::{Value, json};

use super::super::{Ask, page::page};
use super::{settled, workspace, wrong_state};
use crate::wire::failure::Failure;
use crate::world::{ServiceAccount, Workspace, World};

const MOST: usize = 100;

pub(super) fn create(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let name = ask.text("name");
    let workspace = settled(world, ask)?;
    supported(workspace)?;
    if workspace.accounts.iter().any(|account| account.name == name) {
        return Err(Failure::conflict("serviceAccount", name, format!("There is already an account {name}")));
    }
    if ask.settings.quotas && workspace.accounts.len() >= MOST {
        let message = format!("A workspace can have {MOST} service accounts");
        return Err(Failure::quota("serviceAccount", name, "service-accounts-per-workspace", message));
    }
    let (number, role) = (workspace.next_number(), ask.text("grafanaRole").to_owned());
    let account = ServiceAccount { number, name: name.to_owned(), role, disabled: false, tokens: Vec::new() };
    let mut answer = account.summary();
    answer["workspaceId"] = workspace.resource.id.clone().into();
    workspace.accounts.push(account);
    Ok(answer)
}

pub(super) fn list(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let workspace = readable(world, ask)?;
    let items = workspace.accounts.iter().map(|account| (account.number, account.summary())).collect();
    let mut answer = page(ask, "serviceAccounts", items)?;
    answer.insert("workspaceId".into(), ask.text("workspaceId").into());
    Ok(Value::Object(answer))
}

/// Its tokens go with it.
pub(super) fn delete(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let workspace = settled(world, ask)?;
    supported(workspace)?;
    let id = account(workspace, ask)?.id();
    workspace.accounts.retain(|account| account.id() != id);
    Ok(json!({ "workspaceId": workspace.resource.id, "serviceAccountId": id }))
}

/// The workspace, if it runs a Grafana that knows service accounts.
pub(super) fn readable<'w>(world: &'w mut World, ask: &Ask) -> Result<&'w mut Workspace, Failure> {
    let workspace = workspace(world, ask)?;
    if !workspace.resource.status.running() {
        return Err(wrong_state(ask, workspace));
    }
    supported(workspace)?;
    Ok(workspace)
}

pub(super) fn supported(workspace: &Workspace) -> Result<(), Failure> {
    if workspace.major() >= 9 {
        return Ok(());
    }
    let version = workspace.resource.text("grafanaVersion");
    Err(Failure::invalid(format!("Grafana {version} has no service accounts; they need version 9 or later")))
}

/// The account that the call is about.
pub(super) fn account<'w>(workspace: &'w mut Workspace, ask: &Ask) -> Result<&'w mut ServiceAccount, Failure> {
    let id = ask.text("serviceAccountId");
    let found = workspace.accounts.iter_mut().find(|account| account.id() == id);
    found.ok_or_else(|| Failure::not_found("serviceAccount", id))
}
