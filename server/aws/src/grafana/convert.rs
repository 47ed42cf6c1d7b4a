//! From the SDK's structs to ours. The licence token ends here; see [`super::types`].

use super::types::{Holder, Network, ServiceAccount, Token, Vpc, WorkspaceDescription, WorkspaceSummary};
use crate::answer::Absent;
use aws_sdk_grafana::primitives::DateTime;
use aws_sdk_grafana::types as sdk;
use model::Millis;

pub(super) fn words<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.as_ref().to_owned()).collect()
}

fn word<T: AsRef<str>>(value: Option<T>) -> Option<String> {
    value.map(|value| value.as_ref().to_owned())
}

/// `None` for what the SDK fills in where AWS says nothing: the beginning of 1970.
pub(crate) fn moment(time: DateTime) -> Option<Millis> {
    Some(millis(time)).filter(|at| *at != 0)
}

/// What the SDK fills in for a missing word of an enumeration is no word.
pub(super) fn said(word: &str) -> String {
    Some(word).filter(|word| *word != "no value was set").unwrap_or_default().to_owned()
}

pub(crate) fn millis(time: DateTime) -> Millis {
    // Fails beyond the years an i64 of milliseconds holds, which no answer of AWS's means.
    time.to_millis().unwrap_or_default()
}

fn sign_in(from: Option<sdk::AuthenticationSummary>) -> (Option<Vec<String>>, Option<String>) {
    from.map_or_else(Default::default, |from| (Some(words(from.providers)), word(from.saml_configuration_status)))
}

impl From<sdk::WorkspaceSummary> for WorkspaceSummary {
    fn from(from: sdk::WorkspaceSummary) -> Self {
        let (providers, saml_status) = sign_in(from.authentication);
        Self {
            id: from.id,
            name: from.name,
            description: from.description,
            status: from.status.as_str().to_owned(),
            endpoint: from.endpoint,
            grafana_version: from.grafana_version,
            created: moment(from.created),
            modified: moment(from.modified),
            providers,
            saml_status,
            license_type: word(from.license_type),
            notification_destinations: words(from.notification_destinations.unwrap_or_default()),
            tags: from.tags.unwrap_or_default().into_iter().collect(),
        }
    }
}

impl From<sdk::WorkspaceDescription> for WorkspaceDescription {
    fn from(from: sdk::WorkspaceDescription) -> Self {
        let (providers, saml_status) = sign_in(from.authentication);
        Self {
            id: from.id,
            name: from.name,
            description: from.description,
            status: from.status.as_str().to_owned(),
            degraded_reason: from.degraded_workspace_reason,
            endpoint: from.endpoint,
            grafana_version: from.grafana_version,
            created: moment(from.created),
            modified: moment(from.modified),
            providers,
            saml_status,
            account_access_type: word(from.account_access_type),
            permission_type: word(from.permission_type),
            role_arn: from.workspace_role_arn,
            data_sources: Some(words(from.data_sources)),
            notification_destinations: words(from.notification_destinations.unwrap_or_default()),
            organization_role_name: from.organization_role_name,
            organizational_units: from.organizational_units.unwrap_or_default(),
            stack_set_name: from.stack_set_name,
            license_type: word(from.license_type),
            license_expiration: from.license_expiration.map(millis),
            free_trial_consumed: from.free_trial_consumed,
            free_trial_expiration: from.free_trial_expiration.map(millis),
            ip_address_type: word(from.ip_address_type),
            kms_key_id: from.kms_key_id,
            vpc: from.vpc_configuration.map(Vpc::from),
            network: from.network_access_control.map(Network::from),
            tags: from.tags.unwrap_or_default().into_iter().collect(),
        }
    }
}

impl From<sdk::VpcConfiguration> for Vpc {
    fn from(from: sdk::VpcConfiguration) -> Self {
        Self { security_group_ids: from.security_group_ids, subnet_ids: from.subnet_ids }
    }
}

impl From<sdk::NetworkAccessConfiguration> for Network {
    fn from(from: sdk::NetworkAccessConfiguration) -> Self {
        Self { prefix_list_ids: from.prefix_list_ids, vpce_ids: from.vpce_ids }
    }
}

impl From<sdk::ServiceAccountSummary> for ServiceAccount {
    fn from(from: sdk::ServiceAccountSummary) -> Self {
        // AWS sends the words "true" and "false", not a boolean; nothing is filled in as no word.
        let disabled =
            Some(from.is_disabled).filter(|word| !word.is_empty()).map(|word| word.eq_ignore_ascii_case("true"));
        Self { id: from.id, name: from.name, grafana_role: said(from.grafana_role.as_str()), disabled }
    }
}

impl From<sdk::ServiceAccountTokenSummary> for Token {
    fn from(from: sdk::ServiceAccountTokenSummary) -> Self {
        Self {
            id: from.id,
            name: from.name,
            created_at: moment(from.created_at),
            expires_at: moment(from.expires_at),
            last_used_at: from.last_used_at.map(millis),
        }
    }
}

impl WorkspaceSummary {
    /// Without what AWS did not say of the workspace at `place` of the list.
    pub(super) fn without(self, absent: &Absent, place: usize) -> Self {
        let providers = format!("workspaces[{place}].authentication.providers");
        Self { providers: self.providers.filter(|_| !absent.has(&providers)), ..self }
    }
}

impl WorkspaceDescription {
    /// Without what AWS did not say.
    pub(super) fn without(self, absent: &Absent) -> Self {
        Self {
            providers: self.providers.filter(|_| !absent.has("workspace.authentication.providers")),
            data_sources: self.data_sources.filter(|_| !absent.has("workspace.dataSources")),
            ..self
        }
    }
}

/// `None` for an entry without a holder, which AWS's model rules out.
pub(super) fn holder(from: sdk::PermissionEntry) -> Option<Holder> {
    let user = from.user?;
    Some(Holder { id: user.id, kind: user.r#type.as_str().to_owned(), grafana_role: from.role.as_str().to_owned() })
}
