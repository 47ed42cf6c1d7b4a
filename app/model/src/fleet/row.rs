//! One resource as one row, and what was read of the scopes the rows come from.

use crate::{AccountId, Error, Kind, Millis, Region, ResourceKey, Scope, Status, Tally};
use serde::{Deserialize, Serialize};

/// How people sign in to a Grafana workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub sso: bool,
    pub saml: bool,
    /// SAML is switched on and AWS says it is configured.
    pub saml_configured: bool,
}

impl SignIn {
    /// "SSO", "SAML", "SAML + SSO" or "none".
    pub fn word(&self) -> &'static str {
        match (self.saml, self.sso) {
            (true, true) => "SAML + SSO",
            (true, false) => "SAML",
            (false, true) => "SSO",
            (false, false) => "none",
        }
    }

    /// There is no way in at all: neither Identity Center nor SAML that is configured.
    pub fn admits_nobody(&self) -> bool {
        !(self.sso || self.saml && self.saml_configured)
    }

    /// SAML is switched on, yet nobody can sign in with it.
    pub fn is_unconfigured(&self) -> bool {
        self.saml && !self.saml_configured
    }
}

/// A Grafana Enterprise licence; `expires_at` is known once the workspace itself was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// AWS's word: `ENTERPRISE` or `ENTERPRISE_FREE_TRIAL`.
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Millis>,
}

impl Licence {
    /// A licence ending within 30 days, or ended, needs attention.
    pub const SOON: Millis = 30 * 24 * 3_600_000;

    pub fn is_ending(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|at| at - now < Self::SOON)
    }
}

/// What the configuration has this server look after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estate {
    pub kinds: Vec<Kind>,
    pub accounts: Vec<AccountName>,
    pub regions: Vec<Region>,
}

impl Estate {
    /// # Errors
    /// `NotFound` for a kind whose service the configuration does not name.
    pub fn require(&self, kind: Kind) -> Result<(), Error> {
        match self.kinds.contains(&kind) {
            true => Ok(()),
            false => {
                Err(Error::not_found(format!("{} is not among the services this server looks after.", kind.service())))
            }
        }
    }
}

/// One resource in a list. Fields a kind does not have stay `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub key: ResourceKey,
    /// Name, alias or domain name; empty when AWS has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignIn>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<Licence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Millis>,
    /// `key=value`, sorted; the filter `tag` looks here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    pub read_at: Millis,
    /// The scope's newest read failed: this row is what was read before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stale: bool,
}

impl Row {
    /// The name, or the id where there is none.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.key.id } else { &self.name }
    }

    /// The tally it counts in at `now`: what AWS says of it, then what a person should look at.
    pub fn tally(&self, now: Millis) -> Tally {
        match self.status.tally(self.key.kind) {
            _ if self.stale => Tally::Unknown,
            Tally::Active if self.licence.as_ref().is_some_and(|l| l.is_ending(now)) => Tally::Attention,
            Tally::Active if self.sign_in.as_ref().is_some_and(SignIn::is_unconfigured) => Tally::Attention,
            Tally::Active if self.admits_nobody() => Tally::Attention,
            tally => tally,
        }
    }

    /// It is active, and nobody can sign in to it.
    pub fn admits_nobody(&self) -> bool {
        let active = self.status.tally(self.key.kind) == Tally::Active;
        active && self.sign_in.as_ref().is_some_and(SignIn::admits_nobody)
    }

    /// What its state means and what can be done in it, in one or two sentences.
    pub fn meaning(&self) -> &'static str {
        let saml = self.sign_in.as_ref().is_some_and(|sign_in| sign_in.saml);
        match (self.admits_nobody(), saml) {
            (false, _) => self.status.meaning(self.key.kind),
            (true, true) => {
                "Users cannot sign in: SAML is its only way to sign in and is not set up. Everything about it can be changed."
            }
            (true, false) => "Users cannot sign in: it has no way to sign in. Everything about it can be changed.",
        }
    }
}

/// What is known of one scope for one kind of resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeState {
    pub scope: Scope,
    /// When it was last read whole; `None` when it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Millis>,
    /// Why the newest read failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

/// The name an account carries in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountName {
    pub id: AccountId,
    pub name: String,
}

/// Everything the browser needs to answer keystrokes without the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    pub kind: Kind,
    /// Grows with every change of the snapshot; equal numbers mean equal content.
    pub revision: u64,
    pub now: Millis,
    pub rows: Vec<Row>,
    pub scopes: Vec<ScopeState>,
    pub accounts: Vec<AccountName>,
}

impl Index {
    pub fn account_name(&self, id: &AccountId) -> &str {
        self.accounts.iter().find(|a| a.id == *id).map_or("", |a| &a.name)
    }
}
