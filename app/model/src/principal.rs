//! Who uses Belvedere and what they may do in it.

use crate::{Code, Error};
use serde::{Deserialize, Serialize};

/// One thing a role may do. Every server function and every planner names one in its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Permission {
    FleetRead,
    ChangesRead,
    PreferencesWrite,
    GrafanaCreate,
    GrafanaDelete,
    PrometheusCreate,
    PrometheusDelete,
    CodeArtifactCreate,
    CodeArtifactDelete,
    GrafanaUpdate,
    GrafanaSignIn,
    GrafanaLicense,
    GrafanaUpgrade,
    /// Giving and taking roles of people and groups.
    GrafanaGrant,
    PrometheusUpdate,
    CodeArtifactUpdate,
    ServiceAccountCreate,
    ServiceAccountDelete,
    TokenMint,
    /// Deleting tokens and API keys.
    TokenRevoke,
    /// Noting who answers for a token and what it is for.
    TokenNote,
    AuditRead,
    /// Seeing who holds which role.
    AccessRead,
}

impl Permission {
    /// The dotted name used in the table of server functions, in configuration and in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Permission::FleetRead => "fleet.read",
            Permission::ChangesRead => "changes.read",
            Permission::PreferencesWrite => "preferences.write",
            Permission::GrafanaCreate => "grafana.create",
            Permission::GrafanaDelete => "grafana.delete",
            Permission::PrometheusCreate => "prometheus.create",
            Permission::PrometheusDelete => "prometheus.delete",
            Permission::CodeArtifactCreate => "codeartifact.create",
            Permission::CodeArtifactDelete => "codeartifact.delete",
            Permission::GrafanaUpdate => "grafana.update",
            Permission::GrafanaSignIn => "grafana.signin",
            Permission::GrafanaLicense => "grafana.license",
            Permission::GrafanaUpgrade => "grafana.upgrade",
            Permission::GrafanaGrant => "grafana.grant",
            Permission::PrometheusUpdate => "prometheus.update",
            Permission::CodeArtifactUpdate => "codeartifact.update",
            Permission::ServiceAccountCreate => "serviceaccount.create",
            Permission::ServiceAccountDelete => "serviceaccount.delete",
            Permission::TokenMint => "token.mint",
            Permission::TokenRevoke => "token.revoke",
            Permission::TokenNote => "token.note",
            Permission::AuditRead => "audit.read",
            Permission::AccessRead => "access.read",
        }
    }
}

/// A fixed bundle of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Viewer,
    Operator,
    Admin,
    Auditor,
}

impl Role {
    pub const fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Role::Viewer => matches!(permission, P::FleetRead | P::ChangesRead | P::PreferencesWrite),
            Role::Operator => matches!(
                permission,
                P::FleetRead
                    | P::ChangesRead
                    | P::PreferencesWrite
                    | P::GrafanaUpdate
                    | P::PrometheusUpdate
                    | P::CodeArtifactUpdate
                    | P::ServiceAccountCreate
                    | P::TokenMint
                    | P::TokenRevoke
                    | P::TokenNote
                    | P::AccessRead
            ),
            Role::Admin => true,
            Role::Auditor => {
                matches!(permission, P::FleetRead | P::ChangesRead | P::AuditRead | P::AccessRead | P::PreferencesWrite)
            }
        }
    }
}

/// Who makes a request. Without a role it may do nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// Stable and unique; what plans and audit events name.
    pub subject: String,
    pub roles: Vec<Role>,
}

impl Principal {
    pub fn may(&self, permission: Permission) -> bool {
        self.roles.iter().any(|role| role.allows(permission))
    }

    /// # Errors
    /// `Denied`, naming the permission that is missing.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) {
            return Ok(());
        }
        let message = format!(
            "{} lacks the permission {}. An administrator can grant a role that has it.",
            self.subject,
            permission.name()
        );
        Err(Error::new(Code::Denied, message))
    }
}
