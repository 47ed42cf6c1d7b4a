//! Which groups a person is in, as far as that is known.

use super::{AccessHolder, Holder};
use crate::{Error, Millis};
use serde::{Deserialize, Serialize};

/// Of the groups that hold a role somewhere, those a person is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonGroups {
    pub own: Vec<Holder>,
    /// Groups of which it is not known whether the person is in them; without grants.
    pub unknown: Vec<AccessHolder>,
    /// When all groups of this person were last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Millis>,
    /// Why the newest read of them failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Error>,
}

impl PersonGroups {
    /// The first answer is still on its way.
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none() && self.error.is_none()
    }
}
