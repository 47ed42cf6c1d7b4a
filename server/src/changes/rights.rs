//! What a plan needs beside the permission of its form: what gives the role ADMIN needs the right to give roles as well.
//! The role of a service account is the one that AWS told while the plan was made.

use super::change::Change;
use super::part::{Job, Proposal};
use super::tokens;
use serde_json::Value;

impl Proposal {
    pub fn gives_admin(&self) -> bool {
        self.parts.iter().any(|part| gives_admin(&part.seen.state, &part.changes))
    }
}

impl Job {
    pub fn gives_admin(&self) -> bool {
        gives_admin(&self.target.state, &self.changes)
    }
}

/// Whether the writes of a target, planned on this state, give somebody what an admin may do who need not have had it.
/// Of a role that is not known it is taken that they do.
fn gives_admin(state: &Value, changes: &[Change]) -> bool {
    let weaker = |role: Option<&str>| matches!(role, Some("VIEWER" | "EDITOR"));
    let admin = changes.iter().any(|change| match change {
        Change::CreateServiceAccount { grafana_role, .. } | Change::MintKey { grafana_role, .. } => {
            !weaker(Some(grafana_role))
        }
        Change::MintToken { .. } => !weaker(state["role"].as_str()),
        _ => false,
    });
    admin && !tokens::renews(changes)
}
