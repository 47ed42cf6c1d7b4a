//! What holders are called.

use leptos::prelude::*;
use model::access::Holder;
use std::collections::BTreeMap;

/// As far as this page has learned it.
#[derive(Clone, Copy)]
pub struct Names(RwSignal<BTreeMap<Holder, String>>);

impl Names {
    pub fn new(known: Vec<(Holder, String)>) -> Self {
        Self(RwSignal::new(known.into_iter().collect()))
    }

    pub fn learn(self, more: Vec<(Holder, String)>) {
        self.0.update(|names| names.extend(more));
    }

    /// The name, or the id where none is known.
    pub fn of(self, holder: &Holder) -> String {
        self.0.with_untracked(|names| names.get(holder).cloned()).unwrap_or_else(|| holder.id.clone())
    }

    pub fn all(self) -> Vec<(Holder, String)> {
        self.0.with_untracked(|names| names.clone().into_iter().collect())
    }
}
