//! Secrets that no page received.

use super::audit;
use super::presenter::unavailable;
use super::service::Service;
use super::stored;
use model::{Error, PlanId};
use store::StoreError;

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
