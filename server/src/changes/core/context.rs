//! What kinds read and write with.

use super::delivery::Delivery;
use crate::directory::Directory;
use crate::fleet;
use aws::Aws;
use model::{Kind, PlanId, Scope};
use std::sync::Arc;
use std::time::Duration;
use store::{PlanStore, RunId};

/// What wants to know that something was just changed.
pub trait Refresh: Send + Sync {
    /// `id`: of the resource, where it is known.
    fn touch(&self, kind: Kind, scope: &Scope, id: Option<&str>);
}

impl Refresh for fleet::Service {
    fn touch(&self, kind: Kind, scope: &Scope, id: Option<&str>) {
        Self::touch(self, kind, scope, id);
    }
}

/// Everything a kind may ask. Clones share it.
#[derive(Clone)]
pub struct Context {
    pub aws: Aws,
    pub store: Arc<dyn PlanStore>,
    pub fleet: Arc<fleet::Service>,
    pub refresh: Arc<dyn Refresh>,
    /// What holders are called; nothing decides by it.
    pub directory: Arc<Directory>,
    /// Where minted secrets can be delivered to.
    pub delivery: Option<Delivery>,
    /// How long a mint whose answer was lost is looked for.
    pub search: Duration,
}

impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Context")
    }
}

/// Who has which run of a plan carried out.
#[derive(Clone, Debug)]
pub struct Run {
    pub actor: String,
    pub id: RunId,
}

impl Run {
    pub const fn plan(&self) -> &PlanId {
        &self.id.plan
    }
}
