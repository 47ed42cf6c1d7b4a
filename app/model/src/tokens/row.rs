//! One line of the page of tokens, and what about it needs somebody.

use super::{Note, Subject};
use crate::{Millis, PlanId, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};

/// What a line of the page of tokens is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    Account,
    Token,
    /// An API key. AWS cannot list these: it is known from here alone.
    Key,
}

impl TokenKind {
    pub const ALL: [Self; 3] = [Self::Account, Self::Token, Self::Key];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Token => "token",
            Self::Key => "key",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Account => "Service account",
            Self::Token => "Token",
            Self::Key => "API key",
        }
    }
}

/// Why somebody should look at it, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// It does not work any more, and still counts against the quota.
    Expired,
    /// It ends within seven days.
    EndsSoon,
    /// It has a successor and was not revoked yet.
    Rotating,
    /// Nobody knows whether it exists.
    Unsure,
    /// It is a day old and was never used.
    NeverUsed,
    Admin,
    /// Nobody is noted to answer for it.
    NoOwner,
}

impl Concern {
    pub const ALL: [Self; 7] =
        [Self::Expired, Self::EndsSoon, Self::Rotating, Self::Unsure, Self::NeverUsed, Self::Admin, Self::NoOwner];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::EndsSoon => "ends-soon",
            Self::Rotating => "rotating",
            Self::Unsure => "unsure",
            Self::NeverUsed => "never-used",
            Self::Admin => "admin",
            Self::NoOwner => "no-owner",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Expired => "Expired",
            Self::EndsSoon => "Under 7 days",
            Self::Rotating => "To be revoked",
            Self::Unsure => "May not exist",
            Self::NeverUsed => "Never used",
            Self::Admin => "Admin",
            Self::NoOwner => "No owner",
        }
    }
}

/// The new token that stands ready to take its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// The plan that minted the successor.
    pub plan: PlanId,
    pub successor: String,
    pub begun_at: Millis,
}

/// A service account, a token of one, or an API key. Fields a kind does not have, or AWS does not tell, are `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    pub kind: TokenKind,
    pub workspace: ResourceKey,
    /// The workspace's name, or its id.
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<ServiceAccountId>,
    /// The name of a token's service account.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account_name: String,
    /// AWS's id of a token.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub name: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
    /// The service account does not work; `None` for a key, and where AWS does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Millis>,
    /// `None` for an account, a key, and a token that was never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Millis>,
    /// Who minted an API key here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub created_by: String,
    /// The answer to its creation was never seen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// Its own note.
    pub note: Note,
    /// The owner of its service account, where it has none of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account_owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
}

const DAY: Millis = 24 * 3_600_000;

impl TokenRow {
    /// A token that ends sooner than this needs somebody.
    pub const SOON: Millis = 7 * DAY;

    /// Who answers for it; empty where nobody is noted.
    pub fn owner(&self) -> &str {
        if self.note.owner.is_empty() { &self.account_owner } else { &self.note.owner }
    }

    pub fn is_expired(&self, now: Millis) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// What needs somebody at `now`, the most urgent first. Of what expired nothing else matters.
    pub fn concerns(&self, now: Millis) -> Vec<Concern> {
        if self.is_expired(now) {
            return vec![Concern::Expired];
        }
        let soon = self.expires_at.is_some_and(|at| at - now < Self::SOON);
        let unused = self.kind == TokenKind::Token
            && self.last_used_at.is_none()
            && self.created_at.is_some_and(|at| now - at >= DAY);
        let all = [
            (Concern::EndsSoon, soon),
            (Concern::Rotating, self.rotation.is_some()),
            (Concern::Unsure, self.unsure),
            (Concern::NeverUsed, unused),
            (Concern::Admin, self.grafana_role == "ADMIN"),
            (Concern::NoOwner, self.owner().is_empty()),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(concern, _)| concern).collect()
    }

    /// What notes of it are kept under; `None` for an account whose id AWS would not take again.
    pub fn subject(&self) -> Option<Subject> {
        let workspace = self.workspace.clone();
        Some(match self.kind {
            TokenKind::Account => Subject::Account { workspace, account: self.account.clone()? },
            TokenKind::Token => Subject::Token { workspace, account: self.account.clone()?, token: self.id.clone() },
            TokenKind::Key => Subject::Key { workspace, name: self.name.clone() },
        })
    }
}
