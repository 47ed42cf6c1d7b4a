//! `GET secrets`: what Secrets Manager holds in a scope, by digests. A value is never told.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::Value;

use super::{Answer, Refusal};
use crate::engine::Engine;
use crate::world::Secret;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scope {
    account: String,
    region: String,
}

pub(super) async fn secrets(State(engine): State<Arc<Engine>>, scope: Result<Query<Scope>, QueryRejection>) -> Answer {
    let Query(Scope { account, region }) = scope.map_err(|rejection| Refusal::bad(&rejection.body_text()))?;
    let mut state = engine.lock();
    let held: Vec<Value> = state.world.scope(&account, &region).secrets.iter().map(Secret::digests).collect();
    Ok(Json(held.into()))
}
