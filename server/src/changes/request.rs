//! Making a plan of what a person asks for.

use super::audit;
use super::plan;
use super::presenter::{describe_refusal, foreign, unavailable};
use super::service::Service;
use super::stored;
use crate::clock::now;
use model::door::Draft;
use model::{Error, PlanId, PlanState, Principal};
use store::{NewAuditEvent, PlanRecord, PlanStore, Put, StepRecord};

impl Service {
    /// Makes the plan anew, or finds the one this form became. AWS is read while the client waits; what is stored is
    /// stored whole, whether it still does or not.
    pub(super) async fn plan_request(&self, who: &Principal, id: &PlanId, draft: Draft) -> Result<PlanId, Error> {
        self.require(who, draft.permission(), None)?;
        self.require_grant(who, draft.gives_admin(), None)?;
        let before = self.cx.store.plan(id).await.map_err(|error| unavailable(&error))?;
        if let Some(before) = &before {
            match (before.principal == who.subject, before.state) {
                (false, _) => return Err(foreign()),
                (true, PlanState::Planned | PlanState::Expired) => {}
                (true, _) => return Ok(id.clone()),
            }
        }
        self.require_room(who, id).await?;
        let proposal = plan::plan(&self.cx, who, &draft, id).await.map_err(|refusal| describe_refusal(&refusal))?;
        self.require_each(who, proposal.changes(), None)?;
        self.require_grant(who, proposal.gives_admin(now()), None)?;
        let mut at = now();
        loop {
            let record = stored::record(id, who, &draft, &proposal, at)?;
            let steps = stored::steps(id, &proposal.targets);
            let events = proposal.targets.iter().map(|target| audit::planned(who, id, target)).collect();
            let store = self.cx.store.clone();
            match self.own(async move { put(&*store, &record, &steps, events).await }).await? {
                // Who reviewed a plan names it by its moment, so no two of one form are of the same.
                Put::Late(before) => at = before + 1,
                _ => return Ok(id.clone()),
            }
        }
    }
}

/// A plan, its steps and what is on record of it, all or nothing.
async fn put(
    store: &dyn PlanStore,
    record: &PlanRecord,
    steps: &[StepRecord],
    events: Vec<NewAuditEvent>,
) -> Result<Put, Error> {
    match store.put_plan(record, steps, events).await.map_err(|error| unavailable(&error))? {
        Put::Foreign => Err(foreign()),
        put => Ok(put),
    }
}
