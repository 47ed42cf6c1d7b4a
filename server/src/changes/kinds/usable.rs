//! What many kinds ask before they look at a resource.

use crate::changes::core::context::Context;
use crate::changes::core::refusal::Refusal;
use aws::grafana::WorkspaceDescription;
use model::{Kind, ResourceKey};

/// A key whose parts are what they have to be: one that came as JSON carries any text as its id.
///
/// # Errors
/// `Invalid`.
pub fn checked_key(key: &ResourceKey) -> Result<ResourceKey, Refusal> {
    Ok(ResourceKey::parse(key.kind, key.scope.account.as_str(), key.scope.region.as_str(), &key.id)?)
}

/// # Errors
/// For what no Grafana workspace is.
pub fn grafana_key(key: &ResourceKey) -> Result<ResourceKey, Refusal> {
    if key.kind == Kind::Grafana { checked_key(key) } else { Err(Refusal::NotGrafana) }
}

/// A resource of a configured account and region.
///
/// # Errors
/// As [`checked_key`], or that it is not among the configured ones.
pub fn usable(cx: &Context, key: &ResourceKey) -> Result<ResourceKey, Refusal> {
    let key = checked_key(key)?;
    cx.fleet.require(key.kind, &key.scope)?;
    Ok(key)
}

/// A Grafana workspace of a configured account and region.
///
/// # Errors
/// As [`usable`]; for what no Grafana workspace is.
pub fn usable_grafana(cx: &Context, key: &ResourceKey) -> Result<ResourceKey, Refusal> {
    let key = grafana_key(key)?;
    cx.fleet.require(key.kind, &key.scope)?;
    Ok(key)
}

/// What people call a Grafana workspace.
pub fn label_of(found: &WorkspaceDescription) -> String {
    label(found.name.as_deref(), &found.id)
}

/// The name, or the id where there is none that a person could read and type.
pub fn label(name: Option<&str>, id: &str) -> String {
    name.filter(|name| model::is_typeable(name)).unwrap_or(id).to_owned()
}
