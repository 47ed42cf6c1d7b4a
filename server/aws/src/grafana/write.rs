//! What makes and removes something. Each is sent again only when AWS throttled it, which means that nothing was done; a
//! mint never.

use super::{CreateWorkspaceCall, Grafana, MintedToken, Network, ServiceAccount, Vpc, WorkspaceDescription};
use crate::error::Failure;
use crate::line::Done;
use aws_sdk_grafana::operation::create_workspace::builders::CreateWorkspaceFluentBuilder;
use aws_sdk_grafana::types as sdk;
use secrecy::SecretString;

impl Grafana {
    /// CreateWorkspace. AWS goes on working after it answered: the status says how far. With a configuration, AWS's own
    /// words are in no error.
    pub async fn create_workspace(&self, call: &CreateWorkspaceCall) -> Result<Done<WorkspaceDescription>, Failure> {
        let send = || self.creation(call).send();
        let done = self.line.write_document("CreateWorkspace", call.configuration.is_some(), send).await?;
        workspace(done.map(|answer| answer.workspace))
    }

    fn creation(&self, call: &CreateWorkspaceCall) -> CreateWorkspaceFluentBuilder {
        let call = call.clone();
        self.client
            .create_workspace()
            .set_workspace_name(call.workspace_name)
            .set_workspace_description(call.workspace_description)
            .account_access_type(call.account_access_type.as_str().into())
            .set_authentication_providers(Some(enums(&call.authentication_providers)))
            .permission_type(call.permission_type.as_str().into())
            .set_workspace_role_arn(call.workspace_role_arn)
            .set_grafana_version(call.grafana_version)
            .set_ip_address_type(call.ip_address_type.as_deref().map(Into::into))
            .set_kms_key_id(call.kms_key_id)
            .set_configuration(call.configuration)
            .set_workspace_data_sources(some(enums(&call.workspace_data_sources)))
            .set_workspace_notification_destinations(some(enums(&call.workspace_notification_destinations)))
            .set_workspace_organizational_units(some(call.workspace_organizational_units))
            .set_organization_role_name(call.organization_role_name)
            .set_stack_set_name(call.stack_set_name)
            .set_vpc_configuration(call.vpc_configuration.and_then(vpc))
            .set_network_access_control(call.network_access_control.and_then(network))
            .set_tags(
                Some(call.tags.into_iter().collect()).filter(|tags: &std::collections::HashMap<_, _>| !tags.is_empty()),
            )
            .client_token(call.client_token)
    }

    /// DeleteWorkspace; AWS goes on deleting after it answered.
    pub async fn delete_workspace(&self, id: &str) -> Result<Done<WorkspaceDescription>, Failure> {
        let send = || self.client.delete_workspace().workspace_id(id).send();
        let done = self.line.write("DeleteWorkspace", send).await?;
        workspace(done.map(|answer| answer.workspace))
    }

    /// CreateWorkspaceServiceAccount.
    pub async fn create_service_account(
        &self,
        id: &str,
        name: &str,
        grafana_role: &str,
    ) -> Result<Done<ServiceAccount>, Failure> {
        let send = || {
            let call = self.client.create_workspace_service_account().workspace_id(id);
            call.name(name).grafana_role(grafana_role.into()).send()
        };
        let done = self.line.write("CreateWorkspaceServiceAccount", send).await?;
        Ok(done.map(|answer| ServiceAccount {
            id: answer.id,
            name: answer.name,
            grafana_role: answer.grafana_role.as_str().to_owned(),
            disabled: Some(false),
        }))
    }

    /// DeleteWorkspaceServiceAccount; its tokens die with it.
    pub async fn delete_service_account(&self, id: &str, account: &str) -> Result<Done<()>, Failure> {
        let send =
            || self.client.delete_workspace_service_account().workspace_id(id).service_account_id(account).send();
        Ok(self.line.write("DeleteWorkspaceServiceAccount", send).await?.map(drop))
    }

    /// CreateWorkspaceServiceAccountToken: the one answer the secret is in. `seconds` is 1 to 2,592,000.
    pub async fn create_service_account_token(
        &self,
        id: &str,
        account: &str,
        name: &str,
        seconds: u32,
    ) -> Result<Done<MintedToken>, Failure> {
        let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
        let send = || {
            let call = self.client.create_workspace_service_account_token().workspace_id(id);
            call.service_account_id(account).name(name).seconds_to_live(seconds).send()
        };
        let done = self.line.write_once("CreateWorkspaceServiceAccountToken", send).await?;
        let token = done.value.service_account_token.ok_or_else(|| Failure::hollow("the token"))?;
        let value = MintedToken { id: token.id, name: token.name, secret: SecretString::from(token.key) };
        Ok(Done { value, request_id: done.request_id })
    }

    /// DeleteWorkspaceServiceAccountToken.
    pub async fn delete_service_account_token(
        &self,
        id: &str,
        account: &str,
        token: &str,
    ) -> Result<Done<()>, Failure> {
        let send = || {
            let call = self.client.delete_workspace_service_account_token().workspace_id(id);
            call.service_account_id(account).token_id(token).send()
        };
        Ok(self.line.write("DeleteWorkspaceServiceAccountToken", send).await?.map(drop))
    }
}

fn workspace(done: Done<Option<sdk::WorkspaceDescription>>) -> Result<Done<WorkspaceDescription>, Failure> {
    let value = done.value.ok_or_else(|| Failure::hollow("the workspace"))?;
    Ok(Done { value: value.into(), request_id: done.request_id })
}

pub(super) fn enums<'a, T: From<&'a str>>(words: &'a [String]) -> Vec<T> {
    words.iter().map(|word| T::from(word)).collect()
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    Some(values).filter(|values| !values.is_empty())
}

// The builders fail on a list that was never set, and both always are.
pub(super) fn vpc(from: Vpc) -> Option<sdk::VpcConfiguration> {
    let builder = sdk::VpcConfiguration::builder().set_security_group_ids(Some(from.security_group_ids));
    builder.set_subnet_ids(Some(from.subnet_ids)).build().ok()
}

pub(super) fn network(from: Network) -> Option<sdk::NetworkAccessConfiguration> {
    let builder = sdk::NetworkAccessConfiguration::builder().set_prefix_list_ids(Some(from.prefix_list_ids));
    builder.set_vpce_ids(Some(from.vpce_ids)).build().ok()
}
