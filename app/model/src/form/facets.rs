//! The smaller facets that are edited: tags, configuration, alias, permissions policy; and licenses and versions.

use super::Tag;
use super::rules::{Errors, name, tags, visible_character, word_character};
use crate::{FieldError, Kind, ResourceKey};
use serde::{Deserialize, Serialize};

/// All tags of a resource, sorted by key. Those AWS reserves are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagSet {
    pub tags: Vec<Tag>,
}

impl TagSet {
    /// Grafana and Prometheus take 50 tags, CodeArtifact 200.
    pub fn validate(&self, kind: Kind) -> Vec<FieldError> {
        let mut errors = Errors::new();
        match kind {
            Kind::Grafana => tags(&mut errors, &self.tags, 50, visible_character),
            Kind::Prometheus => tags(&mut errors, &self.tags, 50, word_character),
            Kind::CodeArtifact => tags(&mut errors, &self.tags, 200, visible_character),
        }
        errors
    }
}

/// UpdateWorkspaceConfiguration: what the page edits of the JSON; every other key stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Grafana's own alerting; `None`: the configuration does not say.
    pub alerting: Option<bool>,
    /// Admins may install plugins.
    pub plugin_admin: Option<bool>,
}

/// UpdateWorkspaceAlias of Managed Prometheus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// 1 to 100 characters, or empty for none.
    pub alias: String,
}

impl Alias {
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        if !self.alias.is_empty() {
            name(&mut errors, "alias", &self.alias, 1, 100);
        }
        errors
    }
}

/// The permissions policy of a CodeArtifact domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// JSON of at most 7168 characters; empty for no policy.
    pub document: String,
}

impl Policy {
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        let text = self.document.trim();
        let n = text.chars().count();
        let is_object = text.starts_with('{') && text.ends_with('}');
        if n > 7168 {
            let what = ["AWS takes at most 7168 characters; this is ", &n.to_string(), "."].concat();
            errors.push(FieldError::new("document", what));
        } else if !text.is_empty() && !is_object {
            errors.push(FieldError::new("document", "Enter a JSON object, or nothing to remove the policy."));
        }
        errors
    }
}

/// UpdateWorkspaceConfiguration with another version of Grafana. There is no way back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    pub key: ResourceKey,
    pub version: String,
}

/// AssociateLicense or DisassociateLicense.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct License {
    pub key: ResourceKey,
    /// ENTERPRISE or ENTERPRISE_FREE_TRIAL to associate; empty to take the present one away.
    pub license: String,
}

/// How people sign in to one workspace, to be given to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopySignIn {
    pub from: ResourceKey,
    /// At most 100.
    pub to: Vec<ResourceKey>,
}
