//! Carrying a claimed plan to its end.

use super::journal::JournalError;
use super::run::{PlanExecutor, PlanRun, TargetReport};
use crate::changes::core::secret::Secrets;
use secrecy::SecretString;

impl PlanExecutor {
    /// Carries a claimed plan to its end. `hand` gets the secret of a mint, when there is one: it does not wait for a
    /// database that cannot be written.
    pub async fn execute(self, plan: PlanRun, mut secrets: Secrets, hand: impl FnOnce(Option<SecretString>) + Send) {
        let ended = self.apply_all(&plan, &mut secrets).await;
        hand(secrets.minted.take());
        if ended.is_err() {
            self.interrupt(&plan.run.plan).await;
        }
    }

    async fn apply_all(&self, plan: &PlanRun, secrets: &mut Secrets) -> Result<(), JournalError> {
        let mut report = TargetReport::default();
        for job in &plan.jobs {
            self.apply_target(plan, job, secrets, &mut report).await?;
        }
        self.finish(&plan.run, report.path).await
    }
}
