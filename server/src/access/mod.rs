//! Who holds which role, for people: the fleet's grants with the directory's names. From memory; decides nothing.

use crate::clock::{now, steady};
use crate::directory::{self, Directory};
use crate::fleet::{self, HeldWorkspace};
use model::access::{
    AccessHolder, AccessIndex, AccessWorkspace, Called, GrafanaRole, Holder, HolderKind, PersonGroups, is_id,
};
use model::door::{Access, BoxFuture};
use model::{Error, Permission, Principal};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The most that a search of the directory answers.
const FOUND: usize = 20;

/// Of people of one name, those that are told apart in a sentence.
const TOLD_APART: usize = 3;

/// Reads people and roles.
pub struct Service {
    fleet: Arc<fleet::Service>,
    directory: Arc<Directory>,
    /// Where names are from; `None` where no directory is configured.
    source: Option<aws::Directory>,
}

impl Service {
    pub fn new(fleet: Arc<fleet::Service>, directory: Arc<Directory>, source: Option<aws::Directory>) -> Self {
        Self { fleet, directory, source }
    }
}

impl Access for Service {
    fn index(&self, who: &Principal) -> Result<AccessIndex, Error> {
        who.require(Permission::AccessRead)?;
        let (held, accounts) = self.fleet.held()?;
        let total = u32::try_from(held.len()).unwrap_or(u32::MAX);
        let (workspaces, grants) = apart(held);
        let named = |(holder, grants)| AccessHolder { grants, ..self.directory.describe(&holder) };
        let holders = grants.into_iter().map(named).collect();
        let directory = self.directory.state();
        let index = AccessIndex { now: 0, revision: 0, workspaces, holders, accounts, directory, total };
        Ok(AccessIndex { now: now(), revision: revision(&index)?, ..index })
    }

    fn groups_of(&self, who: &Principal, person: &Holder) -> Result<Option<PersonGroups>, Error> {
        who.require(Permission::AccessRead)?;
        self.directory.look_at(steady(), person);
        let groups = self.fleet.holding_groups().into_iter().map(|id| Holder::new(HolderKind::Group, id));
        Ok(self.directory.groups_of(&person.id, &groups.collect::<Vec<_>>()))
    }

    fn look_up(&self, who: &Principal, holder: &Holder) -> Result<AccessHolder, Error> {
        who.require(Permission::AccessRead)?;
        Ok(self.directory.describe(holder))
    }

    fn search(&self, who: &Principal, text: &str) -> Result<Vec<AccessHolder>, Error> {
        who.require(Permission::AccessRead)?;
        Ok(self.directory.search(text, FOUND))
    }

    fn resolve(&self, who: &Principal, text: &str) -> Result<Vec<Holder>, Error> {
        who.require(Permission::AccessRead)?;
        Ok(self.directory.resolve(text))
    }

    fn called(&self, who: &Principal, text: &str) -> Result<Called, Error> {
        who.require(Permission::AccessRead)?;
        Ok(self.directory.called(text, TOLD_APART))
    }

    fn look_for<'a>(&'a self, who: &'a Principal, text: &'a str) -> BoxFuture<'a, Result<Vec<Holder>, Error>> {
        Box::pin(async move {
            let known = self.resolve(who, text)?;
            match &self.source {
                Some(source) if known.is_empty() && !is_id(text) => {
                    Ok(directory::ask(&self.directory, source, text).await?)
                }
                _ => Ok(known),
            }
        })
    }
}

type Grants = BTreeMap<Holder, Vec<(u32, GrafanaRole)>>;

/// The workspaces, and each holder once with the places of its own.
fn apart(held: Vec<HeldWorkspace>) -> (Vec<AccessWorkspace>, Grants) {
    let mut holders = Grants::new();
    let mut workspaces = Vec::with_capacity(held.len());
    for (place, HeldWorkspace { workspace, grants }) in (0..).zip(held) {
        for grant in grants {
            holders.entry(grant.holder).or_default().push((place, grant.role));
        }
        workspaces.push(workspace);
    }
    (workspaces, holders)
}

/// A number that tells one content from another.
fn revision(index: &AccessIndex) -> Result<u64, Error> {
    let text = serde_json::to_string(index).map_err(|error| {
        tracing::error!(%error, "access not told");
        Error::internal()
    })?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    // Numbers above 2^53 do not survive every reader of JSON.
    Ok(hasher.finish() >> 11)
}
