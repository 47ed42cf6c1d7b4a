//! Managed Grafana UpdateWorkspace: everything it can change of a workspace.

use super::grafana::{IP_ADDRESS_TYPES, NOTIFICATIONS, check_name, check_networks, check_role};
use super::rules::{Errors, all_of, ids, one_of, optional_length, optional_lines};
use super::{ACCOUNT_ACCESS, Network, PERMISSION_TYPES, Vpc};
use crate::FieldError;
use serde::{Deserialize, Serialize};

/// Limits as in `CreateWorkspace`. A text AWS has none of is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub description: String,
    pub account_access: String,
    pub permission_type: String,
    pub role_arn: String,
    pub ip_address_type: String,
    pub notifications: Vec<String>,
    pub organizational_units: Vec<String>,
    pub organization_role_name: String,
    pub stack_set_name: String,
    /// `None`: data sources are reached over the internet alone.
    pub vpc: Option<Vpc>,
    /// `None`: open to all. Both lists empty: nobody gets in.
    pub network: Option<Network>,
}

impl Settings {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        if !self.name.is_empty() {
            check_name(&mut errors, &self.name);
        }
        optional_lines(&mut errors, "description", &self.description, 1, 2048);
        one_of(&mut errors, "account_access", &self.account_access, &ACCOUNT_ACCESS);
        one_of(&mut errors, "permission_type", &self.permission_type, &PERMISSION_TYPES);
        check_role(&mut errors, &self.role_arn);
        if !self.ip_address_type.is_empty() {
            one_of(&mut errors, "ip_address_type", &self.ip_address_type, &IP_ADDRESS_TYPES);
        }
        all_of(&mut errors, "notifications", &self.notifications, &NOTIFICATIONS);
        ids(&mut errors, "organizational_units", &self.organizational_units, (0, 100), 255);
        optional_length(&mut errors, "organization_role_name", &self.organization_role_name, 1, 2048);
        optional_length(&mut errors, "stack_set_name", &self.stack_set_name, 1, 2048);
        check_networks(&mut errors, self.vpc.as_ref(), self.network.as_ref());
        errors
    }
}
