//! Stored plans as pages see them.

use super::core::outcome::StepOutcome;
use super::presenter::{Names, PlanParts, describe_outcome, unavailable, view};
use super::service::Service;
use super::stored::{self, StepEntry, StoredPlan, StoredView, read_plan};
use super::undo::is_any_done;
use model::{Error, Permission, PlanId, PlanState, PlanView, Principal};
use store::PlanRecord;

impl Service {
    pub(super) async fn load_plan(&self, id: &PlanId) -> Result<StoredPlan, Error> {
        let record = self.load_record(id).await?;
        self.read_stored(record).await
    }

    async fn read_stored(&self, record: PlanRecord) -> Result<StoredPlan, Error> {
        let steps = self.cx.store.steps(&record.id).await.map_err(|error| unavailable(&error))?;
        read_plan(record, steps)
    }

    /// The plan as its page shows it to this principal.
    pub(super) async fn view_plan(&self, who: &Principal, id: &PlanId) -> Result<PlanView, Error> {
        self.view_record(who, &self.load_record(id).await?).await
    }

    pub(super) async fn view_record(&self, who: &Principal, record: &PlanRecord) -> Result<PlanView, Error> {
        let plan = self.read_stored(record.clone()).await?;
        let mut view = self.describe(who, &plan)?;
        self.offer_revocations(&plan, &mut view).await?;
        Ok(view)
    }

    /// The same without what can be revoked from there, as a list of plans needs it.
    pub(super) async fn glance(&self, who: &Principal, record: &PlanRecord) -> Result<PlanView, Error> {
        self.describe(who, &self.read_stored(record.clone()).await?)
    }

    /// Names are for those who may see who holds which role.
    fn describe(&self, who: &Principal, plan: &StoredPlan) -> Result<PlanView, Error> {
        let names = Names(who.may(Permission::AccessRead).then_some(&*self.cx.directory));
        let StoredPlan { record, draft, jobs, steps } = plan;
        let outcomes: Vec<_> = steps.iter().map(|step| step.outcome.clone()).collect();
        let mut view = match stored::read_view(record, jobs, names)? {
            StoredView::Typed(proposal) => {
                let parts = PlanParts { record, draft, proposal: &proposal, jobs, outcomes };
                view(parts, &self.cx.fleet, names)
            }
            StoredView::Written(mut view) => {
                for (step, outcome) in view.steps.iter_mut().zip(outcomes) {
                    step.outcome = outcome.map(|outcome| describe_outcome(&outcome, names));
                }
                *view
            }
        };
        view.state = record.state;
        view.result_path.clone_from(&record.result_path);
        view.undoable = is_undoable(plan);
        view.retryable = is_retryable(plan);
        Ok(view)
    }
}

fn has_rows(plan: &StoredPlan) -> bool {
    plan.jobs.iter().flat_map(|job| &job.changes).any(|change| !change.step_rows().is_empty())
}

/// Something of it was done that has an opposite. Of a mint it is known later.
fn is_undoable(plan: &StoredPlan) -> bool {
    let edits = plan.jobs.iter().any(|job| job.target.section.is_some());
    plan.record.state.is_over() && (edits || has_rows(plan)) && is_any_done(&plan.steps)
}

/// Rows of it were not applied.
fn is_retryable(plan: &StoredPlan) -> bool {
    let is_done = |step: &StepEntry| step.outcome.as_ref().is_some_and(StepOutcome::is_done);
    let StoredPlan { record, steps, .. } = plan;
    has_rows(plan) && record.state.is_over() && record.state != PlanState::Expired && !steps.iter().all(is_done)
}
