//! Server functions of tokens and keys over the fleet.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::form::{Revoke, RotateMany, SecretPlace};
use model::tokens::{Note, Subject, TokenPage};
use model::{PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// One page of them, and where secrets could be delivered to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    pub page: TokenPage,
    pub delivers_to: Option<SecretPlace>,
}

/// What a URL's query selects; `search` holds its decoded pairs. `fleet.read`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "tokens/page", input = Json, output = Json)]
pub async fn list_tokens(search: Vec<(String, String)>) -> Result<Listed, Failure> {
    let caller = crate::context::authorize(model::Permission::FleetRead)?;
    let pairs = search.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = model::tokens::TokenQuery::parse(pairs);
    let page = caller.answer(caller.doors.tokens.page(caller.who(), &query).await)?;
    Ok(Listed { page, delivers_to: caller.doors.tokens.delivers_to() })
}

/// Keeps who answers for a service account, token or key, and what it is for. `token.note`, writes to the store.
#[server(client = Wire, prefix = "/api", endpoint = "tokens/note", input = Json, output = Json)]
pub async fn note_token(subject: Subject, note: Note) -> Result<(), Failure> {
    let caller = crate::context::authorize(model::Permission::TokenNote)?;
    caller.answer(caller.doors.tokens.note(caller.who(), &subject, &note).await)
}

/// Plans to delete tokens and keys. `token.revoke`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/revoke", input = Json, output = Json)]
pub async fn plan_revoke(form: PlanId, values: Revoke) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenRevoke)?;
    let draft = model::door::Draft::Revoke(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans to delete all expired tokens of some workspaces. `token.revoke`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/purge", input = Json, output = Json)]
pub async fn plan_purge(form: PlanId, workspaces: Vec<ResourceKey>) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenRevoke)?;
    let draft = model::door::Draft::Purge(model::form::Purge { workspaces });
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans a successor for each of some tokens, delivered to AWS Secrets Manager. `token.mint`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/rotate", input = Json, output = Json)]
pub async fn plan_rotate(form: PlanId, values: RotateMany) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    let draft = model::door::Draft::RotateMany(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}
