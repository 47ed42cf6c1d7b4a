//! Everything that is known of who holds which role: all workspaces, all holders, and what stands between them.

use super::{GrafanaRole, Holder};
use crate::fleet::{AccountName, SignIn};
use crate::{Error, Millis, ResourceKey};
use serde::{Deserialize, Serialize};

/// A Grafana workspace, and how its holders were last read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessWorkspace {
    pub key: ResourceKey,
    /// Empty when AWS has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account_name: String,
    /// `key=value`, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignIn>,
    /// When its holders were last read; `None` when they never were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Millis>,
    /// Why the newest read of its holders failed; the grants are those read before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// Entries of AWS's list that were left out, because their kind or role is none that is known here.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl AccessWorkspace {
    /// The name, or the id where there is none.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.key.id } else { &self.name }
    }

    /// Nobody of Identity Center signs in here, so nobody holds a role: SAML's assertion says it, or nobody can.
    pub fn has_no_holders(&self) -> bool {
        self.sign_in.as_ref().is_some_and(|sign_in| !sign_in.sso)
    }

    /// Roles come from the assertion alone.
    pub fn is_saml_only(&self) -> bool {
        self.sign_in.as_ref().is_some_and(|sign_in| sign_in.saml && !sign_in.sso)
    }

    /// Who holds a role is not known, or was known before and may be different by now.
    pub fn is_uncertain(&self) -> bool {
        !self.has_no_holders() && (self.read_at.is_none() || self.error.is_some())
    }

    /// Its first answer is still on its way.
    pub fn is_unread(&self) -> bool {
        self.is_uncertain() && self.read_at.is_none() && self.error.is_none()
    }
}

/// A person or group that holds a role somewhere, as far as anybody knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessHolder {
    pub holder: Holder,
    /// As the directory shows it; `None` where there is no directory, or none of this id in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What tells it from others of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<HolderDetail>,
    /// Whether the directory knows this id; `None` where there is no directory, or it was not read yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<bool>,
    /// The place of a workspace in the list beside this one, with the role there; sorted, each workspace once.
    pub grants: Vec<(u32, GrafanaRole)>,
}

/// What tells a person from others of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderDetail {
    Email(String),
    UserName(String),
}

impl HolderDetail {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::UserName(text) => text,
        }
    }
}

impl AccessHolder {
    /// The name, or the id where there is none.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.holder.id)
    }

    /// The strongest role it holds anywhere; `None` when it holds none.
    pub fn highest(&self) -> Option<GrafanaRole> {
        self.grants.iter().map(|(_, role)| *role).max()
    }

    /// The role it holds in the workspace at a place.
    pub fn role_in(&self, place: u32) -> Option<GrafanaRole> {
        self.grants.iter().find(|(at, _)| *at == place).map(|(_, role)| *role)
    }

    /// It holds a role, and the directory knows nothing of it: gone, or of another directory.
    pub fn is_orphan(&self) -> bool {
        self.known == Some(false)
    }
}

/// How the directory was last read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryState {
    /// The configuration names one. Without it holders are shown by their ids.
    pub configured: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Millis>,
    /// Why the newest read failed; names are those read before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
    /// There are more people or groups in it than were read, so that nobody can be said to be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// Who is shown by one name, which several people may share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Called {
    /// How many they are, among those who were read.
    pub count: usize,
    /// The first few of them, without grants.
    pub few: Vec<AccessHolder>,
    pub directory: DirectoryState,
}

impl Called {
    /// Everybody was read, so that nobody else is called so.
    pub fn is_whole(&self) -> bool {
        self.directory.read_at.is_some() && !self.directory.cut
    }
}

/// All of it, or the part of one holder or one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessIndex {
    pub now: Millis,
    /// Differs where the content does, the clock aside.
    pub revision: u64,
    /// By name; grants name their places in this list.
    pub workspaces: Vec<AccessWorkspace>,
    pub holders: Vec<AccessHolder>,
    pub accounts: Vec<AccountName>,
    pub directory: DirectoryState,
    /// Workspaces there are at all, where the list holds only some of them.
    pub total: u32,
}

impl AccessIndex {
    pub fn workspace(&self, place: u32) -> Option<&AccessWorkspace> {
        self.workspaces.get(place as usize)
    }

    /// When the oldest of what can be read was read.
    pub fn oldest(&self) -> Option<Millis> {
        self.workspaces.iter().filter(|workspace| workspace.error.is_none()).filter_map(|w| w.read_at).min()
    }

    /// Some holders, in this order, with their workspaces, and those that may be theirs and cannot be said to be or not
    /// to be. Holders without a role are not there.
    #[must_use]
    pub fn of_holders(mut self, wanted: &[Holder]) -> Self {
        let all = std::mem::take(&mut self.holders);
        let one = |wanted: &Holder| all.iter().find(|one| one.holder == *wanted).cloned();
        let holders: Vec<AccessHolder> = wanted.iter().filter_map(one).collect();
        let places: Vec<u32> =
            holders.iter().flat_map(|holder| holder.grants.iter().map(|(place, _)| *place)).collect();
        self.keep(holders, |place, workspace| places.contains(&place) || workspace.is_uncertain())
    }

    /// One workspace with its holders, the strongest first; without any workspace when it is not known.
    #[must_use]
    pub fn of_workspace(mut self, key: &ResourceKey) -> Self {
        let holders = std::mem::take(&mut self.holders);
        let mut part = self.keep(holders, |_, workspace| workspace.key == *key);
        part.holders.retain(|holder| !holder.grants.is_empty());
        part.holders.sort_by_cached_key(|holder| {
            (std::cmp::Reverse(holder.highest()), holder.name.is_none(), holder.label().to_lowercase())
        });
        part
    }

    /// Keeps some workspaces, with the grants in them under their new places.
    fn keep(mut self, mut holders: Vec<AccessHolder>, kept: impl Fn(u32, &AccessWorkspace) -> bool) -> Self {
        let mut places = Vec::new();
        let mut workspaces = Vec::new();
        for (place, workspace) in (0..).zip(self.workspaces) {
            if kept(place, &workspace) {
                places.push(place);
                workspaces.push(workspace);
            }
        }
        for holder in &mut holders {
            holder.grants = moved(&holder.grants, &places);
        }
        self.workspaces = workspaces;
        self.holders = holders;
        self
    }
}

/// Grants under their new places: `places` names the old ones in the new order. Others are left out.
pub(super) fn moved(grants: &[(u32, GrafanaRole)], places: &[u32]) -> Vec<(u32, GrafanaRole)> {
    let found = |(new, old): (u32, &u32)| grants.iter().find(|(place, _)| place == old).map(|(_, role)| (new, *role));
    (0..).zip(places).filter_map(found).collect()
}
