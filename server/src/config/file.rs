//! The TOML file. Unknown keys are refused, so that a misspelt setting is never silently ignored.

use super::webhook::WebhookEntry;
use super::{Account, DirectoryAccess, Switch};
use crate::changes::Delivery;
use model::form::{LONGEST_PREFIX, is_secret_prefix};
use model::{AccountId, Kind, Region, Role, Scope};
use serde::{Deserialize, Deserializer, de};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub listen: Option<SocketAddr>,
    pub emulator: Option<SocketAddr>,
    pub data: Option<PathBuf>,
    pub database: Option<String>,
    pub site: Option<PathBuf>,
    pub endpoint_url: Option<String>,
    pub read_interval_ms: Option<u64>,
    pub mint_search_ms: Option<u64>,
    pub budgets: Option<Switch>,
    /// Calls a second, by operation: `"grafana:CreateWorkspace" = 2`.
    pub rates: BTreeMap<String, NonZeroU32>,
    pub regions: Vec<Region>,
    /// `grafana`, `prometheus`, `codeartifact`.
    pub services: Option<Vec<Kind>>,
    pub accounts: Vec<AccountEntry>,
    pub access: Access,
    pub directory: Option<DirectoryEntry>,
    pub delivery: Option<DeliveryEntry>,
    pub webhook: Option<WebhookEntry>,
}

/// Where minted secrets can be delivered to: AWS Secrets Manager in one account and region.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeliveryEntry {
    account: AccountId,
    region: Region,
    /// An ARN, id or alias; without it, it is the account's own key for secrets.
    kms_key: Option<String>,
    role_arn: Option<String>,
    external_id: Option<String>,
    /// What the names of the secrets begin with; empty: any name will do.
    #[serde(default = "usual_prefix", deserialize_with = "prefix")]
    prefix: String,
}

fn usual_prefix() -> String {
    Delivery::PREFIX.to_owned()
}

fn prefix<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let prefix = String::deserialize(from)?;
    match is_secret_prefix(&prefix) {
        true => Ok(prefix),
        false => Err(de::Error::custom(format!(
            "delivery.prefix: no secret's name can begin so. Use letters, digits and / _ + = . @ - alone, \
             {LONGEST_PREFIX} characters at most."
        ))),
    }
}

impl From<DeliveryEntry> for Delivery {
    fn from(entry: DeliveryEntry) -> Self {
        let DeliveryEntry { account, region, kms_key, role_arn, external_id, prefix } = entry;
        Self { scope: Scope { account, region }, kms_key, role_arn, external_id, prefix }
    }
}

/// The directory of Identity Center.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DirectoryEntry {
    identity_store_id: String,
    account: AccountId,
    region: Region,
    role_arn: Option<String>,
    external_id: Option<String>,
}

impl From<DirectoryEntry> for DirectoryAccess {
    fn from(entry: DirectoryEntry) -> Self {
        let DirectoryEntry { identity_store_id, account, region, role_arn, external_id } = entry;
        Self { identity_store_id, account, region, role_arn, external_id }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Access {
    pub roles: Option<Vec<Role>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountEntry {
    id: AccountId,
    #[serde(default)]
    name: String,
    role_arn: Option<String>,
    external_id: Option<String>,
}

impl From<AccountEntry> for Account {
    fn from(entry: AccountEntry) -> Self {
        let AccountEntry { id, name, role_arn, external_id } = entry;
        Self { id, name, role_arn, external_id }
    }
}
