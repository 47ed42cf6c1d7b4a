//! The working set: one instruction a row, edited in the browser and kept in the tab over a reload.

use leptos::prelude::*;
use model::ResourceKey;
use model::access::{GrafanaRole, Holder};
use model::form::{GrantBatch, GrantWish};

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
        for GrantWish { workspace, holder, role } in &batch.wishes {
            rows.set(workspace, holder, *role);
        }
        rows
    }

    pub fn count(self) -> usize {
        self.0.with(Vec::len)
    }

    /// The same holder in the same workspace is one row: the last word counts.
    pub fn set(self, workspace: &ResourceKey, holder: &Holder, role: Option<GrafanaRole>) {
        self.0.update(|rows| {
            let number = rows.iter().map(|row| row.number + 1).max().unwrap_or(0);
            rows.retain(|row| row.workspace != *workspace || row.holder != *holder);
            rows.push(Row { number, workspace: workspace.clone(), holder: holder.clone(), role });
        });
    }

    pub fn give(self, number: u32, role: Option<GrafanaRole>) {
        self.0.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.number == number) {
                row.role = role;
            }
        });
    }

    pub fn remove(self, number: u32) {
        self.0.update(|rows| rows.retain(|row| row.number != number));
    }

    pub fn read(self) -> GrantBatch {
        let wish =
            |row: &Row| GrantWish { workspace: row.workspace.clone(), holder: row.holder.clone(), role: row.role };
        GrantBatch { title: String::new(), wishes: self.0.with(|rows| rows.iter().map(wish).collect()) }
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

    #[test]
    fn one_holder_in_one_workspace_is_one_row_and_the_last_word_counts() {
        let owner = Owner::new();
        owner.set();
        let rows = Rows::of(&GrantBatch::default());
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap();
        let (ada, ben) = (Holder::new(HolderKind::User, "a"), Holder::new(HolderKind::User, "b"));
        rows.set(&key, &ada, Some(GrafanaRole::Viewer));
        rows.set(&key, &ben, None);
        rows.set(&key, &ada, Some(GrafanaRole::Admin));
        let roles: Vec<_> =
            untrack(|| rows.read()).wishes.into_iter().map(|wish| (wish.holder.id, wish.role)).collect();
        assert_eq!(roles, [("b".to_owned(), None), ("a".to_owned(), Some(GrafanaRole::Admin))]);
        let first = untrack(|| rows.0.get())[0].number;
        rows.remove(first);
        assert_eq!(untrack(|| rows.count()), 1);
    }
}
