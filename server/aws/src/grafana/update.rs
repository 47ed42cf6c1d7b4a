//! What changes a workspace that is there. Each is sent again only when AWS throttled it: nothing was done then.

use super::write::{enums, network, vpc};
use super::{Authentication, AuthenticationCall, Grafana, Metadata, UpdateWorkspaceCall};
use crate::Tags;
use crate::error::Failure;
use crate::line::Done;
use aws_sdk_grafana::operation::update_workspace::builders::UpdateWorkspaceFluentBuilder;
use aws_sdk_grafana::types as sdk;
use secrecy::{ExposeSecret, SecretString};

impl Grafana {
    /// UpdateWorkspace. AWS goes on working after it answered; the change shows when it is done.
    pub async fn update_workspace(&self, id: &str, call: &UpdateWorkspaceCall) -> Result<Done<()>, Failure> {
        let send = || self.update(id, call).send();
        Ok(self.line.write("UpdateWorkspace", send).await?.map(drop))
    }

    fn update(&self, id: &str, call: &UpdateWorkspaceCall) -> UpdateWorkspaceFluentBuilder {
        let call = call.clone();
        self.client
            .update_workspace()
            .workspace_id(id)
            .set_workspace_name(call.workspace_name)
            .set_workspace_description(call.workspace_description)
            .set_account_access_type(call.account_access_type.as_deref().map(Into::into))
            .set_permission_type(call.permission_type.as_deref().map(Into::into))
            .set_workspace_role_arn(call.workspace_role_arn)
            .set_ip_address_type(call.ip_address_type.as_deref().map(Into::into))
            .set_workspace_notification_destinations(
                call.workspace_notification_destinations.as_deref().map(enums::<sdk::NotificationDestinationType>),
            )
            .set_workspace_organizational_units(call.workspace_organizational_units)
            .set_organization_role_name(call.organization_role_name)
            .set_stack_set_name(call.stack_set_name)
            .set_vpc_configuration(call.vpc_configuration.and_then(vpc))
            .set_remove_vpc_configuration(call.remove_vpc_configuration.then_some(true))
            .set_network_access_control(call.network_access_control.and_then(network))
            .set_remove_network_access_configuration(call.remove_network_access_configuration.then_some(true))
    }

    /// UpdateWorkspaceAuthentication: replaces the whole of how people sign in. AWS allows it once a second. With a
    /// metadata document, AWS's own words are in no error.
    pub async fn update_authentication(
        &self,
        id: &str,
        call: &AuthenticationCall,
    ) -> Result<Done<Authentication>, Failure> {
        let send = || {
            let AuthenticationCall { authentication_providers, saml_configuration } = call.clone();
            let builder = self.client.update_workspace_authentication().workspace_id(id);
            let builder = builder.set_authentication_providers(Some(enums(&authentication_providers)));
            builder.set_saml_configuration(saml_configuration.map(Into::into)).send()
        };
        let metadata = call.saml_configuration.as_ref().and_then(|saml| saml.idp_metadata.as_ref());
        let document = matches!(metadata, Some(Metadata::Xml(_)));
        let done = self.line.write_document("UpdateWorkspaceAuthentication", document, send).await?;
        let value = done.value.authentication.ok_or_else(|| Failure::hollow("the sign-in settings"))?;
        Ok(Done { value: value.into(), request_id: done.request_id })
    }

    /// UpdateWorkspaceConfiguration. `configuration` is JSON text of 2 to 65,536 characters and replaces what is
    /// there, also when only `version` is to change; AWS's own words, which may repeat it, are in no error. A version can
    /// be raised, never lowered. AWS goes on working after it answered.
    pub async fn update_configuration(
        &self,
        id: &str,
        configuration: &str,
        version: Option<&str>,
    ) -> Result<Done<()>, Failure> {
        let send = || {
            let call = self.client.update_workspace_configuration().workspace_id(id);
            call.configuration(configuration).set_grafana_version(version.map(str::to_owned)).send()
        };
        Ok(self.line.write_document("UpdateWorkspaceConfiguration", true, send).await?.map(drop))
    }

    /// AssociateLicense. `token` is the one of Grafana Labs that ENTERPRISE asks for, 36 characters at most; it is in
    /// no error, whatever AWS answers. AWS goes on working after it answered. AWS allows it once a second.
    pub async fn associate_license(
        &self,
        id: &str,
        license_type: &str,
        token: Option<&SecretString>,
    ) -> Result<Done<()>, Failure> {
        let send = || {
            let call = self.client.associate_license().workspace_id(id).license_type(license_type.into());
            call.set_grafana_token(token.map(|token| token.expose_secret().to_owned())).send()
        };
        let done = self.line.write("AssociateLicense", send).await;
        Ok(done.map_err(|failure| token.map_or(failure.clone(), |token| failure.without(token)))?.map(drop))
    }

    /// DisassociateLicense. AWS goes on working after it answered. AWS allows it once a second.
    pub async fn disassociate_license(&self, id: &str, license_type: &str) -> Result<Done<()>, Failure> {
        let send = || self.client.disassociate_license().workspace_id(id).license_type(license_type.into()).send();
        Ok(self.line.write("DisassociateLicense", send).await?.map(drop))
    }

    /// TagResource: adds to the tags that are there, and overwrites those of the same key.
    pub async fn tag(&self, arn: &str, tags: &Tags) -> Result<Done<()>, Failure> {
        let send = || {
            let tags = tags.clone().into_iter().collect();
            self.client.tag_resource().resource_arn(arn).set_tags(Some(tags)).send()
        };
        Ok(self.line.write("TagResource", send).await?.map(drop))
    }

    /// UntagResource; keys that are not there do not matter.
    pub async fn untag(&self, arn: &str, keys: &[String]) -> Result<Done<()>, Failure> {
        let send = || self.client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys.to_vec())).send();
        Ok(self.line.write("UntagResource", send).await?.map(drop))
    }
}
