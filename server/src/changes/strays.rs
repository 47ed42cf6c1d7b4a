//! Plans that are `applying` and that nobody carries out.

use super::service::Service;
use store::StoreError;

impl Service {
    /// Leaves plans that are `applying` and that nobody carries out for a person.
    ///
    /// # Errors
    /// The store's.
    pub async fn interrupt_strays(&self) -> Result<(), StoreError> {
        // Read first: what is claimed from now on is held before it is `applying`.
        for run in self.cx.store.runs_under_way().await? {
            if !self.running.has(&run.plan) {
                tracing::warn!(plan = %run.plan, "nobody carries out a plan that was claimed; a person decides what becomes of it");
                self.cx.store.interrupt_plan(&run).await?;
            }
        }
        Ok(())
    }
}
