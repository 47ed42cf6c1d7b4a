//! Everything the product can do to AWS, as one closed enum. Each variant is one step; the compiler lists the places a
//! new one has to be handled in.

use aws::codeartifact::CreateDomainCall;
use aws::grafana::CreateWorkspaceCall;
use aws::prometheus::CreatePrometheusCall;
use model::{Kind, ResourceKey, Scope, ServiceAccountId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The version of the stored form; a row written by a newer one is not applied.
pub const SCHEMA: i32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    CreateWorkspace { scope: Scope, call: Box<CreateWorkspaceCall> },
    DeleteWorkspace { key: ResourceKey },
    CreatePrometheus { scope: Scope, call: CreatePrometheusCall },
    DeletePrometheus { key: ResourceKey, client_token: String },
    CreateDomain { scope: Scope, call: CreateDomainCall },
    DeleteDomain { key: ResourceKey },
    CreateServiceAccount { workspace: ResourceKey, name: String, grafana_role: String },
    DeleteServiceAccount { workspace: ResourceKey, account: ServiceAccountId },
    MintToken { workspace: ResourceKey, account: ServiceAccountId, name: String, seconds: u32 },
}

impl Change {
    pub fn scope(&self) -> &Scope {
        match self {
            Change::CreateWorkspace { scope, .. }
            | Change::CreatePrometheus { scope, .. }
            | Change::CreateDomain { scope, .. } => scope,
            Change::DeleteWorkspace { key } | Change::DeletePrometheus { key, .. } | Change::DeleteDomain { key } => {
                &key.scope
            }
            Change::CreateServiceAccount { workspace, .. }
            | Change::DeleteServiceAccount { workspace, .. }
            | Change::MintToken { workspace, .. } => &workspace.scope,
        }
    }

    pub const fn kind(&self) -> Kind {
        match self {
            Change::CreatePrometheus { .. } | Change::DeletePrometheus { .. } => Kind::Prometheus,
            Change::CreateDomain { .. } | Change::DeleteDomain { .. } => Kind::CodeArtifact,
            _ => Kind::Grafana,
        }
    }

    /// The resource it touches; `None` while AWS has not made it yet.
    pub fn target(&self) -> Option<&ResourceKey> {
        match self {
            Change::CreateWorkspace { .. } | Change::CreatePrometheus { .. } | Change::CreateDomain { .. } => None,
            Change::DeleteWorkspace { key } | Change::DeletePrometheus { key, .. } | Change::DeleteDomain { key } => {
                Some(key)
            }
            Change::CreateServiceAccount { workspace, .. }
            | Change::DeleteServiceAccount { workspace, .. }
            | Change::MintToken { workspace, .. } => Some(workspace),
        }
    }

    /// As IAM writes it.
    pub const fn operation(&self) -> &'static str {
        match self {
            Change::CreateWorkspace { .. } => "grafana:CreateWorkspace",
            Change::DeleteWorkspace { .. } => "grafana:DeleteWorkspace",
            Change::CreatePrometheus { .. } => "aps:CreateWorkspace",
            Change::DeletePrometheus { .. } => "aps:DeleteWorkspace",
            Change::CreateDomain { .. } => "codeartifact:CreateDomain",
            Change::DeleteDomain { .. } => "codeartifact:DeleteDomain",
            Change::CreateServiceAccount { .. } => "grafana:CreateWorkspaceServiceAccount",
            Change::DeleteServiceAccount { .. } => "grafana:DeleteWorkspaceServiceAccount",
            Change::MintToken { .. } => "grafana:CreateWorkspaceServiceAccountToken",
        }
    }

    /// Sending it twice does what sending it once does: AWS knows its client token.
    pub const fn is_repeatable(&self) -> bool {
        matches!(
            self,
            Change::CreateWorkspace { .. } | Change::CreatePrometheus { .. } | Change::DeletePrometheus { .. }
        )
    }

    pub const fn is_mint(&self) -> bool {
        matches!(self, Change::MintToken { .. })
    }

    /// The parameters that are sent, under AWS's names.
    pub fn request(&self) -> Value {
        match self {
            Change::CreateWorkspace { call, .. } => json!(call),
            Change::CreatePrometheus { call, .. } => json!(call),
            Change::CreateDomain { call, .. } => json!(call),
            Change::DeleteWorkspace { key } => json!({ "workspaceId": key.id }),
            Change::DeletePrometheus { key, client_token } => {
                json!({ "workspaceId": key.id, "clientToken": client_token })
            }
            Change::DeleteDomain { key } => json!({ "domain": key.id }),
            Change::CreateServiceAccount { workspace, name, grafana_role } => {
                json!({ "workspaceId": workspace.id, "name": name, "grafanaRole": grafana_role })
            }
            Change::DeleteServiceAccount { workspace, account } => {
                json!({ "workspaceId": workspace.id, "serviceAccountId": account })
            }
            Change::MintToken { workspace, account, name, seconds } => {
                json!({ "workspaceId": workspace.id, "serviceAccountId": account, "name": name, "secondsToLive": seconds })
            }
        }
    }

    /// What the audit calls the target: its ARN, or the scope while there is none.
    pub fn target_name(&self) -> String {
        self.target().map_or_else(|| self.scope().to_string(), ResourceKey::arn)
    }

    /// Plans with the same lock run one after the other.
    pub fn lock(&self) -> String {
        match self {
            Change::CreateDomain { scope, call } => format!("{scope} {}", call.domain),
            _ => self.target_name(),
        }
    }
}
