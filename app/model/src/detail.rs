//! One resource whole, as sections of facts: what AWS returned, with the age of each part.

use crate::fleet::{AccountName, Row};
use crate::{Error, Kind, Millis, Reading, Region, Role};
use serde::{Deserialize, Serialize};

/// How a fact is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    Text(String),
    /// Why the resource is in its state, in AWS's own words.
    Reason(String),
    /// An id, ARN or endpoint: monospaced, with a copy button.
    Code(String),
    /// An `https` address a person may open.
    Link(String),
    Time(Millis),
    List(Vec<String>),
    Tags(Vec<(String, String)>),
    /// AWS has no value; the text says what that means, such as "none" or "open to all".
    Absent(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: Value,
}

impl Fact {
    pub fn new(label: &str, value: Value) -> Self {
        Self { label: label.to_owned(), value }
    }
}

/// Facts that were read in one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub title: String,
    /// The AWS operation it comes from.
    pub operation: String,
    pub facts: Reading<Vec<Fact>>,
}

/// A token of a service account, without its secret, which nobody can read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLine {
    pub id: String,
    pub name: String,
    /// `None` where AWS does not say.
    pub created_at: Option<Millis>,
    /// `None` where AWS does not say.
    pub expires_at: Option<Millis>,
    pub last_used_at: Option<Millis>,
}

impl TokenLine {
    /// Whether it is known to have expired.
    pub fn has_ended(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// A service account of a workspace (ListWorkspaceServiceAccounts) with its tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    pub id: String,
    pub name: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
    /// `None` where AWS does not say.
    pub disabled: Option<bool>,
    pub tokens: Reading<Vec<TokenLine>>,
}

/// An action of the page, and why it cannot be taken now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// `None`: it can.
    pub refused: Option<String>,
}

/// Everything the page of one resource shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub now: Millis,
    pub row: Row,
    pub account_name: String,
    pub arn: String,
    pub meaning: String,
    pub sections: Vec<Section>,
    /// Grafana workspaces only.
    pub accounts: Option<Reading<Vec<AccountLine>>>,
    pub delete: Action,
    /// Changing anything of it but what is in it.
    pub change: Action,
    pub create_account: Action,
    pub mint: Action,
    pub mint_key: Action,
    /// Something is still being read or changed: look again soon.
    pub unsettled: bool,
}

/// Whether a version of Grafana still has API keys: before 10 all do. AWS announced that they go, and does not say when.
pub fn takes_keys(version: &str) -> bool {
    version.split('.').next().and_then(|major| major.parse::<u32>().ok()).is_some_and(|major| major < 10)
}

/// What a direct look at one resource found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Found {
    /// It is there.
    Here(Box<Detail>),
    /// Its scope was read and a direct read agrees: it does not exist.
    Nowhere,
    /// Nothing can be said, because of this.
    NotRead(Error),
}

/// Who the page is for, and the person's preferences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub subject: String,
    pub roles: Vec<Role>,
    pub preferences: Preferences,
    /// What the rail offers.
    pub kinds: Vec<Kind>,
    /// What the scope switcher offers.
    pub accounts: Vec<AccountName>,
    pub regions: Vec<Region>,
    /// The AWS behind this server, when it is the built-in emulator: its address.
    pub emulator: Option<String>,
}

/// How a person likes the pages. Kept in the session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    pub theme: Theme,
    pub density: Density,
    /// Rows a page; `None` is the default.
    pub page_size: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}
