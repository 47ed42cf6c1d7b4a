//! Everything the emulator holds, by account and region. It knows no HTTP and no rules: those are in `services`.

mod directory;
mod domain;
mod life;
mod random;
mod secret;
mod workspace;

use std::collections::{BTreeMap, HashSet};

use tokio::time::Instant;

pub(crate) use directory::{Directory, Entry, Membership};
pub(crate) use domain::{Domain, Policy};
pub(crate) use life::{Ending, Resource, Status};
pub(crate) use random::{alphanumeric, hex_digits, serial, sha256, token_of};
pub(crate) use secret::Secret;
pub(crate) use workspace::{ApiKey, Grant, ServiceAccount, Token, Workspace};

/// All scopes.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    scopes: BTreeMap<(String, String), Scope>,
    sequence: u64,
}

/// What one account holds in one region. Lists are in the order of creation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) prometheus: Vec<Resource>,
    /// Those of Prometheus workspaces, by their ids, as far as one was changed.
    pub(crate) configurations: BTreeMap<String, Resource>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) secrets: Vec<Secret>,
    /// The directory of Identity Center, in the one scope that owns it.
    pub(crate) directory: Option<Directory>,
    /// How many of each there were at the start; quotas count from there.
    pub(crate) seeded: Seeded,
    /// Digests of the parameters of every workspace ever asked for, for the look-alike rule.
    pub(crate) asked: HashSet<String>,
}

/// Numbers of resources that came with the seed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seeded {
    pub(crate) workspaces: usize,
    pub(crate) prometheus: usize,
    pub(crate) domains: usize,
}

impl World {
    /// What an account holds in a region; nothing, if it was never used.
    pub(crate) fn scope(&mut self, account: &str, region: &str) -> &mut Scope {
        self.scopes.entry((account.to_owned(), region.to_owned())).or_default()
    }

    /// A directory by its id, with the account and region that own it.
    pub(crate) fn directory(&self, id: &str) -> Option<(&str, &str, &Directory)> {
        self.scopes.iter().find_map(|((account, region), scope)| {
            let directory = scope.directory.as_ref().filter(|directory| directory.id == id)?;
            Some((account.as_str(), region.as_str(), directory))
        })
    }

    /// The next number in the order of creation.
    pub(crate) fn next(&mut self) -> u64 {
        self.reserve(1)
    }

    /// The first of `count` next numbers.
    pub(crate) fn reserve(&mut self, count: u64) -> u64 {
        let first = self.sequence + 1;
        self.sequence += count;
        first
    }

    /// Takes what is there now as the seed.
    pub(crate) fn seeded(&mut self) {
        for scope in self.scopes.values_mut() {
            scope.seeded = Seeded {
                workspaces: scope.workspaces.len(),
                prometheus: scope.prometheus.len(),
                domains: scope.domains.len(),
            };
        }
    }

    /// Ends every passing state whose time has come; all of them when no moment is given.
    pub(crate) fn settle(&mut self, now: Option<Instant>) {
        for scope in self.scopes.values_mut() {
            scope.workspaces.retain_mut(|workspace| workspace.resource.settle(now));
            scope.prometheus.retain_mut(|resource| resource.settle(now));
            scope
                .configurations
                .retain(|id, held| held.settle(now) && scope.prometheus.iter().any(|one| one.id == *id));
        }
    }

    /// A digest over everything held; equal as long as nothing changed.
    pub(crate) fn fingerprint(&self) -> String {
        let held: Vec<_> = self.scopes.iter().filter(|(_, scope)| !scope.is_empty()).collect();
        token_of(&[&format!("{held:?}")])
    }
}

impl Scope {
    fn is_empty(&self) -> bool {
        let resources = self.workspaces.len() + self.prometheus.len() + self.domains.len() + self.secrets.len();
        resources == 0 && self.directory.is_none()
    }
}
