//! Facets: the parts of a resource that AWS lets one read and write as a whole, and what a form says of each.

use crate::form::{
    Alias, Configuration, CreateWorkspace, Like, Policy, PrometheusConfigurationForm, Settings, SignIn, TagSet,
};
use crate::{FieldError, Kind, Permission, ResourceKey};
use serde::{Deserialize, Serialize};

/// What of a resource is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    Settings,
    SignIn,
    Configuration,
    Tags,
    Alias,
    Policy,
    /// Of a Prometheus workspace; `Configuration` is Grafana's.
    WorkspaceConfiguration,
}

impl Facet {
    /// In a sentence: "Change … of payments-prod".
    pub const fn word(self) -> &'static str {
        match self {
            Facet::Settings => "settings",
            Facet::SignIn => "sign-in",
            Facet::Configuration => "configuration",
            Facet::Tags => "tags",
            Facet::Alias => "alias",
            Facet::Policy => "permissions policy",
            Facet::WorkspaceConfiguration => "workspace configuration",
        }
    }

    /// What changing it needs; `None` where a kind has no such facet.
    pub const fn permission(self, kind: Kind) -> Option<Permission> {
        match (self, kind) {
            (Facet::SignIn, Kind::Grafana) => Some(Permission::GrafanaSignIn),
            (Facet::Settings | Facet::Configuration | Facet::Tags, Kind::Grafana) => Some(Permission::GrafanaUpdate),
            (Facet::Alias | Facet::Tags | Facet::WorkspaceConfiguration, Kind::Prometheus) => {
                Some(Permission::PrometheusUpdate)
            }
            (Facet::Policy | Facet::Tags, Kind::CodeArtifact) => Some(Permission::CodeArtifactUpdate),
            _ => None,
        }
    }
}

/// A facet as its form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "facet", content = "values", rename_all = "kebab-case")]
pub enum Values {
    Settings(Box<Settings>),
    SignIn(Box<SignIn>),
    Configuration(Configuration),
    Tags(TagSet),
    Alias(Alias),
    Policy(Policy),
    WorkspaceConfiguration(PrometheusConfigurationForm),
}

impl Values {
    pub const fn facet(&self) -> Facet {
        match self {
            Values::Settings(_) => Facet::Settings,
            Values::SignIn(_) => Facet::SignIn,
            Values::Configuration(_) => Facet::Configuration,
            Values::Tags(_) => Facet::Tags,
            Values::Alias(_) => Facet::Alias,
            Values::Policy(_) => Facet::Policy,
            Values::WorkspaceConfiguration(_) => Facet::WorkspaceConfiguration,
        }
    }

    /// Every field error there is.
    pub fn validate(&self, kind: Kind) -> Vec<FieldError> {
        match self {
            Values::Settings(form) => form.validate(),
            Values::SignIn(form) => form.validate(),
            Values::Configuration(_) => Vec::new(),
            Values::Tags(form) => form.validate(kind),
            Values::Alias(form) => form.validate(),
            Values::Policy(form) => form.validate(),
            Values::WorkspaceConfiguration(form) => form.validate(),
        }
    }
}

/// A facet as it was just read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// The name of the resource.
    pub label: String,
    pub values: Values,
    /// Why AWS would refuse a change in the state the resource is in.
    pub refused: Option<String>,
    /// What else its page shows, by name.
    pub more: Vec<(String, String)>,
}

/// What AWS offers a workspace: the versions it can be updated to, or the license it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub label: String,
    pub refused: Option<String>,
    /// `version` for each, the newest first; `current` for the one it has. Of a license: `license`, and `expires` in
    /// milliseconds, where there is one.
    pub more: Vec<(String, String)>,
}

/// A workspace as the form that creates one like it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub like: Like,
    /// Without a name.
    pub values: CreateWorkspace,
}

/// One facet that shall have a state, under AWS's names as JSON: what undoing, restoring and copying are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub key: ResourceKey,
    pub facet: Facet,
    pub state: String,
}
