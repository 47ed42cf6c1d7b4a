//! What the opposite of a step is made of.

use model::door::Facet;
use model::form::GrantWish;
use model::{ResourceKey, ServiceAccountId};

/// The opposite of one step that was applied.
#[derive(Clone, Debug, PartialEq)]
pub enum Undo {
    /// It has none.
    Nothing,
    /// The section shall be as the plan found it.
    Restore {
        key: ResourceKey,
        section: Facet,
    },
    /// These holders shall have the roles that the plan found.
    Roles(Vec<GrantWish>),
    /// What was minted goes, where it is still listed.
    RevokeToken {
        workspace: ResourceKey,
        account: ServiceAccountId,
        name: String,
    },
    RevokeKey {
        workspace: ResourceKey,
        name: String,
    },
}
