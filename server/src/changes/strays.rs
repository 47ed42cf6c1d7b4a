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
        for plan in self.cx.store.plans_applying().await? {
            if !self.running.has(&plan) {
                tracing::warn!(%plan, "nobody carries out a plan that was claimed; a person decides what becomes of it");
                self.cx.store.interrupt_plan(&plan).await?;
            }
        }
        Ok(())
    }
}
