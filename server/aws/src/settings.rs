//! How AWS is reached, and as whom.

use crate::Wire;
use model::{AccountId, Region, Scope};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// Long-lived keys, as the embedded emulator takes them.
#[derive(Clone, Debug)]
pub struct Keys {
    pub access_key: String,
    pub secret_key: SecretString,
}

/// One account, and the role that opens it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccountAccess {
    pub id: AccountId,
    /// Assumed through STS; without it the base credentials are used, which have to be this account's own.
    pub role_arn: Option<String>,
    pub external_id: Option<String>,
}

/// Where the directory of an Identity Center is: it answers in one region, to the account that owns it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DirectoryAt {
    /// The identity store's id, `d-` and ten hexadecimal digits; AWS judges its form.
    pub store_id: String,
    /// The organization's management account, or one that it delegated Identity Center to.
    pub account: AccountId,
    pub region: Region,
}

/// A directory, and the role that opens it, which may be another than that of its account's resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryAccess {
    pub at: DirectoryAt,
    /// Without it the directory is read as its account is: by the role in `accounts`, else with the base credentials.
    pub role_arn: Option<String>,
    /// Goes with `role_arn`.
    pub external_id: Option<String>,
}

/// Where minted secrets are delivered to, and the role that opens it, which may be another than that of its account's
/// resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryAccess {
    pub scope: Scope,
    /// Without it secrets are delivered as the account is opened: by the role in `accounts`, else with the base
    /// credentials.
    pub role_arn: Option<String>,
    /// Goes with `role_arn`.
    pub external_id: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Where every service answers; `None`: the SDK's own variables and profile settings, else AWS itself.
    pub endpoint_url: Option<String>,
    /// `None`: the SDK's default credential chain and profile.
    pub keys: Option<Keys>,
    pub accounts: Vec<AccountAccess>,
    /// `None`: no directory has a role of its own.
    pub directory: Option<DirectoryAccess>,
    /// `None`: no delivery has a role of its own.
    pub delivery: Option<DeliveryAccess>,
    /// `None`: the SDK's own region chain.
    pub region: Option<Region>,
    /// How long one attempt may take, from the connection to the last byte of the answer.
    pub attempt_timeout: Duration,
    /// How long credentials that belong to another account are taken for just that, before they are fetched and held
    /// against it anew.
    pub recheck_after: Duration,
    /// `None`: requests go over sockets.
    pub wire: Option<Arc<dyn Wire>>,
}
