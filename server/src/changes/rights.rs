//! What a plan needs beside the permission of its form: what gives the role ADMIN needs the right to give roles as well.
//! The role of a service account is the one that AWS told while the plan was made.

use super::change::Change;
use super::part::{Job, Proposal};
use super::tokens;
use model::Millis;
use serde_json::Value;

impl Proposal {
    /// Whether its writes, sent at this moment, do.
    pub fn gives_admin(&self, at: Millis) -> bool {
        self.parts.iter().any(|part| gives_admin(&part.seen.state, &part.changes, at))
    }
}

impl Job {
    /// Whether its writes, sent at this moment, do.
    pub fn gives_admin(&self, at: Millis) -> bool {
        gives_admin(&self.target.state, &self.changes, at)
    }
}

/// A role of Grafana that is not known may do anything: it is taken for ADMIN.
pub fn is_admin(grafana_role: &str) -> bool {
    !matches!(grafana_role, "VIEWER" | "EDITOR")
}

/// Whether the writes of a target, planned on this state, give somebody what an admin may do who need not have had it.
fn gives_admin(state: &Value, changes: &[Change], at: Millis) -> bool {
    let admin = changes.iter().any(|change| match change {
        Change::CreateServiceAccount { grafana_role, .. } | Change::MintKey { grafana_role, .. } => {
            is_admin(grafana_role)
        }
        Change::MintToken { .. } => is_admin(state["role"].as_str().unwrap_or_default()),
        _ => false,
    });
    admin && !tokens::renews(changes, at)
}
