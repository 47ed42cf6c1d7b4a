//! What Managed Grafana is asked to change, as plain data under the names of the wire: it is kept in plans and shown as
//! the request. Creating is in [`super::types`], signing in is in [`super::authentication`].

use super::{Network, Vpc};
use serde::{Deserialize, Serialize};

/// UpdateWorkspace: all its inputs but the workspace's id and `workspaceDataSources`, which AWS keeps for itself. What
/// is `None` is not sent and stays as it is; a list that is empty is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateWorkspaceCall {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_description: Option<String>,
    /// CURRENT_ACCOUNT or ORGANIZATION.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_access_type: Option<String>,
    /// CUSTOMER_MANAGED or SERVICE_MANAGED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_role_arn: Option<String>,
    /// IPv4 or DualStack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_notification_destinations: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workspace_organizational_units: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_role_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stack_set_name: Option<String>,
    /// Outbound. AWS refuses it together with the flag that removes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_configuration: Option<Vpc>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remove_vpc_configuration: bool,
    /// Inbound. AWS refuses it together with the flag that removes it. Both of its lists empty: closed to all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_access_control: Option<Network>,
    /// Opens the workspace to all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remove_network_access_configuration: bool,
}
