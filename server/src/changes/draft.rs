//! From a person's form to a typed change, where the form says all there is to know. Empty text becomes "not sent".

use super::change::Change;
use aws::codeartifact::{CreateDomainCall, DomainTag};
use aws::grafana::{CreateWorkspaceCall, Network, Vpc};
use aws::prometheus::CreatePrometheusCall;
use model::door::Draft;
use model::form::{self, Tag};
use model::{Error, FieldError, Kind, PlanId, ResourceKey};

/// # Errors
/// `Invalid`, with the fields that are wrong.
pub fn change(draft: &Draft, plan: &PlanId) -> Result<Change, Error> {
    let client_token = format!("{plan}-1");
    Ok(match draft {
        Draft::CreateWorkspace(form) => {
            Change::CreateWorkspace { scope: form.place.scope()?, call: Box::new(workspace(form, client_token)?) }
        }
        Draft::CreatePrometheus(form) => {
            let form::CreatePrometheus { place, alias, kms_key_arn, tags } = form.clone();
            let tags = tags.into_iter().collect();
            let call = CreatePrometheusCall { alias: some(alias), kms_key_arn: some(kms_key_arn), tags, client_token };
            Change::CreatePrometheus { scope: place.scope()?, call }
        }
        Draft::CreateDomain(form) => {
            let form::CreateDomain { place, name, encryption_key, tags } = form.clone();
            let tags = tags.into_iter().map(|(key, value): Tag| DomainTag { key, value }).collect();
            let call = CreateDomainCall { domain: name, encryption_key: some(encryption_key), tags };
            Change::CreateDomain { scope: place.scope()?, call }
        }
        Draft::DeleteResource(form) => {
            let key = checked(&form.key)?;
            match key.kind {
                Kind::Grafana => Change::DeleteWorkspace { key },
                Kind::Prometheus => Change::DeletePrometheus { key, client_token },
                Kind::CodeArtifact => Change::DeleteDomain { key },
            }
        }
        Draft::CreateServiceAccount(form) => Change::CreateServiceAccount {
            workspace: workspace_key(&form.workspace)?,
            name: form.name.clone(),
            grafana_role: form.grafana_role.clone(),
        },
        Draft::DeleteServiceAccount(form) => {
            Change::DeleteServiceAccount { workspace: workspace_key(&form.workspace)?, account: form.account.clone() }
        }
        // These need to know what is there: see `propose`.
        Draft::Edit(_)
        | Draft::MintToken(_)
        | Draft::MintKey(_)
        | Draft::RotateMany(_)
        | Draft::Revoke(_)
        | Draft::Purge(_)
        | Draft::Upgrade(_)
        | Draft::License(_)
        | Draft::CopySignIn(_)
        | Draft::Grants(_)
        | Draft::Wishes { .. } => {
            return Err(Error::internal());
        }
    })
}

fn workspace(form: &form::CreateWorkspace, client_token: String) -> Result<CreateWorkspaceCall, Error> {
    let form = form.clone();
    if !form.configuration.trim().is_empty() {
        let parsed: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(&form.configuration);
        parsed.map_err(|e| one_field("configuration", format!("This is not a JSON object: {e}.")))?;
    }
    Ok(CreateWorkspaceCall {
        workspace_name: some(form.name),
        workspace_description: some(form.description),
        account_access_type: form.account_access,
        authentication_providers: form.providers,
        permission_type: form.permission_type,
        workspace_role_arn: some(form.role_arn),
        grafana_version: some(form.version),
        ip_address_type: some(form.ip_address_type),
        kms_key_id: some(form.kms_key_id),
        configuration: some(form.configuration.trim().to_owned()),
        workspace_data_sources: form.data_sources,
        workspace_notification_destinations: form.notifications,
        workspace_organizational_units: form.organizational_units,
        organization_role_name: some(form.organization_role_name),
        stack_set_name: some(form.stack_set_name),
        vpc_configuration: form
            .vpc
            .map(|vpc| Vpc { security_group_ids: vpc.security_group_ids, subnet_ids: vpc.subnet_ids }),
        network_access_control: form
            .network
            .map(|network| Network { prefix_list_ids: network.prefix_list_ids, vpce_ids: network.vpce_ids }),
        tags: form.tags.into_iter().collect(),
        client_token,
    })
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

pub fn one_field(field: &str, message: impl Into<String>) -> Error {
    Error { fields: vec![FieldError::new(field, message)], ..Error::invalid("One field needs your attention.") }
}

/// Deserialized keys carry any text as their id.
pub fn checked(key: &ResourceKey) -> Result<ResourceKey, Error> {
    ResourceKey::parse(key.kind, key.scope.account.as_str(), key.scope.region.as_str(), &key.id)
}

/// # Errors
/// `NotFound` for what no Grafana workspace is.
pub fn grafana(key: &ResourceKey) -> Result<(), Error> {
    match key.kind {
        Kind::Grafana => Ok(()),
        _ => Err(Error::not_found("Only Grafana workspaces have this.")),
    }
}

fn workspace_key(key: &ResourceKey) -> Result<ResourceKey, Error> {
    match key.kind {
        Kind::Grafana => checked(key),
        _ => Err(Error::invalid("Service accounts live in Grafana workspaces.")),
    }
}
