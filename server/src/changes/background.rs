//! What was begun belongs to the application: a client may leave at any await, and whatever it began goes on.

use super::core::secret::Secrets;
use super::executor::PlanRun;
use super::running::RunningPlan;
use super::service::Service;
use futures::FutureExt;
use model::Error;
use secrecy::SecretString;
use std::panic::AssertUnwindSafe;

impl Service {
    /// Does `work` in a task of the application's: whoever waits for it may go away at any await.
    pub(super) async fn own<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.tasks.spawn(work).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a task that plans or applies ended early");
            Err(Error::internal())
        })
    }

    /// Carries a claimed plan to its end in a task of the application's. `hand` gets the secret of a mint.
    pub(super) fn begin(
        &self,
        plan: PlanRun,
        mut secrets: Secrets,
        running: RunningPlan,
        hand: impl FnOnce(Option<SecretString>) + Send + 'static,
    ) {
        let executor = self.executor.clone();
        self.tasks.spawn(async move {
            let _running = running;
            let ended = AssertUnwindSafe(executor.execute(&plan, &mut secrets)).catch_unwind().await;
            // It does not wait for a database that cannot be written.
            hand(secrets.minted.take());
            if ended.is_err() {
                tracing::error!(plan = %plan.run.plan(), "a panic ended a plan that was under way");
            }
            if !matches!(ended, Ok(Ok(()))) {
                executor.interrupt(&plan.run.id).await;
            }
        });
    }
}
