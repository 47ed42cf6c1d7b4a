//! Server functions of service accounts and tokens.

use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::PlanId;
use model::form::{CreateServiceAccount, MintToken};

/// Plans a service account. `serviceaccount.create`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/create-service-account", input = Json, output = Json)]
pub async fn plan_create_account(form: PlanId, values: CreateServiceAccount) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::ServiceAccountCreate)?;
    let draft = model::door::Draft::CreateServiceAccount(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}

/// Plans a token. `token.mint`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/mint-token", input = Json, output = Json)]
pub async fn plan_mint_token(form: PlanId, values: MintToken) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    let draft = model::door::Draft::MintToken(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}
