//! What was last read, in memory. Pure: times come in, nothing is called.

use super::holders::Held;
use super::parts::Entry;
use crate::clock::Moment;
use aws::Failure;
use model::access::HolderKind;
use model::fleet::{Row, ScopeState};
use model::{Error, Kind, Millis, ResourceKey, Scope};
use std::collections::{BTreeMap, HashMap};

/// One list of one scope.
#[derive(Default)]
struct List {
    rows: BTreeMap<String, Kept>,
    read_at: Option<Millis>,
    error: Option<Error>,
}

/// One row, and when its read was taken in, as `steady` has it: what is shown with it may have jumped.
struct Kept {
    row: Row,
    at: Millis,
}

#[derive(Default)]
pub(super) struct Snapshot {
    lists: HashMap<(Kind, Scope), List>,
    entries: HashMap<ResourceKey, Entry>,
    /// Who holds a role, in the Grafana workspaces whose holders were asked for. No list shows it.
    held: HashMap<ResourceKey, Held>,
    /// Grafana versions a workspace can be created with, newest first.
    pub versions: Vec<String>,
    revision: u64,
}

impl Snapshot {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes in one read of a list, begun at `begun`, as `steady` has it, and ended at `now`.
    pub fn record_list(
        &mut self,
        kind: Kind,
        scope: &Scope,
        begun: Millis,
        now: Moment,
        answer: Result<Vec<Row>, Failure>,
    ) {
        self.revision += 1;
        let list = self.lists.entry((kind, scope.clone())).or_default();
        let rows = match answer {
            Ok(rows) => rows,
            Err(failure) => {
                list.error = Some(failure.into());
                return;
            }
        };
        let keep = |row: Row| (row.key.id.clone(), Kept { row, at: now.steady });
        let mut fresh: BTreeMap<String, Kept> = rows.into_iter().map(keep).collect();
        // Read by itself after this list was begun: newer than the list, which may not have it yet.
        for (id, kept) in std::mem::take(&mut list.rows) {
            let row = &kept.row;
            if kept.at >= begun {
                fresh.insert(id, kept);
            } else if fresh.get(&id).is_some_and(|newer| newer.row.status != row.status) {
                // What was read of it belongs to a state that is over.
                if let Some(entry) = self.entries.get_mut(&row.key) {
                    entry.asked_at = 0;
                }
                if let Some(held) = self.held.get_mut(&row.key) {
                    held.touch(now.steady);
                }
            }
        }
        list.rows = fresh;
        list.read_at = Some(now.wall);
        list.error = None;
        let rows = &list.rows;
        let stays = |key: &ResourceKey| key.kind != kind || key.scope != *scope || rows.contains_key(&key.id);
        self.entries.retain(|key, _| stays(key));
        self.held.retain(|key, _| stays(key));
    }

    /// Takes in one resource read by itself, at `at`, as `steady` has it.
    pub fn insert(&mut self, row: Row, at: Millis) {
        self.revision += 1;
        let list = self.lists.entry((row.key.kind, row.key.scope.clone())).or_default();
        list.rows.insert(row.key.id.clone(), Kept { row, at });
    }

    /// A direct read said that it does not exist.
    pub fn remove(&mut self, key: &ResourceKey) {
        self.revision += 1;
        self.entries.remove(key);
        self.held.remove(key);
        if let Some(list) = self.lists.get_mut(&(key.kind, key.scope.clone())) {
            list.rows.remove(&key.id);
        }
    }

    pub fn scope_state(&self, kind: Kind, scope: &Scope) -> ScopeState {
        let list = self.lists.get(&(kind, scope.clone()));
        let (read_at, error) = list.map_or((None, None), |list| (list.read_at, list.error.clone()));
        ScopeState { scope: scope.clone(), read_at, error }
    }

    pub fn row(&self, key: &ResourceKey) -> Option<Row> {
        let list = self.lists.get(&(key.kind, key.scope.clone()))?;
        list.rows.get(&key.id).map(|kept| self.completed(&kept.row, list))
    }

    pub fn rows(&self, kind: Kind) -> Vec<Row> {
        let lists = self.lists.iter().filter(|((k, _), _)| *k == kind);
        lists.flat_map(|(_, list)| list.rows.values().map(move |kept| self.completed(&kept.row, list))).collect()
    }

    /// The row with what only a read of the resource itself tells.
    fn completed(&self, row: &Row, list: &List) -> Row {
        let mut row = Row { stale: list.error.is_some(), ..row.clone() };
        if let Some(entry) = self.entries.get(&row.key) {
            if let Some(licence) = &mut row.licence {
                licence.expires_at = entry.licence_ends.or(licence.expires_at);
            }
            if let Some(tags) = &entry.tags {
                row.tags.clone_from(tags);
            }
        }
        row
    }

    pub fn is_changing(&self, kind: Kind, scope: &Scope) -> bool {
        let list = self.lists.get(&(kind, scope.clone()));
        list.is_some_and(|list| list.rows.values().any(|kept| kept.row.status.is_changing(kind)))
    }

    pub fn keys(&self, kind: Kind, scope: &Scope) -> Vec<ResourceKey> {
        let list = self.lists.get(&(kind, scope.clone()));
        list.map(|list| list.rows.values().map(|kept| kept.row.key.clone()).collect()).unwrap_or_default()
    }

    pub fn held(&self, key: &ResourceKey) -> Option<&Held> {
        self.held.get(key)
    }

    /// The groups among all holders, each as often as it holds a role.
    pub fn holding_groups(&self) -> Vec<String> {
        let grants = self.held.values().flat_map(Held::grants);
        grants.filter(|grant| grant.holder.kind == HolderKind::Group).map(|grant| grant.holder.id.clone()).collect()
    }

    /// The holders to write; `None` once the workspace is gone, and for other kinds. Lists are the same after it.
    pub fn held_mut(&mut self, key: &ResourceKey) -> Option<&mut Held> {
        let list = self.lists.get(&(key.kind, key.scope.clone())).filter(|_| key.kind == Kind::Grafana)?;
        list.rows.contains_key(&key.id).then(|| self.held.entry(key.clone()).or_default())
    }

    pub fn entry(&self, key: &ResourceKey) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// The entry to write into; `None` once the resource is gone.
    pub fn entry_mut(&mut self, key: &ResourceKey) -> Option<&mut Entry> {
        self.revision += 1;
        let list = self.lists.get(&(key.kind, key.scope.clone()))?;
        list.rows.contains_key(&key.id).then(|| self.entries.entry(key.clone()).or_insert_with(|| Entry::new(key.kind)))
    }
}
