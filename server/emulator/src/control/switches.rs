//! `GET` and `POST switches`: how the emulator behaves, read and changed while it runs.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Refusal, parsed};
use crate::engine::Engine;
use crate::settings::Settings;

/// The most of a minted secret that may be known: the rest of its 32 letters and digits is a number.
const KNOWN: usize = 24;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    role_add_replaces: Option<bool>,
    batch_ordered: Option<bool>,
    authentication_replaces: Option<bool>,
    duplicates_refused: Option<bool>,
    api_keys_on_new_versions: Option<bool>,
    optional_lists: Option<bool>,
    label_sets_replaced: Option<bool>,
    life_cycle_ms: Option<u64>,
    quotas: Option<bool>,
    known_secrets: Option<String>,
}

impl Changes {
    fn check(&self) -> Result<(), Refusal> {
        let known = self.known_secrets.as_deref().unwrap_or_default();
        if known.len() <= KNOWN && known.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(());
        }
        Err(Refusal::bad(&format!("known_secrets takes at most {KNOWN} letters and digits")))
    }
}

pub(super) async fn switches(State(engine): State<Arc<Engine>>) -> Json<Value> {
    Json(shown(&engine.lock().settings))
}

pub(super) async fn switch(State(engine): State<Arc<Engine>>, body: Bytes) -> Answer {
    let changes: Changes = parsed(&body)?;
    changes.check()?;
    let settings = &mut engine.lock().settings;
    let switches = &mut settings.switches;
    for (held, wanted) in [
        (&mut switches.role_add_replaces, changes.role_add_replaces),
        (&mut switches.batch_ordered, changes.batch_ordered),
        (&mut switches.authentication_replaces, changes.authentication_replaces),
        (&mut switches.duplicates_refused, changes.duplicates_refused),
        (&mut switches.api_keys_on_new_versions, changes.api_keys_on_new_versions),
        (&mut switches.optional_lists, changes.optional_lists),
        (&mut switches.label_sets_replaced, changes.label_sets_replaced),
        (&mut settings.quotas, changes.quotas),
    ] {
        *held = wanted.unwrap_or(*held);
    }
    settings.life_cycle = changes.life_cycle_ms.map_or(settings.life_cycle, Duration::from_millis);
    if let Some(known) = changes.known_secrets {
        settings.known_secrets = known;
    }
    Ok(Json(shown(settings)))
}

fn shown(settings: &Settings) -> Value {
    let mut value = json!(settings.switches);
    value["quotas"] = settings.quotas.into();
    value["life_cycle_ms"] = json!(settings.life_cycle.as_millis());
    value["known_secrets"] = settings.known_secrets.clone().into();
    value
}
