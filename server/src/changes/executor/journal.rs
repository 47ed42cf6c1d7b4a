//! The journal of a plan: intent before a call, outcome after it, each once.

use super::run::PlanExecutor;
use crate::changes::audit;
use crate::changes::core::context::Run;
use crate::changes::core::kind::Change;
use crate::changes::core::outcome::StepOutcome;
use crate::changes::stored::{StepEntry, print_outcome, read_steps, state_after};
use model::PlanId;
use std::time::Duration;
use store::{Handover, RunId, StoreError};
use tokio::time::Instant;

/// How long something is tried, in seconds between the tries.
const PATIENCE: [u64; 5] = [0, 1, 2, 4, 8];
/// No try is begun after this long: a secret has to reach its request before that is over.
const LONGEST: Duration = Duration::from_secs(30);

/// The record cannot be read or written, or another run has the plan: nothing more is sent, and nothing is claimed that is
/// not on record.
#[derive(Debug)]
pub struct JournalError;

impl PlanExecutor {
    pub(super) async fn read_journal(&self, plan: &PlanId) -> Result<Vec<StepEntry>, JournalError> {
        let steps = persist(plan, || self.cx.store.steps(plan)).await?;
        read_steps(steps).map_err(|_| JournalError)
    }

    /// Commits the outcome. AWS has already answered.
    pub(super) async fn conclude(
        &self,
        run: &Run,
        number: i32,
        change: &Change,
        outcome: &StepOutcome,
        handover: Handover,
    ) -> Result<(), JournalError> {
        let text = print_outcome(outcome).map_err(|_| JournalError)?;
        let commit = || {
            let event = audit::outcome(run, change, outcome);
            self.cx.store.conclude(run.plan(), number, &text, handover.clone(), event)
        };
        persist(run.plan(), commit).await.map(drop)
    }

    /// Ends the plan by what is on record.
    pub(super) async fn finish(&self, run: &Run, result_path: Option<String>) -> Result<(), JournalError> {
        let ended = state_after(&self.read_journal(run.plan()).await?);
        persist(run.plan(), || self.cx.store.finish_plan(&run.id, ended, result_path.clone())).await
    }

    /// Leaves the plan for a person, as soon as that can be written; at the next start it is found all the same.
    pub async fn interrupt(&self, run: &RunId) {
        while let Err(error) = self.cx.store.interrupt_plan(run).await {
            tracing::error!(%error, plan = %run.plan, "plan not marked as interrupted");
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}

/// The database may be locked or full for a moment: it is tried again before the plan is left for a person.
async fn persist<T, F: Future<Output = Result<T, StoreError>>>(
    plan: &PlanId,
    mut ask: impl FnMut() -> F,
) -> Result<T, JournalError> {
    let begun = Instant::now();
    for wait in PATIENCE.into_iter().take_while(|_| begun.elapsed() < LONGEST) {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => tracing::error!(%error, %plan, "the record of a plan cannot be read or written"),
        }
    }
    Err(JournalError)
}
