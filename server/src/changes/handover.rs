//! Secrets that no page received.

use super::audit;
use super::service::Service;
use super::stored;
use crate::clock::now;
use model::{Error, Millis, PlanId};
use store::StoreError;

/// How long a page has to say that it received a secret.
const PATIENCE: Millis = 2 * 60 * 1_000;

impl Service {
    /// Puts on record that nobody received what was handed over long enough ago.
    ///
    /// # Errors
    /// The store's.
    pub async fn lose_unreceived(&self) -> Result<(), StoreError> {
        for plan in self.cx.store.unreceived_secrets(now().saturating_sub(PATIENCE)).await? {
            self.clone().lose_secret(plan).await;
        }
        Ok(())
    }

    /// Puts on record that nobody has the secret of a plan. What cannot be written now is found by the next
    /// [`Service::lose_unreceived`].
    pub(super) async fn lose_secret(self, plan: PlanId) {
        if let Err(error) = self.record_loss(&plan).await {
            tracing::error!(%error, %plan, "undelivered secret not recorded");
        }
    }

    async fn record_loss(&self, plan: &PlanId) -> Result<(), Error> {
        let record = self.load_record(plan).await?;
        let jobs = stored::read_jobs(&record)?;
        let mint = jobs.iter().flat_map(|job| &job.changes).find(|change| change.call_policy().mint);
        let mint = mint.ok_or_else(Error::internal)?;
        let event = audit::undelivered(&record.principal, plan, mint);
        if self.cx.store.lose_secret(plan, event).await.map_err(|error| super::presenter::unavailable(&error))? {
            tracing::warn!(%plan, "no page received a secret that was minted");
            mint.secret_was_lost(&self.cx).await;
        }
        Ok(())
    }
}
