//! A claimed plan under way, and what carries it out.

use super::action::{Decide, RunMode};
use super::lock::Locks;
use crate::changes::core::context::{Context, Run};
use crate::changes::core::proposal::TargetJob;
use std::sync::Arc;

/// A claimed plan, and who has it carried out.
#[derive(Debug)]
pub struct PlanRun {
    pub run: Run,
    pub jobs: Vec<TargetJob>,
    pub mode: RunMode,
    /// The actor may give roles.
    pub may_give_roles: bool,
}

/// What came of the targets so far.
#[derive(Debug, Default)]
pub struct TargetReport {
    pub path: Option<String>,
}

/// Clones share everything.
#[derive(Clone)]
pub struct PlanExecutor {
    pub cx: Context,
    pub locks: Arc<Locks>,
    pub decide: Decide,
}
