//! What Managed Grafana knows, as plain data. Words of enumerations are AWS's own.
//!
//! The licence's `grafanaToken`, which AWS returns with every workspace, has no field in any of these: it is a secret,
//! and the SDK's own `Debug` prints it in clear. It is dropped while an answer is taken apart and is never stored.

use crate::Tags;
use model::Millis;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// ListWorkspaces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceSummary {
    pub id: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub status: String,
    /// A host name, without `https://`; empty where AWS does not say.
    pub endpoint: String,
    /// Empty where AWS does not say.
    pub grafana_version: String,
    pub created: Option<Millis>,
    pub modified: Option<Millis>,
    /// `None` where AWS does not say, which is not nobody.
    pub providers: Option<Vec<String>>,
    /// CONFIGURED or NOT_CONFIGURED; absent without SAML.
    pub saml_status: Option<String>,
    pub license_type: Option<String>,
    pub notification_destinations: Vec<String>,
    pub tags: Tags,
}

/// DescribeWorkspace, whole but for the token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkspaceDescription {
    pub id: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub status: String,
    pub degraded_reason: Option<String>,
    /// A host name, without `https://`; empty where AWS does not say.
    pub endpoint: String,
    /// Empty where AWS does not say.
    pub grafana_version: String,
    pub created: Option<Millis>,
    pub modified: Option<Millis>,
    /// `None` where AWS does not say, which is not nobody.
    pub providers: Option<Vec<String>>,
    /// CONFIGURED or NOT_CONFIGURED; absent without SAML.
    pub saml_status: Option<String>,
    pub account_access_type: Option<String>,
    pub permission_type: Option<String>,
    pub role_arn: Option<String>,
    /// `None` where AWS does not say.
    pub data_sources: Option<Vec<String>>,
    pub notification_destinations: Vec<String>,
    pub organization_role_name: Option<String>,
    pub organizational_units: Vec<String>,
    pub stack_set_name: Option<String>,
    pub license_type: Option<String>,
    pub license_expiration: Option<Millis>,
    pub free_trial_consumed: Option<bool>,
    pub free_trial_expiration: Option<Millis>,
    pub ip_address_type: Option<String>,
    pub kms_key_id: Option<String>,
    /// `None`: data sources are reached over the internet alone.
    pub vpc: Option<Vpc>,
    /// `None`: open to all. Both lists empty: closed to all.
    pub network: Option<Network>,
    pub tags: Tags,
}

/// Outbound access to a VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    pub security_group_ids: Vec<String>,
    pub subnet_ids: Vec<String>,
}

/// Inbound access from these alone. AWS requires both lists, so both are sent even when they are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    pub prefix_list_ids: Vec<String>,
    pub vpce_ids: Vec<String>,
}

/// DescribeWorkspaceConfiguration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// As AWS returned it, unknown keys included.
    pub json: String,
    pub version: Option<String>,
}

/// ListWorkspaceServiceAccounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccount {
    pub id: String,
    pub name: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
    /// `None` where AWS does not say.
    pub disabled: Option<bool>,
}

/// ListWorkspaceServiceAccountTokens. Its secret was shown once, when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub id: String,
    pub name: String,
    /// `None` where AWS does not say.
    pub created_at: Option<Millis>,
    /// `None` where AWS does not say.
    pub expires_at: Option<Millis>,
    pub last_used_at: Option<Millis>,
}

impl Token {
    /// Whether it works no more at this moment. An end that is not after its making is none: nothing may be deleted for it.
    pub fn has_ended(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|end| end <= now && end > self.created_at.unwrap_or(0).max(0))
    }
}

/// A person or group of Identity Center holding a role: ListPermissions. People who sign in with SAML are not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The person's or group's id in Identity Center.
    pub id: String,
    /// SSO_USER or SSO_GROUP.
    pub kind: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
}

/// A token with its secret, which exists here and nowhere else: not to be cloned, serialized or printed.
#[derive(Debug)]
pub struct MintedToken {
    pub id: String,
    pub name: String,
    pub secret: SecretString,
}

/// CreateWorkspace: its inputs under the names they have on the wire. What is `None` or empty is not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateWorkspaceCall {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_description: Option<String>,
    pub account_access_type: String,
    pub authentication_providers: Vec<String>,
    pub permission_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grafana_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kms_key_id: Option<String>,
    /// JSON text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workspace_data_sources: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workspace_notification_destinations: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub workspace_organizational_units: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_role_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_set_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_configuration: Option<Vpc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_access_control: Option<Network>,
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// 1 to 64 visible characters; the same token again makes no second workspace.
    pub client_token: String,
}
