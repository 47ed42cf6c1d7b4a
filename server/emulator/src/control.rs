//! The emulator's own routes under `/_emulator/`: what was called, faults, secrets, switches, reset. Not part of AWS,
//! not signed, JSON in and out; anything that cannot be understood is answered 400 with a message.

mod secrets;
mod switches;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::gate::faults::Order;
use crate::settings::Seed;

type Answer = Result<Json<Value>, Refusal>;

pub(crate) fn routes() -> Router<Arc<Engine>> {
    Router::new()
        .route("/health", get(async || "ok"))
        .route("/calls", get(calls))
        .route("/faults", get(faults).post(arm).delete(clear))
        .route("/release", post(release))
        .route("/settle", post(settle))
        .route("/secrets", get(secrets::secrets).delete(secrets::delete))
        .route("/minted", get(secrets::minted))
        .route("/switches", get(switches::switches).post(switches::switch))
        .route("/reset", post(reset))
        .fallback(async || Refusal(StatusCode::NOT_FOUND, "The emulator has no such route".to_owned()))
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn calls(State(engine): State<Arc<Engine>>, Query(since): Query<Since>) -> Json<Value> {
    Json(json!(engine.lock().calls.since(since.since)))
}

async fn faults(State(engine): State<Arc<Engine>>) -> Json<Value> {
    Json(engine.lock().faults.list().into())
}

async fn arm(State(engine): State<Arc<Engine>>, body: Bytes) -> Answer {
    let order: Order = parsed(&body)?;
    if let Some(trouble) = order.trouble() {
        return Err(Refusal::bad(&trouble));
    }
    if !known(&engine, &order) {
        return Err(Refusal::bad("There is no such service or operation"));
    }
    Ok(Json(json!({ "id": engine.lock().faults.arm(order) })))
}

async fn clear(State(engine): State<Arc<Engine>>) -> Json<Value> {
    engine.lock().faults.clear();
    Json(json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    operation: String,
}

async fn release(State(engine): State<Arc<Engine>>, body: Bytes) -> Answer {
    let Release { operation } = parsed(&body)?;
    Ok(Json(json!({ "released": engine.lock().faults.release(&operation) })))
}

/// Ends every passing state now, so that nobody has to wait for it.
async fn settle(State(engine): State<Arc<Engine>>) -> Json<Value> {
    engine.lock().world.settle(None);
    Json(json!({}))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    seed: Option<Seed>,
}

async fn reset(State(engine): State<Arc<Engine>>, body: Bytes) -> Answer {
    let order: Reset = if body.is_empty() { Reset::default() } else { parsed(&body)? };
    engine.reset(order.seed).map_err(|message| Refusal(StatusCode::INTERNAL_SERVER_ERROR, message))?;
    Ok(Json(json!({})))
}

fn known(engine: &Engine, order: &Order) -> bool {
    let mut services = engine.services.iter();
    services.any(|service| {
        let named = order.service.as_deref();
        let operation = order.operation.as_deref();
        named.is_none_or(|name| name == service.name || name == service.signing)
            && operation.is_none_or(|name| service.operation(name).is_some())
    })
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::bad(&error.to_string()))
}

#[derive(Debug)]
struct Refusal(StatusCode, String);

impl Refusal {
    fn bad(message: &str) -> Self {
        Self(StatusCode::BAD_REQUEST, message.to_owned())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "message": self.1 }))).into_response()
    }
}
