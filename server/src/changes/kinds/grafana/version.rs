//! Updating Grafana itself: a change of the configuration that names a version. There is no way back.

use super::super::usable::{checked_key, label_of, usable_grafana};
use super::configuration::{Configuration, UpdateConfiguration};
use crate::changes::core::diff::between;
use crate::changes::core::prelude::*;
use crate::changes::core::proposal::{Proposal, ProposedTarget};
use crate::changes::core::section::{EditSection, fetch_to_edit};
use aws::Urgency;
use model::Status;
use model::door::Offered;
use model::form::Upgrade;
use std::cmp::Reverse;
use std::sync::Arc;

/// # Errors
/// For a version AWS does not offer this workspace.
pub async fn plan(cx: &Context, form: &Upgrade) -> Result<Proposal, Refusal> {
    let key = checked_key(&form.key)?;
    let now = fetch_to_edit(cx, &key, &Configuration).await?;
    let offered = cx.aws.grafana(&key.scope).list_versions(Some(&key.id), Urgency::Read).await?;
    if !offered.contains(&form.version) {
        return Err(Refusal::VersionNotOffered);
    }
    let configuration = Configuration::text_of(&now.state)?.to_owned();
    let change: Change = Arc::new(UpdateConfiguration { key, configuration, version: Some(form.version.clone()) });
    let mut desired = now.state.clone();
    desired["grafanaVersion"] = json!(form.version);
    let diff = between(Configuration.known_fields(), &now.state, &desired);
    let title = PlanTitle::UpdateVersion { name: now.label.clone(), version: form.version.clone() };
    let warnings = vec![Warning::NoOlderVersion, Warning::BlockedWhileUpdating];
    let seen = Observation { warnings, ..Observation::from(now) };
    Ok(Proposal::of(title, ProposedTarget { diff, ..ProposedTarget::of(change, seen) }))
}

/// What a workspace can be updated to.
///
/// # Errors
/// Why it could not be read.
pub async fn offered(cx: &Context, key: &ResourceKey) -> Result<Offered, Refusal> {
    let key = usable_grafana(cx, key)?;
    let grafana = cx.aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let mut versions = grafana.list_versions(Some(&key.id), Urgency::Read).await?;
    versions.sort_by_key(|version| Reverse(numbers(version)));
    let current = ("current".to_owned(), found.grafana_version.clone());
    let offers = versions.into_iter().map(|version| ("version".to_owned(), version));
    Ok(Offered {
        label: label_of(&found),
        refused: Status::new(&found.status).refuses_change(key.kind),
        more: std::iter::once(current).chain(offers).collect(),
    })
}

/// "10.4" comes after "9.4".
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}
