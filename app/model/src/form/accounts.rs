//! Service accounts.

use super::rules::{Errors, name, one_of};
use super::{Choice, choice};
use crate::{FieldError, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};

/// The roles of Grafana as AWS writes them, the weakest first, with what each may do.
pub const GRAFANA_ROLES: [Choice; 3] = [
    choice("VIEWER", "Viewer", "Reads dashboards and queries data."),
    choice("EDITOR", "Editor", "Also changes dashboards and alerts."),
    choice("ADMIN", "Admin", "Also manages people, data sources and plugins of the workspace."),
];

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
        name(&mut errors, "name", &self.name, 1, 128);
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
