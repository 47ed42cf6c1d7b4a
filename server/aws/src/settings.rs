//! How AWS is reached, and as whom.

use model::{AccountId, Region};
use secrecy::SecretString;
use std::time::Duration;

/// Long-lived keys, as the embedded emulator takes them.
#[derive(Clone, Debug)]
pub struct Keys {
    pub access_key: String,
    pub secret_key: SecretString,
}

/// One account, and the role that opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountAccess {
    pub id: AccountId,
    /// Assumed through STS; without it the base credentials are used as they are.
    pub role_arn: Option<String>,
    pub external_id: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Where every service answers; `None`: the SDK's own variables and profile settings, else AWS itself.
    pub endpoint_url: Option<String>,
    /// `None`: the SDK's default credential chain and profile.
    pub keys: Option<Keys>,
    pub accounts: Vec<AccountAccess>,
    /// `None`: the SDK's own region chain.
    pub region: Option<Region>,
    /// How long one attempt may take, from the connection to the last byte of the answer.
    pub attempt_timeout: Duration,
}
