//! What is asked for while the batch grows: in which workspaces, and with which role.

use super::Names;
use super::api::{Found, Offer};
use super::rows::Rows;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::ResourceKey;
use model::access::GrafanaRole;

/// The batch, and what the next ones who are added to it get.
#[derive(Clone, Copy)]
pub struct Asked {
    pub check: Check,
    pub rows: Rows,
    pub names: Names,
    pub offered: StoredValue<Vec<Offer>>,
    /// Paths of workspaces.
    pub chosen: RwSignal<Vec<String>>,
    /// AWS's word; empty takes the role.
    pub role: RwSignal<String>,
    /// Lines that are written and not in the batch.
    pub lines: RwSignal<String>,
    /// Somebody was to be added while no workspace was chosen.
    pub missed: RwSignal<bool>,
}

impl Asked {
    /// The workspaces that are chosen, in the order they are offered in.
    pub fn keys(self) -> Vec<ResourceKey> {
        let chosen = self.chosen.get_untracked();
        let key = |offer: &Offer| chosen.contains(&offer.key.path()).then(|| offer.key.clone());
        self.offered.with_value(|offered| offered.iter().filter_map(key).collect())
    }

    /// What a workspace is called.
    pub fn place(self, key: &ResourceKey) -> String {
        let name =
            |offered: &Vec<Offer>| offered.iter().find(|offer| offer.key == *key).map(|offer| offer.name.clone());
        self.offered.with_value(name).unwrap_or_else(|| key.id.clone())
    }

    /// Puts those that were found into the batch: where and with which role their line says, else as chosen. False, and
    /// nothing is put, where a workspace has to be chosen first.
    pub fn put(self, found: Vec<Found>) -> bool {
        let keys = self.keys();
        self.missed.set(keys.is_empty() && found.iter().any(|one| one.workspace.is_none()));
        if self.missed.get_untracked() {
            return false;
        }
        let chosen = GrafanaRole::parse(&self.role.get_untracked());
        self.names.learn(found.iter().map(|one| (one.holder.clone(), one.name.clone())).collect());
        let mut wishes = Vec::new();
        for Found { holder, role, workspace, .. } in found {
            let role = role.map_or(chosen, |role| GrafanaRole::parse(&role));
            let places = workspace.as_ref().map_or(keys.as_slice(), std::slice::from_ref);
            wishes.extend(places.iter().map(|key| (key.clone(), holder.clone(), role)));
        }
        self.rows.set(wishes);
        self.check.changed("wishes");
        true
    }
}
