//! Server functions of service accounts and tokens.

use crate::pages::create::{Begun, Opening};
use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::PlanId;
use model::form::{CreateServiceAccount, MintKey, MintToken};

/// Opens the form for a service account. `serviceaccount.create`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/create-service-account", input = Json, output = Json)]
pub async fn open_create_account(opening: Opening) -> Result<Begun<CreateServiceAccount>, Failure> {
    let caller = crate::context::authorize(model::Permission::ServiceAccountCreate)?;
    crate::pages::create::begin(&caller, opening, |draft| match draft {
        model::door::Draft::CreateServiceAccount(form) => Some(form),
        _ => None,
    })
    .await
}

/// Opens the form for a token. `token.mint`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/mint-token", input = Json, output = Json)]
pub async fn open_mint_token(opening: Opening) -> Result<Begun<MintToken>, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    crate::pages::create::begin(&caller, opening, |draft| match draft {
        model::door::Draft::MintToken(form) => Some(form),
        _ => None,
    })
    .await
}

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

/// Opens the form for an API key. `token.mint`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/mint-key", input = Json, output = Json)]
pub async fn open_mint_key(opening: Opening) -> Result<Begun<MintKey>, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    crate::pages::create::begin(&caller, opening, |draft| match draft {
        model::door::Draft::MintKey(form) => Some(form),
        _ => None,
    })
    .await
}

/// Plans an API key. `token.mint`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/mint-key", input = Json, output = Json)]
pub async fn plan_mint_key(form: PlanId, values: MintKey) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::TokenMint)?;
    let draft = model::door::Draft::MintKey(values);
    caller.answer(caller.doors.changes.plan(caller.who(), &form, draft).await)
}
