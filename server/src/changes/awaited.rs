//! Secrets that their pages have not said to have received, and since when.

use crate::clock::moment;
use model::{Millis, PlanId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How long a page has to say that it received a secret.
const PATIENCE: Millis = 2 * 60 * 1_000;

/// Since when each awaited secret is waited for, by the monotonic clock: no jump of the other one takes a page's time away.
#[derive(Clone, Debug, Default)]
pub struct Awaited(Arc<Mutex<HashMap<PlanId, Millis>>>);

impl Awaited {
    /// From now on the secret of a plan is waited for.
    pub fn begin(&self, plan: &PlanId) {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.insert(plan.clone(), moment().monotonic);
    }

    /// Of these, what was waited for long enough. One that is seen for the first time is waited for from now on.
    pub fn overdue(&self, awaited: Vec<PlanId>) -> Vec<PlanId> {
        let now = moment().monotonic;
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.retain(|plan, at| awaited.contains(plan) || now - *at < PATIENCE);
        let is_overdue = |plan: &PlanId| now - *since.entry(plan.clone()).or_insert(now) >= PATIENCE;
        awaited.into_iter().filter(is_overdue).collect()
    }
}
