//! How people sign in to a workspace: as plain data, out of the SDK's structs and back into them.

use aws_sdk_grafana::types as sdk;
use serde::{Deserialize, Serialize};

/// DescribeWorkspaceAuthentication: the providers (`AWS_SSO`, `SAML`) and what each is set to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    pub providers: Vec<String>,
    /// Of Identity Center.
    pub sso_client_id: Option<String>,
    pub saml: Option<Saml>,
}

/// The SAML half of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saml {
    /// CONFIGURED or NOT_CONFIGURED, with which nobody can sign in by SAML; empty where AWS does not say.
    pub status: String,
    pub configuration: Option<SamlConfiguration>,
}

/// A SAML configuration as it is read, and as it is written, under the names it has on the wire. AWS replaces the
/// one it has by the one it is sent, so what is to stay has to be in it. What is `None` is not sent; an empty list is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SamlConfiguration {
    /// `None`: absent, or of a kind newer than this program. AWS takes no configuration without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_metadata: Option<Metadata>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assertion_attributes: Option<SamlAttributes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_values: Option<RoleValues>,
    /// Empty or absent: everyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_organizations: Option<Vec<String>>,
    /// Minutes; `None`: AWS's default. Zero cannot be sent and counts as `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_validity_duration: Option<i32>,
}

/// Where the identity provider describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Metadata {
    Url(String),
    Xml(String),
}

/// Which attributes of an assertion say what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SamlAttributes {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
}

/// Which values of the role attribute make an admin or an editor. Everyone else becomes a viewer. An empty list and
/// an absent one mean the same to who signs in, and are two things on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoleValues {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admin: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editor: Option<Vec<String>>,
}

/// UpdateWorkspaceAuthentication: the whole of how people sign in, under the names of the wire. What is left out is
/// switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthenticationCall {
    /// AWS_SSO, SAML; always sent, empty as well.
    pub authentication_providers: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_configuration: Option<SamlConfiguration>,
}

impl From<sdk::AuthenticationDescription> for Authentication {
    fn from(from: sdk::AuthenticationDescription) -> Self {
        Self {
            providers: super::convert::words(from.providers),
            sso_client_id: from.aws_sso.and_then(|sso| sso.sso_client_id),
            saml: from.saml.map(|saml| Saml {
                status: super::convert::said(saml.status.as_str()),
                configuration: saml.configuration.map(SamlConfiguration::from),
            }),
        }
    }
}

impl From<sdk::SamlConfiguration> for SamlConfiguration {
    fn from(from: sdk::SamlConfiguration) -> Self {
        Self {
            idp_metadata: from.idp_metadata.and_then(|metadata| match metadata {
                sdk::IdpMetadata::Url(url) => Some(Metadata::Url(url)),
                sdk::IdpMetadata::Xml(xml) => Some(Metadata::Xml(xml)),
                _ => None,
            }),
            assertion_attributes: from.assertion_attributes.map(SamlAttributes::from),
            role_values: from.role_values.map(|roles| RoleValues { admin: roles.admin, editor: roles.editor }),
            allowed_organizations: from.allowed_organizations,
            login_validity_duration: Some(from.login_validity_duration).filter(|minutes| *minutes != 0),
        }
    }
}

impl From<sdk::AssertionAttributes> for SamlAttributes {
    fn from(from: sdk::AssertionAttributes) -> Self {
        let sdk::AssertionAttributes { name, login, email, groups, role, org, .. } = from;
        Self { name, login, email, groups, role, org }
    }
}

impl From<SamlConfiguration> for sdk::SamlConfiguration {
    fn from(from: SamlConfiguration) -> Self {
        let metadata = from.idp_metadata.map(|metadata| match metadata {
            Metadata::Url(url) => sdk::IdpMetadata::Url(url),
            Metadata::Xml(xml) => sdk::IdpMetadata::Xml(xml),
        });
        sdk::SamlConfiguration::builder()
            .set_idp_metadata(metadata)
            .set_assertion_attributes(from.assertion_attributes.map(sdk::AssertionAttributes::from))
            .set_role_values(
                from.role_values
                    .map(|roles| sdk::RoleValues::builder().set_admin(roles.admin).set_editor(roles.editor).build()),
            )
            .set_allowed_organizations(from.allowed_organizations)
            .set_login_validity_duration(from.login_validity_duration)
            .build()
    }
}

impl From<SamlAttributes> for sdk::AssertionAttributes {
    fn from(from: SamlAttributes) -> Self {
        sdk::AssertionAttributes::builder()
            .set_name(from.name)
            .set_login(from.login)
            .set_email(from.email)
            .set_groups(from.groups)
            .set_role(from.role)
            .set_org(from.org)
            .build()
    }
}
