//! What gives the role ADMIN needs the right to give roles, besides what the request itself needs.

use super::kind::Change;
use super::proposal::{Proposal, TargetJob};
use super::secret_owner::renews;
use model::Millis;
use serde_json::Value;

/// Whether the writes of a target, planned on this state, give somebody what an admin may do who need not have had it.
pub fn gives_admin(state: &Value, changes: &[Change], at: Millis) -> bool {
    changes.iter().any(|change| change.gives_admin(state)) && !renews(changes, at)
}

impl Proposal {
    /// Whether its writes, sent at this moment, do.
    pub fn gives_admin(&self, at: Millis) -> bool {
        self.targets.iter().any(|target| gives_admin(&target.seen.state, &target.changes, at))
    }
}

impl TargetJob {
    /// Whether its writes, sent at this moment, do.
    pub fn gives_admin(&self, at: Millis) -> bool {
        gives_admin(&self.target.state, &self.changes, at)
    }
}
