//! What the reader may do: an action that is not theirs to take says so before it is tried. The server decides.

use crate::layout::Viewing;
use leptos::prelude::*;
use model::detail::Action;
use model::{Permission, Role};

/// The roles of the reader; `None` while they are not known, when nothing is held back.
#[derive(Clone)]
pub struct Rights(Option<Vec<Role>>);

impl Rights {
    pub fn of_reader() -> Self {
        let viewer = use_context::<Viewing>().and_then(|Viewing(viewer)| viewer.get_untracked());
        Self(viewer.map(|viewer| viewer.roles))
    }

    pub fn lack(&self, permission: Permission) -> bool {
        self.0.as_ref().is_some_and(|roles| !roles.iter().any(|role| role.allows(permission)))
    }

    /// Why an action cannot be taken: the right to it first, then the state.
    pub fn refuse(&self, action: &Action, permission: Permission) -> Option<String> {
        match self.lack(permission) {
            true => Some(["Your roles do not have the permission ", permission.name(), "."].concat()),
            false => action.refused.clone(),
        }
    }
}
