//! Service accounts and their tokens.

use super::rules::{Errors, length, one_of};
use super::{Choice, choice};
use crate::{FieldError, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};

pub const GRAFANA_ROLES: [Choice; 3] = [
    choice("VIEWER", "Viewer", "Reads dashboards and queries data."),
    choice("EDITOR", "Editor", "Also changes dashboards and alerts."),
    choice("ADMIN", "Admin", "Also manages people, data sources and plugins of the workspace."),
];

/// (seconds, words) offered for a token; the last is AWS's longest.
pub const LIFETIMES: [(u32, &str); 4] =
    [(3_600, "1 hour"), (86_400, "1 day"), (604_800, "7 days"), (2_592_000, "30 days")];

/// Managed Grafana CreateWorkspaceServiceAccount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateServiceAccount {
    pub workspace: ResourceKey,
    /// 1 to 128 characters, unique in the workspace.
    pub name: String,
    pub grafana_role: String,
}

impl CreateServiceAccount {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        length(&mut errors, "name", &self.name, 1, 128);
        one_of(&mut errors, "grafana_role", &self.grafana_role, &GRAFANA_ROLES);
        errors
    }
}

/// Managed Grafana DeleteWorkspaceServiceAccount; its tokens die with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeleteServiceAccount {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
}

/// Managed Grafana CreateWorkspaceServiceAccountToken, whose answer is the secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MintToken {
    pub workspace: ResourceKey,
    pub account: ServiceAccountId,
    /// 1 to 128 characters, unique in the account.
    pub name: String,
    /// 1 to 2,592,000 (30 days).
    pub seconds_to_live: u32,
}

impl MintToken {
    /// The longest life AWS gives a token, in seconds.
    pub const LONGEST: u32 = 2_592_000;

    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        length(&mut errors, "name", &self.name, 1, 128);
        if !(1..=Self::LONGEST).contains(&self.seconds_to_live) {
            errors.push(FieldError::new(
                "seconds_to_live",
                "Choose a lifetime of 1 second to 30 days (2,592,000 seconds).",
            ));
        }
        errors
    }
}
