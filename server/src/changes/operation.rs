//! The AWS operation of each change.

use super::change::Change;
use model::Kind;

impl Change {
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
            Change::MintKey { .. } => "grafana:CreateWorkspaceApiKey",
            Change::DeliverSecret { exists: false, .. } => "secretsmanager:CreateSecret",
            Change::DeliverSecret { exists: true, .. } => "secretsmanager:PutSecretValue",
            Change::TagSecret { .. } => "secretsmanager:TagResource",
            Change::RevokeToken { .. } => "grafana:DeleteWorkspaceServiceAccountToken",
            Change::RevokeKey { .. } => "grafana:DeleteWorkspaceApiKey",
            Change::UpdateWorkspace { .. } => "grafana:UpdateWorkspace",
            Change::UpdateAuthentication { .. } => "grafana:UpdateWorkspaceAuthentication",
            Change::UpdateConfiguration { .. } => "grafana:UpdateWorkspaceConfiguration",
            Change::AssociateLicense { .. } => "grafana:AssociateLicense",
            Change::DisassociateLicense { .. } => "grafana:DisassociateLicense",
            Change::Tag { key, .. } => tagging(key.kind),
            Change::Untag { key, .. } => untagging(key.kind),
            Change::UpdateAlias { .. } => "aps:UpdateWorkspaceAlias",
            Change::PutPolicy { .. } => "codeartifact:PutDomainPermissionsPolicy",
            Change::DeletePolicy { .. } => "codeartifact:DeleteDomainPermissionsPolicy",
            Change::UpdatePermissions { .. } => "grafana:UpdatePermissions",
        }
    }
}

const fn tagging(kind: Kind) -> &'static str {
    match kind {
        Kind::Grafana => "grafana:TagResource",
        Kind::Prometheus => "aps:TagResource",
        Kind::CodeArtifact => "codeartifact:TagResource",
    }
}

const fn untagging(kind: Kind) -> &'static str {
    match kind {
        Kind::Grafana => "grafana:UntagResource",
        Kind::Prometheus => "aps:UntagResource",
        Kind::CodeArtifact => "codeartifact:UntagResource",
    }
}
