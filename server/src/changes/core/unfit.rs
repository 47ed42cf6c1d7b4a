//! Why something takes no write as it is.

use model::{Kind, Status};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Unfit {
    /// AWS's state of a resource.
    State { kind: Kind, status: Status, wanted: Wanted },
    /// Secrets go below a prefix alone.
    Prefix { prefix: String },
    /// As an earlier version of Belvedere wrote it.
    Written(String),
}

/// What a state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    Change,
    Deletion,
    /// A change of service accounts, their tokens, or API keys.
    Accounts,
}

impl Unfit {
    /// `None` where the state allows it.
    pub fn for_state(kind: Kind, status: &Status, wanted: Wanted) -> Option<Self> {
        let refused = match wanted {
            Wanted::Change => status.refuses_change(kind),
            Wanted::Deletion => status.refuses_delete(kind),
            Wanted::Accounts => status.refuses_accounts(),
        };
        refused.map(|_| Self::State { kind, status: status.clone(), wanted })
    }
}
