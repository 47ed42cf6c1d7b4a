//! Earlier authentication configurations of a workspace: what a write replaces is kept, and can be brought back.

use crate::changes::core::context::{Context, Run};
use crate::changes::core::refusal::Refusal;
use crate::clock::now;
use model::{Millis, ResourceKey};
use serde_json::Value;
use store::{ConfigurationRecord, StoreError};

/// How the store calls it.
const NAME: &str = "sign-in";
/// How many are listed.
const LISTED: u32 = 50;

/// Keeps what is about to be replaced.
///
/// # Errors
/// The store's: then nothing may be sent.
pub async fn save_previous(cx: &Context, run: &Run, key: &ResourceKey, state: &Value) -> Result<(), StoreError> {
    let record = ConfigurationRecord {
        target: key.arn(),
        facet: NAME.to_owned(),
        at: now(),
        actor: run.actor.clone(),
        plan: run.plan().clone(),
        state: state.to_string(),
    };
    cx.store.keep_configuration(&record).await
}

/// The newest first.
///
/// # Errors
/// The store's.
pub async fn list(cx: &Context, key: &ResourceKey) -> Result<Vec<ConfigurationRecord>, StoreError> {
    cx.store.configurations(&key.arn(), NAME, LISTED).await
}

/// The state of one of them, as JSON.
///
/// # Errors
/// When there is no such one, or the store's.
pub async fn state_of(cx: &Context, key: &ResourceKey, number: Millis) -> Result<Result<String, Refusal>, StoreError> {
    let found = cx.store.configuration(&key.arn(), NAME, number).await?;
    Ok(found.map(|record| record.state).ok_or(Refusal::NoSuchVersion))
}
