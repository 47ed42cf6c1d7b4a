//! Every path of the product, built in one place.

use crate::route::Edited;
use model::access::Holder;
use model::fleet::search_of;
use model::form::lifetime_of;
use model::tokens::TokenRow;
use model::{Kind, PlanId, ResourceKey, Scope};

pub const ACCESS: &str = "/access";
pub const CHANGE_ROLES: &str = "/access/edit";
pub const CHANGES: &str = "/changes";
pub const AUDIT: &str = "/audit";
pub const ATTENTION: &str = "/attention";
pub const TOKENS: &str = "/tokens";
/// Downloads, which the server answers without a page.
pub const AUDIT_CSV: &str = "/audit/export.csv";
pub const AUDIT_LINES: &str = "/audit/export.jsonl";
pub const ACCESS_CSV: &str = "/access/export.csv";
pub const ACCESS_JSON: &str = "/access/export.json";
pub const HOLDERS_JSON: &str = "/access/holders.json";
pub const HOLDERS_TERRAFORM: &str = "/access/holders.tf";

pub fn list(kind: Kind) -> &'static str {
    match kind {
        Kind::Grafana => "/grafana",
        Kind::Prometheus => "/prometheus",
        Kind::CodeArtifact => "/codeartifact",
    }
}

pub fn create(kind: Kind) -> &'static str {
    match kind {
        Kind::Grafana => "/grafana/create",
        Kind::Prometheus => "/prometheus/create",
        Kind::CodeArtifact => "/codeartifact/create",
    }
}

pub fn resource(key: &ResourceKey) -> String {
    key.path()
}

/// The form for a workspace like another.
pub fn create_like(workspace: &ResourceKey) -> String {
    let Scope { account, region } = &workspace.scope;
    [create(Kind::Grafana), "?like=", account.as_str(), "/", region.as_str(), "/", &workspace.id].concat()
}

/// The form for a new service account of a workspace.
pub fn create_account(workspace: &ResourceKey) -> String {
    format!("{}/service-accounts/create", workspace.path())
}

/// The form for a new token of a service account.
pub fn mint_token(workspace: &ResourceKey, account: &str) -> String {
    format!("{}/service-accounts/{account}/mint", workspace.path())
}

/// The form for a token that takes the place of one; `None` for what has no service account.
pub fn rotate_token(row: &TokenRow) -> Option<String> {
    let account = row.account.as_ref()?;
    let mut pairs = vec![("replaces", row.id.clone()), ("name", row.name.clone())];
    let life = row.created_at.zip(row.expires_at).and_then(|(from, until)| lifetime_of(from, until));
    pairs.extend(life.map(|seconds| ("life", seconds.to_string())));
    Some(mint_token(&row.workspace, account.as_str()) + &search_of(pairs))
}

/// The form for a new API key of a workspace.
pub fn create_key(workspace: &ResourceKey) -> String {
    format!("{}/api-keys/create", workspace.path())
}

/// The form for one facet of a resource.
pub fn edit(key: &ResourceKey, edited: Edited) -> String {
    [&key.path(), "/", edited.segment()].concat()
}

/// One person or group in all workspaces; `None` for an id that would need escaping.
pub fn holder(holder: &Holder) -> Option<String> {
    holder.segment().map(|id| [ACCESS, "/", holder.kind.word(), "/", id].concat())
}

/// The batch of role changes, begun for one workspace.
pub fn change_roles_of(workspace: &ResourceKey) -> String {
    let ResourceKey { scope, id, .. } = workspace;
    [CHANGE_ROLES, "?like=", scope.account.as_str(), "/", scope.region.as_str(), "/", id].concat()
}

/// The batch of role changes, begun with the roles that somebody has; `None` for an id without a page.
pub fn change_roles_of_holder(holder: &Holder) -> Option<String> {
    holder.segment().map(|id| [CHANGE_ROLES, "?holder=", holder.kind.word(), "/", id].concat())
}

/// All who hold a role in a workspace.
pub fn workspace_access(workspace: &ResourceKey) -> String {
    [&workspace.path(), ACCESS].concat()
}

pub fn audit_event(sequence: i64) -> String {
    [AUDIT, "/", &sequence.to_string()].concat()
}

/// The outcome of a plan, as a table to download.
pub fn outcome_csv(id: &PlanId) -> String {
    [&change(id), "/outcome.csv"].concat()
}

pub fn change(plan: &PlanId) -> String {
    format!("/changes/{plan}")
}
