//! Which plans this process carries out, or is about to. A plan that is `applying` in the database and is not among them is
//! nobody's: the database took its claim and the word of that was lost, or what carried it out ended early.

use model::PlanId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How often each plan is held; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Running(Arc<Mutex<HashMap<PlanId, usize>>>);

/// A plan that somebody claims or carries out, until it is dropped.
#[derive(Debug)]
pub struct RunningPlan {
    all: Running,
    plan: PlanId,
}

impl Running {
    pub fn hold(&self, plan: &PlanId) -> RunningPlan {
        *self.locked().entry(plan.clone()).or_default() += 1;
        RunningPlan { all: self.clone(), plan: plan.clone() }
    }

    pub fn has(&self, plan: &PlanId) -> bool {
        self.locked().contains_key(plan)
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<PlanId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RunningPlan {
    fn drop(&mut self) {
        let mut all = self.all.locked();
        if let Some(count) = all.get_mut(&self.plan) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.plan);
            }
        }
    }
}
