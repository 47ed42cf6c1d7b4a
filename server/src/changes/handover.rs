//! Secrets that no page received.

use super::audit;
use super::presenter::unavailable;
use super::service::Service;
use super::stored;
use crate::clock::moment;
use model::{Error, Millis, PlanId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::StoreError;

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
    fn overdue(&self, awaited: Vec<PlanId>) -> Vec<PlanId> {
        let now = moment().monotonic;
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.retain(|plan, at| awaited.contains(plan) || now - *at < PATIENCE);
        let is_overdue = |plan: &PlanId| now - *since.entry(plan.clone()).or_insert(now) >= PATIENCE;
        awaited.into_iter().filter(is_overdue).collect()
    }
}

impl Service {
    /// Puts on record that nobody received what was handed over long enough ago.
    ///
    /// # Errors
    /// The store's.
    pub async fn lose_unreceived(&self) -> Result<(), StoreError> {
        for plan in self.awaited.overdue(self.cx.store.awaited_secrets().await?) {
            self.clone().lose_secret(plan).await;
        }
        Ok(())
    }

    /// Puts on record that nobody has the secret of a plan. What cannot be written now is found by the next
    /// [`Service::lose_unreceived`].
    pub(super) async fn lose_secret(self, plan: PlanId) {
        match self.record_loss(&plan).await {
            Ok(true) => tracing::warn!(%plan, "no page received a secret that was minted"),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, %plan, "undelivered secret not recorded"),
        }
    }

    async fn record_loss(&self, plan: &PlanId) -> Result<bool, Error> {
        let record = self.load_record(plan).await?;
        let jobs = stored::read_jobs(&record)?;
        let mint = jobs.iter().flat_map(|job| &job.changes).find(|change| change.call_policy().mint);
        let event = audit::undelivered(&record.principal, plan, mint.ok_or_else(Error::internal)?);
        self.cx.store.lose_secret(plan, event).await.map_err(|error| unavailable(&error))
    }
}
