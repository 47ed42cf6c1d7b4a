//! Earlier sign-in configurations of a workspace, and bringing one back.

use super::facet;
use super::road::Road;
use super::unavailable;
use crate::clock::now;
use model::door::{Draft, Earlier, Facet, Values, Wish};
use model::{Error, Millis, PlanId, ResourceKey};
use serde_json::Value;
use store::{ConfigurationRecord, StoreError};

/// The only facet whose history is kept.
const FACET: Facet = Facet::SignIn;
const NAME: &str = "sign-in";

/// Keeps what is about to be replaced.
///
/// # Errors
/// The store's: then nothing may be sent.
pub async fn keep(road: &Road, actor: &str, plan: &PlanId, target: &str, state: &Value) -> Result<(), StoreError> {
    let kept = ConfigurationRecord {
        target: target.to_owned(),
        facet: NAME.to_owned(),
        at: now(),
        actor: actor.to_owned(),
        plan: plan.clone(),
        state: state.to_string(),
    };
    road.store.keep_configuration(&kept).await
}

pub async fn earlier(road: &Road, key: &ResourceKey) -> Result<Vec<Earlier>, Error> {
    let kept = road.store.configurations(&key.arn(), NAME, 50).await.map_err(|e| unavailable(&e))?;
    kept.into_iter().map(told).collect()
}

fn told(kept: ConfigurationRecord) -> Result<Earlier, Error> {
    let state: Value = super::stored::parse(&kept.state)?;
    Ok(Earlier { number: kept.at, at: kept.at, actor: kept.actor, plan: kept.plan, lines: lines(&state) })
}

/// What it said, for people to tell one from another.
fn lines(state: &Value) -> Vec<String> {
    let Values::SignIn(form) = facet::values(FACET, state) else { return Vec::new() };
    let list = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    let mut lines = vec![format!("Sign-in: {}", list(&form.providers))];
    if form.has_metadata() {
        let metadata = match form.metadata_url.as_str() {
            "" => format!("a document of {} characters", form.metadata_xml.chars().count()),
            url => url.to_owned(),
        };
        lines.push(format!("Metadata: {metadata}"));
        lines.push(format!("Admins: {}; editors: {}", list(&form.admin_values), list(&form.editor_values)));
    }
    lines
}

/// The draft that brings one back.
///
/// # Errors
/// `NotFound` when there is no such one.
pub async fn restored(road: &Road, key: &ResourceKey, number: Millis) -> Result<Draft, Error> {
    let found = road.store.configuration(&key.arn(), NAME, number).await.map_err(|e| unavailable(&e))?;
    let kept = found.ok_or_else(|| Error::not_found("There is no such earlier configuration."))?;
    let wishes = vec![Wish { key: key.clone(), facet: FACET, state: kept.state }];
    Ok(Draft::Wishes { title: format!("Bring back an earlier sign-in of {}", key.id), wishes })
}
