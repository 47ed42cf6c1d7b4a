//! Giving and taking Grafana roles, of many holders in many workspaces at once.

use crate::access::{GrafanaRole, Holder};
use crate::{FieldError, PlanOrigin, ResourceKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Instructions in one batch: 500 calls to AWS at most, and some minutes at its rate.
pub const INSTRUCTIONS: usize = 10_000;
/// Workspaces in one batch.
pub const WORKSPACES: usize = 200;

/// What one holder shall have in one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantWish {
    pub workspace: ResourceKey,
    pub holder: Holder,
    /// `None` takes whatever it has.
    pub role: Option<GrafanaRole>,
}

/// A batch as it is edited. Holders it does not name keep what they have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredBatch")]
pub struct GrantBatch {
    pub origin: PlanOrigin,
    pub wishes: Vec<GrantWish>,
}

/// A batch as it was ever stored: earlier versions wrote a title in place of the origin.
#[derive(Deserialize)]
struct StoredBatch {
    #[serde(default)]
    origin: Option<PlanOrigin>,
    #[serde(default)]
    title: String,
    wishes: Vec<GrantWish>,
}

impl From<StoredBatch> for GrantBatch {
    fn from(stored: StoredBatch) -> Self {
        let origin = stored.origin.unwrap_or_else(|| PlanOrigin::of_title(stored.title));
        Self { origin, wishes: stored.wishes }
    }
}

impl GrantBatch {
    /// Every field error there is: `wishes` for the batch, `wishes.N` for the instruction at place N, from 0.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        match self.wishes.len() {
            0 => errors.push(FieldError::new("wishes", "There is nothing in this batch yet.")),
            n if n > INSTRUCTIONS => {
                errors.push(FieldError::new(
                    "wishes",
                    format!("A batch has at most {INSTRUCTIONS} instructions; this one has {n}."),
                ));
            }
            _ => {}
        }
        let workspaces: BTreeSet<String> = self.wishes.iter().map(|wish| wish.workspace.path()).collect();
        if workspaces.len() > WORKSPACES {
            let message =
                format!("A batch changes at most {WORKSPACES} workspaces; this one has {}.", workspaces.len());
            errors.push(FieldError::new("wishes", message));
        }
        let mut seen = BTreeSet::new();
        for (at, wish) in self.wishes.iter().enumerate() {
            if let Err(error) = wish.holder.checked() {
                errors.push(FieldError::new(&format!("wishes.{at}"), error.message));
            }
            if !seen.insert((wish.workspace.path(), &wish.holder)) {
                let message =
                    format!("{} {} stands here twice for the same workspace.", wish.holder.kind.word(), wish.holder.id);
                errors.push(FieldError::new(&format!("wishes.{at}"), message));
            }
        }
        errors
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{GrantBatch, GrantWish};
    use crate::access::{GrafanaRole, Holder, HolderKind};
    use crate::{Kind, ResourceKey};

    fn wish(id: &str) -> GrantWish {
        GrantWish {
            workspace: ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap(),
            holder: Holder::new(HolderKind::User, id),
            role: Some(GrafanaRole::Viewer),
        }
    }

    fn wrong(wishes: Vec<GrantWish>) -> Vec<String> {
        GrantBatch { origin: crate::PlanOrigin::Person, wishes }
            .validate()
            .into_iter()
            .map(|error| error.field)
            .collect()
    }

    const ID: &str = "0c2f0d1e-1111-4a4a-8b8b-0123456789ab";

    #[test]
    fn an_empty_batch_and_ids_of_neither_form_are_refused_by_their_place() {
        assert_eq!(wrong(Vec::new()), ["wishes"]);
        assert_eq!(wrong(vec![wish(ID), wish("ada@example.com")]), ["wishes.1"]);
        assert!(wrong(vec![wish(ID)]).is_empty());
    }

    #[test]
    fn one_holder_twice_in_a_workspace_is_a_contradiction() {
        assert_eq!(wrong(vec![wish(ID), wish(ID)]), ["wishes.1"]);
        assert_eq!(wrong(vec![wish(ID), wish(&ID.to_uppercase())]), ["wishes.1"]);
    }
}
