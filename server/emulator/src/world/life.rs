//! Life cycles: a resource is in a status, perhaps a passing one that ends at a known moment. Nothing runs in the
//! background; every call first ends what is due.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::Instant;

/// All states of a Managed Grafana workspace; those of Prometheus are among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Status {
    Active,
    Creating,
    Deleting,
    Failed,
    Updating,
    Upgrading,
    DeletionFailed,
    CreationFailed,
    UpdateFailed,
    UpgradeFailed,
    LicenseRemovalFailed,
    VersionUpdating,
    VersionUpdateFailed,
    Degraded,
}

impl Status {
    /// It works and nothing is under way, so that it may be changed.
    pub(crate) fn settled(self) -> bool {
        use Status::*;
        matches!(self, Active | UpdateFailed | UpgradeFailed | LicenseRemovalFailed | VersionUpdateFailed | Degraded)
    }

    /// It may be deleted: settled, or failed for good.
    pub(crate) fn deletable(self) -> bool {
        use Status::*;
        self.settled() || matches!(self, Failed | CreationFailed | DeletionFailed)
    }

    /// There is a Grafana that could answer questions about itself.
    pub(crate) fn running(self) -> bool {
        use Status::*;
        !matches!(self, Creating | Deleting | Failed | CreationFailed)
    }
}

/// What all long-living resources have in common.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// Its place in the order of creation.
    pub(crate) sequence: u64,
    pub(crate) id: String,
    /// Members of the description, by their names on the wire.
    pub(crate) members: Map<String, Value>,
    pub(crate) tags: Map<String, Value>,
    pub(crate) status: Status,
    pending: Option<Pending>,
}

#[derive(Clone, Debug)]
struct Pending {
    due: Instant,
    ending: Ending,
}

/// How a passing state ends.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// In a status, with members changed; null removes one.
    In(Status, Map<String, Value>),
    Gone,
}

impl Resource {
    /// In a status it stays in.
    pub(crate) fn resting(sequence: u64, id: String, members: Map<String, Value>, status: Status) -> Self {
        Self { sequence, id, members, tags: Map::new(), status, pending: None }
    }

    /// Goes through a passing status.
    pub(crate) fn pass(&mut self, through: Status, due: Instant, ending: Ending) {
        self.status = through;
        self.pending = Some(Pending { due, ending });
    }

    /// Ends the passing status if it is due, or in any case when no moment is given; false when the resource is gone.
    pub(crate) fn settle(&mut self, now: Option<Instant>) -> bool {
        let due = |pending: &mut Pending| now.is_none_or(|now| pending.due <= now);
        let Some(pending) = self.pending.take_if(due) else { return true };
        match pending.ending {
            Ending::Gone => false,
            Ending::In(status, changes) => {
                self.status = status;
                self.change(changes);
                true
            }
        }
    }

    /// Changes members; null removes one.
    pub(crate) fn change(&mut self, changes: Map<String, Value>) {
        for (name, value) in changes {
            if value.is_null() {
                self.members.remove(&name);
            } else {
                self.members.insert(name, value);
            }
        }
    }

    /// A text member, empty if there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}
