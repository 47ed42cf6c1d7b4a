//! What Managed Prometheus knows, as plain data. Words of enumerations are AWS's own.

use crate::Tags;
use crate::grafana::moment;
use aws_sdk_amp::types as sdk;
use model::Millis;
use serde::{Deserialize, Serialize};

/// ListWorkspaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrometheusSummary {
    pub id: String,
    pub alias: Option<String>,
    pub arn: String,
    /// Empty where AWS gives none.
    pub status: String,
    /// `None` where AWS does not say.
    pub created: Option<Millis>,
    pub kms_key_arn: Option<String>,
    pub tags: Tags,
}

/// DescribeWorkspace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrometheusDescription {
    pub id: String,
    pub alias: Option<String>,
    pub arn: String,
    /// Empty where AWS gives none.
    pub status: String,
    /// An `https` address; absent until the workspace is active.
    pub endpoint: Option<String>,
    /// `None` where AWS does not say.
    pub created: Option<Millis>,
    pub kms_key_arn: Option<String>,
    pub tags: Tags,
}

/// What CreateWorkspace answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedPrometheus {
    pub id: String,
    pub arn: String,
    pub status: String,
}

/// CreateWorkspace: its inputs under the names they have on the wire. What is `None` or empty is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreatePrometheusCall {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_arn: Option<String>,
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// 1 to 64 visible characters; the same token again makes no second workspace.
    pub client_token: String,
}

pub(super) fn status(from: Option<sdk::WorkspaceStatus>) -> String {
    from.map(|status| status.status_code.as_str().to_owned()).unwrap_or_default()
}

impl From<sdk::WorkspaceSummary> for PrometheusSummary {
    fn from(from: sdk::WorkspaceSummary) -> Self {
        Self {
            id: from.workspace_id,
            alias: from.alias,
            arn: from.arn,
            status: status(from.status),
            created: moment(from.created_at),
            kms_key_arn: from.kms_key_arn,
            tags: from.tags.unwrap_or_default().into_iter().collect(),
        }
    }
}

impl From<sdk::WorkspaceDescription> for PrometheusDescription {
    fn from(from: sdk::WorkspaceDescription) -> Self {
        Self {
            id: from.workspace_id,
            alias: from.alias,
            arn: from.arn,
            status: status(from.status),
            endpoint: from.prometheus_endpoint,
            created: moment(from.created_at),
            kms_key_arn: from.kms_key_arn,
            tags: from.tags.unwrap_or_default().into_iter().collect(),
        }
    }
}
