//! One page of tokens as it is sent to the browser.

use super::TokenRow;
use crate::fleet::{AccountName, ScopeState};
use crate::{Error, Millis, ResourceKey};
use serde::{Deserialize, Serialize};

/// Rows of the whole fleet that somebody should look at, by why. They overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenCounts {
    pub expired: u32,
    pub ends_soon: u32,
    pub rotating: u32,
    pub unsure: u32,
    pub never_used: u32,
    pub admin: u32,
    pub no_owner: u32,
}

/// Rows under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenGroup {
    pub title: String,
    /// The workspace they are in, where they are grouped so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<ResourceKey>,
    /// Account name and region of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Tokens the workspace has at all, expired ones among them; AWS allows 100. Zero where not grouped by workspace.
    pub tokens: u32,
    pub expired: u32,
    pub rows: Vec<TokenRow>,
}

impl TokenGroup {
    /// Tokens a workspace can have.
    pub const QUOTA: u32 = 100;

    pub const fn is_nearly_full(&self) -> bool {
        self.tokens >= Self::QUOTA * 9 / 10
    }
}

/// A workspace whose accounts or tokens are not known as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub workspace: ResourceKey,
    pub label: String,
    /// `None`: it was not read yet.
    pub error: Option<Error>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPage {
    pub now: Millis,
    pub groups: Vec<TokenGroup>,
    /// Rows that match, on all pages.
    pub matches: u32,
    /// Rows there are at all.
    pub total: u32,
    pub pages: u32,
    pub page: u32,
    pub counts: TokenCounts,
    /// The workspaces of all pages with tokens that match and expired.
    pub expired_in: Vec<ResourceKey>,
    pub unread: Vec<Unread>,
    /// Accounts and regions whose list of workspaces was not read yet, or could not be read the last time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<ScopeState>,
    pub accounts: Vec<AccountName>,
    /// When the oldest of what can be read was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    pub ignored: Vec<String>,
}

impl TokenPage {
    /// Something was not read yet.
    pub fn is_waiting(&self) -> bool {
        self.unread.iter().any(|one| one.error.is_none()) || self.unlisted.iter().any(|list| list.error.is_none())
    }

    /// Everything was read as it is now.
    pub fn is_whole(&self) -> bool {
        self.unread.is_empty() && self.unlisted.is_empty()
    }
}
