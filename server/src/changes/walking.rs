//! Which plans this process carries out, or is about to. A plan that is `applying` in the database and is not among them is
//! nobody's: the database took its claim and the word of that was lost, or what carried it out ended early.

use super::Service;
use model::PlanId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::StoreError;

/// How often each plan is held; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Walking(Arc<Mutex<HashMap<PlanId, usize>>>);

/// A plan that somebody claims or carries out, until it is dropped.
#[derive(Debug)]
pub struct Held {
    all: Walking,
    plan: PlanId,
}

impl Walking {
    pub fn hold(&self, plan: &PlanId) -> Held {
        *self.locked().entry(plan.clone()).or_default() += 1;
        Held { all: self.clone(), plan: plan.clone() }
    }

    fn has(&self, plan: &PlanId) -> bool {
        self.locked().contains_key(plan)
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<PlanId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
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

impl Service {
    /// Leaves plans that are `applying` and that nobody carries out for a person.
    ///
    /// # Errors
    /// The store's.
    pub async fn interrupt_strays(&self) -> Result<(), StoreError> {
        // Read first: what is claimed from now on is held before it is `applying`.
        for plan in self.road.store.plans_applying().await? {
            if !self.walking.has(&plan) {
                tracing::warn!(%plan, "nobody carries out a plan that was claimed; a person decides what becomes of it");
                self.road.store.interrupt_plan(&plan).await?;
            }
        }
        Ok(())
    }
}
