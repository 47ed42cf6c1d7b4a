//! Licenses and versions: changes of a workspace that cost money or cannot be undone.

use super::change::Change;
use super::draft::{self, one_field};
use super::observe::{Observation, label};
use super::part::{Part, Proposal};
use super::road::Road;
use super::{diff, facet};
use aws::Urgency;
use model::door::{Facet, Offered};
use model::form::{License, Upgrade};
use model::{Error, ResourceKey, Status};
use serde_json::json;

const LICENSES: [&str; 2] = ["ENTERPRISE", "ENTERPRISE_FREE_TRIAL"];

/// # Errors
/// `Invalid` for a license that does not exist, is there already or is not there.
pub async fn license(road: &Road, form: &License) -> Result<Proposal, Error> {
    let key = draft::checked(&form.key)?;
    road.fleet.require(key.kind, &key.scope)?;
    let found = road.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    let status = Status::new(&found.status);
    if let Some(reason) = status.refuses_change(key.kind) {
        return Err(Error::conflict(reason));
    }
    let (name, present) = (label(&found), found.license_type.clone());
    let before = json!({ "licenseType": present });
    let (change, after, action, warnings) = match (form.license.as_str(), present) {
        ("", None) => return Err(one_field("license", "It has no license to take away.")),
        ("", Some(license)) => {
            let warning =
                "Enterprise data sources and features stop working. What the license cost is not refunded here.";
            (Change::DisassociateLicense { key, license }, json!({}), "Remove license", warning)
        }
        (license, present) if LICENSES.contains(&license) => {
            if present.as_deref() == Some(license) {
                return Err(one_field("license", "It has this license already."));
            }
            let after = json!({ "licenseType": license });
            let warning =
                "Grafana Enterprise is charged for every active user, on top of AWS's own price, from now on.";
            (Change::AssociateLicense { key, license: license.to_owned() }, after, "Add license", warning)
        }
        _ => return Err(one_field("license", "Choose one of the listed values.")),
    };
    let diff = diff::between(None, &before, &after);
    let seen = Observation {
        label: name.clone(),
        state: before,
        warnings: vec![warnings.to_owned()],
        ..Observation::default()
    };
    let part = Part { seen, about: None, changes: vec![change], facet: None, diff };
    let title = if form.license.is_empty() { "Remove the license of" } else { "Add a license to" };
    Ok(Proposal { title: format!("{title} {name}"), action: action.to_owned(), parts: vec![part] })
}

/// The license a workspace has.
///
/// # Errors
/// `NotFound`, or why it could not be read.
pub async fn licensed(road: &Road, key: &ResourceKey) -> Result<Offered, Error> {
    draft::grafana(key)?;
    road.fleet.require(key.kind, &key.scope)?;
    let found = road.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    let license = found.license_type.clone().map(|license| ("license".to_owned(), license));
    let expires = found.license_expiration.map(|at| ("expires".to_owned(), at.to_string()));
    Ok(Offered {
        label: label(&found),
        refused: Status::new(&found.status).refuses_change(key.kind),
        more: license.into_iter().chain(expires).collect(),
    })
}

/// What a workspace can be updated to.
///
/// # Errors
/// `NotFound`, or why it could not be read.
pub async fn offered(road: &Road, key: &ResourceKey) -> Result<Offered, Error> {
    draft::grafana(key)?;
    road.fleet.require(key.kind, &key.scope)?;
    let grafana = road.aws.grafana(&key.scope);
    let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
    let mut versions = grafana.list_versions(Some(&key.id), Urgency::Read).await?;
    versions.sort_by_key(|version| std::cmp::Reverse(numbers(version)));
    let current = ("current".to_owned(), found.grafana_version.clone());
    let offers = versions.into_iter().map(|version| ("version".to_owned(), version));
    Ok(Offered {
        label: label(&found),
        refused: Status::new(&found.status).refuses_change(key.kind),
        more: std::iter::once(current).chain(offers).collect(),
    })
}

/// "10.4" comes after "9.4".
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// # Errors
/// `Invalid` for a version AWS does not offer this workspace.
pub async fn upgrade(road: &Road, form: &Upgrade) -> Result<Proposal, Error> {
    let key = draft::checked(&form.key)?;
    let look = road.look(&key, Facet::Configuration).await?;
    let offered = road.aws.grafana(&key.scope).list_versions(Some(&key.id), Urgency::Read).await?;
    if !offered.contains(&form.version) {
        return Err(one_field("version", "AWS does not offer this version for this workspace."));
    }
    let configuration = facet::configuration_of(&look.state)?.to_owned();
    let change = Change::UpdateConfiguration { key, configuration, version: Some(form.version.clone()) };
    let mut wanted = look.state.clone();
    wanted["grafanaVersion"] = json!(form.version);
    let warnings = vec![
        "There is no way back to an older version. Try it on a copy of the workspace first.".to_owned(),
        "No change is possible while AWS updates it. Plugins keep the versions they have.".to_owned(),
    ];
    let diff = diff::between(Some(Facet::Configuration), &look.state, &wanted);
    let title = format!("Update {} to Grafana {}", look.label, form.version);
    let seen = Observation { warnings, ..facet::Look::into(look) };
    let part = Part { seen, about: None, changes: vec![change], facet: None, diff };
    Ok(Proposal { title, action: "Update Grafana".to_owned(), parts: vec![part] })
}
