//! What a plan needs to be carried out: a configuration that names what it writes to, the permission of its form, and
//! where it gives the role ADMIN, the right to give roles as well. The role of a service account is the one that AWS
//! told while the plan was made.

use super::change::{Change, SCHEMA};
use super::part::{Job, Proposal};
use super::{Service, stored, tokens};
use model::door::Draft;
use model::{Error, Millis, Principal};
use serde_json::Value;
use store::PlanRecord;

impl Service {
    /// What a plan is to do, for somebody who may do it. Whoever only drops it gives nobody anything.
    pub(super) fn executable(&self, who: &Principal, record: &PlanRecord, sends: bool) -> Result<Vec<Job>, Error> {
        let draft: Draft = stored::parse(&record.draft)?;
        self.require(who, draft.permission(), Some(&record.id))?;
        if record.schema > SCHEMA {
            return Err(Error::conflict("This plan was made by a newer version of Belvedere. Plan it again."));
        }
        let jobs = stored::work(record)?;
        if sends {
            self.within_reach(&jobs)?;
        }
        // What ends after the plan was made is held up where it would be sent, in words of its own.
        let gives_admin = sends && jobs.iter().any(|job| job.gives_admin(record.created_at));
        self.require_grant(who, gives_admin, Some(&record.id))?;
        Ok(jobs)
    }

    /// What is configured now names everything that would be written to. Where secrets go to is looked at for itself.
    fn within_reach(&self, jobs: &[Job]) -> Result<(), Error> {
        let changes = jobs.iter().flat_map(|job| &job.changes).filter(|change| !change.is_of_secret());
        for change in changes {
            self.road.fleet.require(change.kind(), change.scope())?;
        }
        Ok(())
    }
}

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
