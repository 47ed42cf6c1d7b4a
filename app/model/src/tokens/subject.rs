//! What a note is about, and the note.

use crate::form::rules::{Errors, length};
use crate::{FieldError, Kind, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};

/// A service account, a token or an API key of a Grafana workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Subject {
    Account { workspace: ResourceKey, account: ServiceAccountId },
    Token { workspace: ResourceKey, account: ServiceAccountId, token: String },
    Key { workspace: ResourceKey, name: String },
}

impl Subject {
    pub fn workspace(&self) -> &ResourceKey {
        match self {
            Self::Account { workspace, .. } | Self::Token { workspace, .. } | Self::Key { workspace, .. } => workspace,
        }
    }

    /// Every error there is: a Grafana workspace, with what names a token or key there in 1 to 100 characters.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        let ResourceKey { kind, scope, id } = self.workspace();
        let key = ResourceKey::parse(*kind, scope.account.as_str(), scope.region.as_str(), id);
        if *kind != Kind::Grafana || key.is_err() {
            errors.push(FieldError::new("workspace", "This is no Grafana workspace."));
        }
        match self {
            Self::Account { .. } => {}
            Self::Token { token, .. } => length(&mut errors, "token", token, 1, 100),
            Self::Key { name, .. } => length(&mut errors, "name", name, 1, 100),
        }
        errors
    }

    /// The text a note is kept under: the workspace's ARN, then a path; what begins with an account's is its own.
    pub fn text(&self) -> String {
        let arn = self.workspace().arn();
        match self {
            Self::Account { account, .. } => [&arn, "/serviceaccounts/", account.as_str()].concat(),
            Self::Token { account, token, .. } => {
                [&arn, "/serviceaccounts/", account.as_str(), "/tokens/", token].concat()
            }
            Self::Key { name, .. } => [&arn, "/apikeys/", name].concat(),
        }
    }
}

/// Who answers for it, and what it is for. Kept by Belvedere; AWS has no place for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// A person or team, 100 characters at most; empty where none is noted.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// 500 characters at most.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
}

impl Note {
    pub fn is_empty(&self) -> bool {
        self.owner.is_empty() && self.purpose.is_empty()
    }

    /// Every field error there is.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        length(&mut errors, "owner", &self.owner, 0, 100);
        length(&mut errors, "purpose", &self.purpose, 0, 500);
        errors
    }
}
