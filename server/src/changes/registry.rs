//! The closed list of kinds, each with the name it is stored by. A kind that is not here is no [`ChangeKind`]; one
//! without a golden file does not compile as a test.

use super::core::kind::{Change, Registered};
use super::kinds::codeartifact::{CreateDomain, DeleteDomain, DeletePolicy, PutPolicy};
use super::kinds::grafana::{
    AssociateLicense, CreateServiceAccount, CreateWorkspace, DeleteServiceAccount, DeleteWorkspace,
    DisassociateLicense, MintKey, MintToken, RevokeKey, RevokeToken, UpdateAuthentication, UpdateConfiguration,
    UpdatePermissions, UpdateWorkspace,
};
use super::kinds::prometheus::{CreatePrometheus, DeletePrometheus, UpdateAlias, UpdatePrometheusConfiguration};
use super::kinds::{DeliverSecret, Tag, TagSecret, Untag};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The version of the stored form of plans; one written by a newer version is not applied.
pub const SCHEMA: i32 = 3;

macro_rules! registry {
    ($($tag:literal => $kind:ident),* $(,)?) => {
        /// A change as it is stored.
        #[derive(Debug, Deserialize)]
        #[serde(tag = "change")]
        pub enum StoredChange {
            $(#[serde(rename = $tag)] $kind(Box<$kind>),)*
        }

        impl StoredChange {
            pub fn into_change(self) -> Change {
                match self {
                    $(StoredChange::$kind(kind) => Arc::new(*kind),)*
                }
            }
        }

        $(impl Registered for $kind {
            fn tag(&self) -> &'static str {
                $tag
            }

            fn params(&self) -> Value {
                json!(self)
            }
        })*

        /// Each name with a change as it was once stored.
        #[cfg(test)]
        pub const GOLDEN: &[(&str, &str)] = &[
            $(($tag, include_str!(concat!("../../tests/golden/changes/", $tag, ".json"))),)*
        ];
    };
}

registry! {
    "create-workspace" => CreateWorkspace,
    "delete-workspace" => DeleteWorkspace,
    "update-workspace" => UpdateWorkspace,
    "update-authentication" => UpdateAuthentication,
    "update-configuration" => UpdateConfiguration,
    "associate-license" => AssociateLicense,
    "disassociate-license" => DisassociateLicense,
    "create-service-account" => CreateServiceAccount,
    "delete-service-account" => DeleteServiceAccount,
    "mint-token" => MintToken,
    "mint-key" => MintKey,
    "revoke-token" => RevokeToken,
    "revoke-key" => RevokeKey,
    "update-permissions" => UpdatePermissions,
    "create-prometheus" => CreatePrometheus,
    "delete-prometheus" => DeletePrometheus,
    "update-alias" => UpdateAlias,
    "update-prometheus-configuration" => UpdatePrometheusConfiguration,
    "create-domain" => CreateDomain,
    "delete-domain" => DeleteDomain,
    "put-policy" => PutPolicy,
    "delete-policy" => DeletePolicy,
    "tag" => Tag,
    "untag" => Untag,
    "deliver-secret" => DeliverSecret,
    "tag-secret" => TagSecret,
}

/// A change as it is stored: its parameters with its name.
pub fn store(change: &Change) -> Value {
    let mut stored = change.params();
    if let Some(fields) = stored.as_object_mut() {
        fields.insert("change".to_owned(), json!(change.tag()));
    }
    stored
}
