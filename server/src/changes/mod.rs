//! Writing: plan → review → apply → outcome. The one way anything is sent to AWS that changes it.

mod change;
mod commands;
mod doors;
mod draft;
mod edit;
mod facet;
mod form_path;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod golden;
mod grants;
mod history;
mod licence;
mod like;
mod locks;
mod lost;
mod mint;
mod observe;
mod operation;
mod outcome;
mod part;
mod planner;
mod propose;
mod record;
mod request;
mod road;
mod send;
mod sent;
mod state;
mod stored;
mod tokens;
mod undo;
mod wording;

use crate::clock::now;
use crate::directory::Directory;
use crate::fleet;
use aws::Aws;
use change::SCHEMA;
use locks::Locks;
use model::door::Draft;
use model::{Code, Error, Millis, Permission, PlanId, PlanState, PlanView, Principal};
use part::Job;
use road::Road;
use std::sync::Arc;
use std::time::Duration;
use store::{Claim, PlanRecord, Put, StepRecord, Store, StoreError};
use tokio_util::task::TaskTracker;

pub use tokens::Delivery;

/// Planner, executor and journal.
pub struct Service {
    road: Road,
    /// Writes under way belong to the application: a request that goes away ends none of them.
    tasks: TaskTracker,
}

/// What the configuration says of writing.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Where minted secrets can be delivered to.
    pub delivery: Option<Delivery>,
    /// How long a mint whose answer was lost is looked for.
    pub search: Duration,
}

impl Service {
    /// Takes over the store; what a dead process left in the middle waits for a person from now on.
    ///
    /// # Errors
    /// The store's.
    pub async fn new(
        store: Store,
        aws: Aws,
        fleet: Arc<fleet::Service>,
        directory: Arc<Directory>,
        ways: Ways,
    ) -> Result<Self, StoreError> {
        for plan in store.interrupt_unfinished().await? {
            tracing::warn!(%plan, "plan was interrupted; a person decides what becomes of it");
        }
        let Ways { delivery, search } = ways;
        let road = Road { store, aws, fleet, directory, locks: Arc::new(Locks::default()), delivery, search };
        Ok(Self { road, tasks: TaskTracker::new() })
    }

