//! Carrying a claimed plan to its end.

use super::journal::JournalError;
use super::run::{PlanExecutor, PlanRun, TargetReport};
use crate::changes::core::secret::Secrets;

impl PlanExecutor {
    /// Carries a claimed plan to its end. What it mints for a page is left in `secrets`.
    ///
    /// # Errors
    /// Where the record cannot be read or written, or another run has the plan.
    pub async fn execute(&self, plan: &PlanRun, secrets: &mut Secrets) -> Result<(), JournalError> {
        let mut report = TargetReport::default();
        for job in &plan.jobs {
            self.apply_target(plan, job, secrets, &mut report).await?;
        }
        self.finish(&plan.run, report.path).await
    }
}
