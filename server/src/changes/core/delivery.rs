//! Where minted secrets can be delivered to.

use model::Scope;
use model::form::SecretPlace;

/// Where secrets are delivered to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub scope: Scope,
    /// An ARN, id or alias; `None`: the account's own key for secrets.
    pub kms_key: Option<String>,
    /// Without it secrets are delivered as the account is opened.
    pub role_arn: Option<String>,
    /// Goes with `role_arn`.
    pub external_id: Option<String>,
    /// What the name of every secret begins with that takes a minted one; empty: any name will do.
    pub prefix: String,
}

impl Delivery {
    /// The prefix where none is configured.
    pub const PREFIX: &str = "belvedere/";

    /// To there, below the usual prefix, as the account is opened and encrypted by its own key.
    pub fn to(scope: Scope) -> Self {
        Self { scope, kms_key: None, role_arn: None, external_id: None, prefix: Self::PREFIX.to_owned() }
    }

    pub fn place(&self) -> SecretPlace {
        SecretPlace { scope: self.scope.clone(), prefix: self.prefix.clone() }
    }
}