    /// Waits for the writes under way, for `patience` at most.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopping with writes under way; they are marked as interrupted at the next start");
        }
    }

    /// The principal may do it; a refusal goes on record.
    async fn require(&self, who: &Principal, permission: Permission, plan: Option<&PlanId>) -> Result<(), Error> {
        let refused = who.require(permission);
        if refused.is_err()
            && let Err(error) = self.road.store.append_audit(record::denied(who, permission, plan)).await
        {
            tracing::error!(%error, "denial not recorded");
        }
        refused
    }

    async fn stored(&self, id: &PlanId) -> Result<PlanRecord, Error> {
        let found = self.road.store.plan(id).await.map_err(|e| unavailable(&e))?;
        found.ok_or_else(|| Error::not_found("There is no such plan."))
    }

    async fn see(&self, record: &PlanRecord) -> Result<PlanView, Error> {
        let steps = self.road.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
        let mut view = stored::view(record, steps, now())?;
        grants::named(&self.road.directory, &mut view);
        Ok(view)
    }

    /// Makes the plan anew, or finds the one this form became.
    async fn plan_draft(&self, who: &Principal, form: &PlanId, draft: Draft) -> Result<PlanId, Error> {
        self.require(who, draft.permission(), None).await?;
        if let Some(before) = self.road.store.plan(form).await.map_err(|e| unavailable(&e))? {
            match (before.principal == who.subject, before.state) {
                (false, _) => return Err(foreign()),
                (true, PlanState::Planned) => {}
                (true, _) => return Ok(form.clone()),
            }
        }
        let proposal = self.road.propose(who, &draft, form).await?;
        let way_back = form_path::form_path(&draft);
        let view = planner::view(&self.road.fleet, who, form, &proposal, way_back, now());
        let record = stored::record(&view, who, &draft, &proposal.parts)?;
        let step = |(at, change): (usize, &change::Change)| {
            let number = i32::try_from(at + 1).unwrap_or(i32::MAX);
            StepRecord::new(form.clone(), number, change.operation(), change.is_repeatable())
        };
        let steps: Vec<StepRecord> = proposal.changes().enumerate().map(step).collect();
        match self.road.store.put_plan(&record, &steps).await.map_err(|e| unavailable(&e))? {
            Put::Foreign => return Err(foreign()),
            Put::Stored | Put::Kept(_) => {}
        }
        for part in &proposal.parts {
            let planned = record::planned(who, form, part);
            self.road.store.append_audit(planned).await.map_err(|e| unavailable(&e))?;
        }
        Ok(form.clone())
    }

    /// Everything that stands before the first step: right, owner, kind, confirmation; then the plan is claimed.
    /// Answers it as it was shown, and what is to be done. `None`: it was claimed before.
    async fn claim(
        &self,
        who: &Principal,
        id: &PlanId,
        reviewed: Millis,
        typed: &str,
        mint: bool,
    ) -> Result<Option<(PlanView, Vec<Job>)>, Error> {
        let record = self.stored(id).await?;
        let jobs = self.executable(who, &record).await?;
        if record.principal != who.subject {
            return Err(foreign());
        }
        if jobs.iter().any(Job::reveals) != mint {
            return Err(Error::conflict("A mint is applied where its secret can be shown, and nowhere else."));
        }
        if record.state == PlanState::Planned && record.created_at != reviewed {
            return Err(made_anew());
        }
        let view: PlanView = stored::parse(&record.view)?;
        let asked = view.confirmation.as_ref();
        if record.state == PlanState::Planned && asked.is_some_and(|asked| asked.text != typed.trim()) {
            return Err(draft::one_field("typed", "Type it exactly as it is shown."));
        }
        match self.road.store.claim_plan(id, reviewed, now()).await.map_err(|e| unavailable(&e))? {
            Claim::Claimed => {
                self.decide("apply", who, id, &jobs).await?;
                Ok(Some((PlanView { state: PlanState::Applying, ..view }, jobs)))
            }
            Claim::NotPlanned(_) => Ok(None),
            Claim::Expired => {
                Err(Error::conflict("This plan is older than 30 minutes. Plan it again from fresh values."))
            }
            Claim::Replaced => Err(made_anew()),
            Claim::Missing => Err(Error::not_found("There is no such plan.")),
        }
    }

    /// A person's decision goes on record before anything follows from it; else the plan is left for a person again.
    async fn decide(&self, word: &str, who: &Principal, id: &PlanId, jobs: &[Job]) -> Result<(), Error> {
        let first = jobs.first().and_then(|job| job.changes.first());
        let decided = self.road.store.append_audit(record::decided(word, who, id, first)).await;
        let Err(error) = decided else { return Ok(()) };
        self.road.store.interrupt_plan(id).await.map_err(|e| unavailable(&e))?;
        Err(unavailable(&error))
    }

    /// What a plan is to do, for somebody who may do it.
    async fn executable(&self, who: &Principal, record: &PlanRecord) -> Result<Vec<Job>, Error> {
        let draft: Draft = stored::parse(&record.draft)?;
        self.require(who, draft.permission(), Some(&record.id)).await?;
        if record.schema > SCHEMA {
            return Err(Error::conflict("This plan was made by a newer version of Belvedere. Plan it again."));
        }
        stored::work(record)
    }
}

/// Nobody but its owner is told anything of a plan's form.
fn foreign() -> Error {
    Error::new(Code::Denied, "This plan belongs to somebody else. Plan the change yourself.")
}

/// The plan under this id is not the one that was shown.
fn made_anew() -> Error {
    Error::conflict("This plan was made anew since it was shown here, perhaps in another tab. Review it as it is now.")
}

/// The database cannot be used; nothing was called.
fn unavailable(error: &StoreError) -> Error {
    tracing::error!(%error, "store");
    match error {
        StoreError::Refused(_) => Error::invalid("The text holds a character that cannot be kept."),
        _ => Error::new(Code::Unavailable, "Belvedere's database cannot be used just now. Nothing was sent to AWS."),
    }
}
