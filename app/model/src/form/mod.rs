//! The small structs behind the forms, with the limits of the AWS operations they end in.
//!
//! `validate` is the same code while a person types and on the server, where it is asked again. Field names are those
//! of the structs' members; AWS's own names for them are in the server, beside the call.

mod accounts;
mod delete;
mod domain;
mod edit;
mod facets;
mod grafana;
mod grants;
mod prometheus;
mod prometheus_configuration;
pub(crate) mod rules;
mod secret_place;
mod settings;
mod sign_in;
mod tokens;

pub use accounts::{CreateServiceAccount, DeleteServiceAccount, GRAFANA_ROLES};
pub use delete::DeleteResource;
pub use domain::CreateDomain;
pub use edit::{Earlier, Edit, OpenedEdit};
pub use facets::{Alias, Configuration, CopySignIn, License, Policy, TagSet, Upgrade};
pub use grafana::{
    ACCOUNT_ACCESS, CreateWorkspace, DATA_SOURCES, IP_ADDRESS_TYPES, NOTIFICATIONS, Network, PERMISSION_TYPES,
    PROVIDERS, Vpc,
};
pub use grants::{GrantBatch, GrantWish, INSTRUCTIONS, WORKSPACES};
pub use prometheus::CreatePrometheus;
pub use prometheus_configuration::{LabelSetLimit, PrometheusConfigurationForm};
pub use secret_place::{LONGEST_PREFIX, SecretPlace, is_secret_prefix, secrets_go_below};
pub use settings::Settings;
pub use sign_in::{METADATA_BYTES, SignIn, too_large};
pub use tokens::{
    KeyAt, LIFETIMES, LONGEST_LIFE, MintKey, MintToken, PRESET_LIFE, PURGED_AT_ONCE, Purge, REVOKED_AT_ONCE,
    ROTATED_AT_ONCE, Revoke, RotateMany, STAMP, TokenAt, bare_name, lifetime_of,
};

use crate::{AccountId, Error, FieldError, PlanId, Region, Scope};
use serde::{Deserialize, Serialize};

/// A key and its value; the key is unique in its list.
pub type Tag = (String, String);

/// One of the values an enumeration takes, with what to call it and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// AWS's word.
    pub value: &'static str,
    pub label: &'static str,
    pub help: &'static str,
}

const fn choice(value: &'static str, label: &'static str, help: &'static str) -> Choice {
    Choice { value, label, help }
}

/// Account and region as a form sends them: `441122338890/eu-west-1`, or empty while none is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(pub String);

impl Place {
    pub fn of(scope: &Scope) -> Self {
        Self(format!("{}/{}", scope.account, scope.region))
    }

    /// # Errors
    /// `Invalid` when it is not an account and a region.
    pub fn scope(&self) -> Result<Scope, Error> {
        let (account, region) =
            self.0.split_once('/').ok_or_else(|| Error::invalid("Choose an account and a region."))?;
        Ok(Scope { account: AccountId::parse(account)?, region: Region::parse(region)? })
    }

    fn check(&self, errors: &mut Vec<FieldError>) {
        if self.scope().is_err() {
            errors.push(FieldError::new("place", "Choose the account and region it is created in."));
        }
    }
}

/// A form that is being opened: its values, what AWS said of them, and the id its plan will have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened<F> {
    /// One id per opened form: sending the form twice makes one plan.
    pub id: PlanId,
    pub values: F,
    /// Field errors AWS answered when the plan this form is opened from was applied.
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    pub options: Options,
    /// What its first values are of, when it makes something like what is there.
    pub like: Option<Like>,
}

/// Whose values a form begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Like {
    /// The name people know it by.
    pub label: String,
    /// What of it the form does not have, a sentence each.
    pub notes: Vec<String>,
}

/// What a form lets choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Scopes that can be written to.
    pub places: Vec<PlaceOption>,
    /// Grafana versions AWS lists, newest first; empty while they are not read.
    pub versions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOption {
    pub place: Place,
    pub account_name: String,
    pub scope: Scope,
    /// Why its newest read failed, where it did: writing may fail too.
    pub trouble: Option<String>,
}
