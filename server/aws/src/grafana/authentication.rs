//! How people sign in to a workspace, and reading it out of DescribeWorkspaceAuthentication.

use aws_sdk_grafana::types as sdk;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authentication {
    pub providers: Vec<String>,
    /// Of Identity Center.
    pub sso_client_id: Option<String>,
    pub saml: Option<Saml>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saml {
    /// CONFIGURED or NOT_CONFIGURED; with the latter nobody can sign in by SAML.
    pub status: String,
    pub configuration: Option<SamlConfiguration>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlConfiguration {
    /// `None`: absent, or of a kind newer than this program.
    pub metadata: Option<Metadata>,
    pub attributes: SamlAttributes,
    pub role_values: RoleValues,
    /// Empty: everyone.
    pub allowed_organizations: Vec<String>,
    /// Minutes; `None`: AWS's default.
    pub login_validity_minutes: Option<i32>,
}

/// Where the identity provider describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Metadata {
    Url(String),
    Xml(String),
}

/// Which attributes of an assertion say what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlAttributes {
    pub name: Option<String>,
    pub login: Option<String>,
    pub email: Option<String>,
    pub groups: Option<String>,
    pub role: Option<String>,
    pub org: Option<String>,
}

/// Which values of the role attribute make an admin or an editor. Everyone else becomes a viewer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleValues {
    pub admin: Vec<String>,
    pub editor: Vec<String>,
}

impl From<sdk::AuthenticationDescription> for Authentication {
    fn from(from: sdk::AuthenticationDescription) -> Self {
        Self {
            providers: super::convert::words(from.providers),
            sso_client_id: from.aws_sso.and_then(|sso| sso.sso_client_id),
            saml: from.saml.map(|saml| Saml {
                status: saml.status.as_str().to_owned(),
                configuration: saml.configuration.map(SamlConfiguration::from),
            }),
        }
    }
}

impl From<sdk::SamlConfiguration> for SamlConfiguration {
    fn from(from: sdk::SamlConfiguration) -> Self {
        let roles = from.role_values;
        Self {
            metadata: from.idp_metadata.and_then(|metadata| match metadata {
                sdk::IdpMetadata::Url(url) => Some(Metadata::Url(url)),
                sdk::IdpMetadata::Xml(xml) => Some(Metadata::Xml(xml)),
                _ => None,
            }),
            attributes: from.assertion_attributes.map(SamlAttributes::from).unwrap_or_default(),
            role_values: roles.map_or_else(RoleValues::default, |roles| RoleValues {
                admin: roles.admin.unwrap_or_default(),
                editor: roles.editor.unwrap_or_default(),
            }),
            allowed_organizations: from.allowed_organizations.unwrap_or_default(),
            login_validity_minutes: Some(from.login_validity_duration).filter(|minutes| *minutes != 0),
        }
    }
}

impl From<sdk::AssertionAttributes> for SamlAttributes {
    fn from(from: sdk::AssertionAttributes) -> Self {
        let sdk::AssertionAttributes { name, login, email, groups, role, org, .. } = from;
        Self { name, login, email, groups, role, org }
    }
}
