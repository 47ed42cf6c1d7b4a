//! `GET secrets` and `GET minted`: what Secrets Manager holds in a scope, and what was minted there, by digests. A
//! value is never told. `DELETE secrets`: one of them waits for its deletion.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Refusal};
use crate::engine::{Engine, wall};
use crate::world::{Secret, Workspace};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scope {
    account: String,
    region: String,
}

type Asked = Result<Query<Scope>, QueryRejection>;

pub(super) async fn secrets(State(engine): State<Arc<Engine>>, scope: Asked) -> Answer {
    let Query(Scope { account, region }) = scope.map_err(|rejection| Refusal::bad(&rejection.body_text()))?;
    let mut state = engine.lock();
    let held: Vec<Value> = state.world.scope(&account, &region).secrets.iter().map(Secret::digests).collect();
    Ok(Json(held.into()))
}

/// How long a secret waits before it goes, in seconds: AWS's 30 days.
const WAITS: f64 = 30.0 * 86_400.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    account: String,
    region: String,
    name: String,
}

/// What DeleteSecret does to it.
pub(super) async fn delete(State(engine): State<Arc<Engine>>, named: Result<Query<Named>, QueryRejection>) -> Answer {
    let Query(Named { account, region, name }) = named.map_err(|rejection| Refusal::bad(&rejection.body_text()))?;
    let mut state = engine.lock();
    let mut secrets = state.world.scope(&account, &region).secrets.iter_mut();
    let secret = secrets.find(|secret| secret.name == name).ok_or_else(|| Refusal::bad("There is no such secret"))?;
    secret.deleted = Some(wall() + WAITS);
    Ok(Json(json!({})))
}

pub(super) async fn minted(State(engine): State<Arc<Engine>>, scope: Asked) -> Answer {
    let Query(Scope { account, region }) = scope.map_err(|rejection| Refusal::bad(&rejection.body_text()))?;
    let mut state = engine.lock();
    let minted: Vec<Value> =
        state.world.scope(&account, &region).workspaces.iter().flat_map(Workspace::digests).collect();
    Ok(Json(minted.into()))
}
