//! Facets on the road: how each is read, what of it a form shows, and which writes bring it from one state to another.
//! States are JSON under AWS's own names; nothing here sends a write.

mod alias;
mod configuration;
pub mod metadata;
mod policy;
mod settings;
mod sign_in;
mod tags;

use super::change::Change;
use super::observe::Observation;
use super::state::{self, Difference};
use aws::Aws;
use aws::grafana::WorkspaceDescription;
use model::door::{Facet, Values};
use model::form::Settings;
use model::{DiffLine, Error, PlanId, ResourceKey, Status};
use serde_json::Value;

/// A facet as it was just read.
#[derive(Clone, Debug)]
pub struct Look {
    /// The name of the resource.
    pub label: String,
    pub status: Status,
    pub state: Value,
    /// What else its page shows, by name.
    pub more: Vec<(String, String)>,
}

impl From<Look> for Observation {
    fn from(look: Look) -> Self {
        Self { label: look.label, state: look.state, ..Self::default() }
    }
}

/// Reads a facet; two calls at most.
///
/// # Errors
/// `NotFound` when the resource is gone, or why it could not be read.
pub async fn look(aws: &Aws, key: &ResourceKey, facet: Facet) -> Result<Look, Error> {
    if facet.permission(key.kind).is_none() {
        return Err(Error::invalid(format!("A {} has no {}.", key.kind.one(), facet.word())));
    }
    match facet {
        Facet::Settings => settings::look(aws, key).await,
        Facet::SignIn => sign_in::look(aws, key).await,
        Facet::Configuration => configuration::look(aws, key).await,
        Facet::Tags => tags::look(aws, key).await,
        Facet::Alias => alias::look(aws, key).await,
        Facet::Policy => policy::look(aws, key).await,
    }
}

/// The configuration of a state of that facet.
///
/// # Errors
/// `Conflict` for a state that has none.
pub fn configuration_of(state: &Value) -> Result<&str, Error> {
    configuration::text(state)
}

/// The settings of a workspace as their form shows them.
pub fn settings_of(found: &WorkspaceDescription) -> Settings {
    settings::values(&settings::of(found))
}

/// The state as its form shows it.
pub fn values(facet: Facet, state: &Value) -> Values {
    match facet {
        Facet::Settings => Values::Settings(Box::new(settings::values(state))),
        Facet::SignIn => Values::SignIn(Box::new(sign_in::values(state))),
        Facet::Configuration => Values::Configuration(configuration::values(state)),
        Facet::Tags => Values::Tags(tags::values(state)),
        Facet::Alias => Values::Alias(alias::values(state)),
        Facet::Policy => Values::Policy(policy::values(state)),
    }
}

/// What a form asks for, as a state: what the form does not show stays as in `fresh`.
///
/// # Errors
/// `Invalid`, with the field that cannot be had.
pub fn wanted(values: &Values, fresh: &Value) -> Result<Value, Error> {
    match values {
        Values::Settings(form) => settings::wanted(form, fresh),
        Values::SignIn(form) => Ok(sign_in::wanted(form, fresh)),
        Values::Configuration(form) => configuration::wanted(form, fresh),
        Values::Tags(form) => tags::wanted(form, fresh),
        Values::Alias(form) => alias::wanted(form),
        Values::Policy(form) => policy::wanted(form, fresh),
    }
}

/// The writes that bring a facet from one state to another; none when both are the same.
///
/// # Errors
/// `Invalid` when AWS has no way from the one to the other.
pub fn writes(
    key: &ResourceKey,
    facet: Facet,
    before: &Value,
    wanted: &Value,
    token: &str,
) -> Result<Vec<Change>, Error> {
    if before == wanted {
        return Ok(Vec::new());
    }
    let key = key.clone();
    match facet {
        Facet::Settings => settings::writes(key, before, wanted),
        Facet::SignIn => sign_in::writes(key, wanted),
        Facet::Configuration => configuration::writes(key, wanted),
        Facet::Tags => tags::writes(key, before, wanted),
        Facet::Alias => Ok(alias::writes(key, wanted, token)),
        Facet::Policy => Ok(policy::writes(key, before, wanted)),
    }
}

/// What differs between two states of a facet, line by line. Whole documents are told by their digest.
pub fn lines(before: &Value, after: &Value) -> Vec<DiffLine> {
    let shown = |found: &Difference| match metadata::is_document(&found.path) {
        true => metadata::line(found.line(), found),
        false => found.line(),
    };
    state::differences(before, after).iter().map(shown).collect()
}

/// What a person should know before they agree.
pub fn warnings(facet: Facet, before: &Value, wanted: &Value) -> Vec<String> {
    match facet {
        Facet::Settings => settings::warnings(before, wanted),
        Facet::SignIn => sign_in::warnings(before, wanted),
        Facet::Configuration => configuration::warnings(before, wanted),
        Facet::Policy => policy::warnings(wanted),
        Facet::Tags | Facet::Alias => Vec::new(),
    }
}

/// The facet a write belongs to.
pub const fn of(change: &Change) -> Option<Facet> {
    Some(match change {
        Change::UpdateWorkspace { .. } => Facet::Settings,
        Change::UpdateAuthentication { .. } => Facet::SignIn,
        Change::UpdateConfiguration { .. } => Facet::Configuration,
        Change::Tag { .. } | Change::Untag { .. } => Facet::Tags,
        Change::UpdateAlias { .. } => Facet::Alias,
        Change::PutPolicy { .. } | Change::DeletePolicy { .. } => Facet::Policy,
        _ => return None,
    })
}

/// Whether the state is what the write would have made of it.
pub fn is_done(change: &Change, state: &Value) -> bool {
    match change {
        Change::UpdateWorkspace { call, .. } => settings::is_done(call, state),
        Change::UpdateAuthentication { call, .. } => sign_in::is_done(call, state),
        Change::UpdateConfiguration { configuration, version, .. } => {
            configuration::is_done(configuration, version.as_deref(), state)
        }
        Change::Tag { tags, .. } => tags::has(tags, state),
        Change::Untag { names, .. } => tags::lacks(names, state),
        Change::UpdateAlias { alias, .. } => state["alias"].as_str() == alias.as_deref(),
        Change::PutPolicy { document, .. } => policy::is(Some(document), state),
        Change::DeletePolicy { .. } => policy::is(None, state),
        _ => false,
    }
}

/// The state that a write leaves for the next one on the same target; writes of other facets have no next one.
pub fn left(change: &Change, state: Value) -> Value {
    match change {
        Change::Tag { .. } | Change::Untag { .. } => tags::left(change, &state),
        _ => state,
    }
}

/// The name AWS knows a plan's step by; the same for every try.
pub fn token(plan: &PlanId, step: usize) -> String {
    format!("{plan}-{step}")
}
