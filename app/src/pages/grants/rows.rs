//! The working set: one instruction a row, edited in the browser and kept in the tab over a reload.

use leptos::prelude::*;
use model::ResourceKey;
use model::access::{GrafanaRole, Holder};
use model::form::{GrantBatch, GrantWish};
use std::collections::BTreeMap;

/// What one holder shall have in one workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Tells rows apart while they come and go.
    pub number: u32,
    pub workspace: ResourceKey,
    pub holder: Holder,
    /// `None` takes what it has.
    pub role: Option<GrafanaRole>,
}

#[derive(Clone, Copy)]
pub struct Rows(pub RwSignal<Vec<Row>>);

impl Rows {
    pub fn of(batch: &GrantBatch) -> Self {
        let rows = Self(RwSignal::new(Vec::new()));
        rows.set(batch.wishes.iter().cloned().map(|GrantWish { workspace, holder, role }| (workspace, holder, role)));
        rows
    }

    pub fn count(self) -> usize {
        self.0.with(Vec::len)
    }

    /// The same holder in the same workspace is one row, which moves to the end: the last word counts.
    pub fn set(self, wishes: impl IntoIterator<Item = (ResourceKey, Holder, Option<GrafanaRole>)>) {
        self.0.update(|rows| {
            let mut number = rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
            // A batch may have thousands: looking through all of them for each would take seconds.
            let mut last = BTreeMap::new();
            let old = rows.drain(..).map(|row| (row.workspace, row.holder, row.role, Some(row.number)));
            let new = wishes.into_iter().map(|(workspace, holder, role)| (workspace, holder, role, None));
            let all: Vec<_> = old.chain(new).collect();
            for (at, (workspace, holder, ..)) in all.iter().enumerate() {
                last.insert((workspace.path(), holder.clone()), at);
            }
            for (at, (workspace, holder, role, known)) in all.into_iter().enumerate() {
                if last.get(&(workspace.path(), holder.clone())) == Some(&at) {
                    rows.push(Row { number: known.unwrap_or(number), workspace, holder, role });
                    number += u32::from(known.is_none());
                }
            }
        });
    }

    pub fn role_of(self, number: u32) -> Option<GrafanaRole> {
        self.0.with(|rows| rows.iter().find(|row| row.number == number).and_then(|row| row.role))
    }

    /// Gives the same role to some of them.
    pub fn give(self, numbers: &[u32], role: Option<GrafanaRole>) {
        self.0.update(|rows| {
            for row in rows.iter_mut().filter(|row| numbers.binary_search(&row.number).is_ok()) {
                row.role = role;
            }
        });
    }

    pub fn remove(self, numbers: &[u32]) {
        self.0.update(|rows| rows.retain(|row| numbers.binary_search(&row.number).is_err()));
    }

    pub fn read(self) -> GrantBatch {
        let wish =
            |row: &Row| GrantWish { workspace: row.workspace.clone(), holder: row.holder.clone(), role: row.role };
        GrantBatch { origin: model::PlanOrigin::Person, wishes: self.0.with(|rows| rows.iter().map(wish).collect()) }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Rows;
    use leptos::prelude::*;
    use model::access::{GrafanaRole, Holder, HolderKind};
    use model::form::GrantBatch;
    use model::{Kind, ResourceKey};

    fn key() -> ResourceKey {
        ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap()
    }

    fn told(rows: Rows) -> Vec<(String, Option<GrafanaRole>)> {
        untrack(|| rows.read()).wishes.into_iter().map(|wish| (wish.holder.id, wish.role)).collect()
    }

    fn rows(wishes: &[(&str, Option<GrafanaRole>)]) -> Rows {
        let rows = Rows::of(&GrantBatch::default());
        for (id, role) in wishes {
            rows.set([(key(), Holder::new(HolderKind::User, *id), *role)]);
        }
        rows
    }

    #[test]
    fn one_holder_in_one_workspace_is_one_row_and_the_last_word_counts() {
        let owner = Owner::new();
        owner.set();
        let rows = rows(&[("a", Some(GrafanaRole::Viewer)), ("b", None), ("a", Some(GrafanaRole::Admin))]);
        assert_eq!(told(rows), [("b".to_owned(), None), ("a".to_owned(), Some(GrafanaRole::Admin))]);
        let ada = Holder::new(HolderKind::User, "c");
        rows.set([(key(), ada.clone(), None), (key(), ada, Some(GrafanaRole::Editor))]);
        assert_eq!(told(rows)[2..], [("c".to_owned(), Some(GrafanaRole::Editor))]);
    }

    #[test]
    fn some_rows_get_a_role_or_go_and_the_others_stay_as_they_are() {
        let owner = Owner::new();
        owner.set();
        let rows = rows(&[("a", None), ("b", None), ("c", None)]);
        let numbers: Vec<u32> = untrack(|| rows.0.get()).iter().map(|row| row.number).collect();
        rows.give(&numbers[..2], Some(GrafanaRole::Editor));
        rows.remove(&numbers[..1]);
        assert_eq!(told(rows), [("b".to_owned(), Some(GrafanaRole::Editor)), ("c".to_owned(), None)]);
    }
}
