//! Writing: plan → review → apply → outcome. The one way anything is sent to AWS that changes it.

mod age;
mod change;
mod commands;
mod diff;
mod doors;
mod draft;
mod edit;
mod expiry;
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
mod merge;
mod mint;
mod observe;
mod operation;
mod outcome;
mod part;
mod planner;
mod propose;
mod record;
mod request;
mod rights;
mod road;
mod send;
mod sent;
mod state;
mod stored;
mod tokens;
mod undo;
mod walking;
mod wording;

use crate::audit::Denials;
use crate::clock::now;
use crate::directory::Directory;
use crate::fleet;
use aws::Aws;
use expiry::Deadlines;
use futures::FutureExt;
use locks::Locks;
use model::door::Draft;
use model::{Code, Error, Millis, Permission, PlanId, PlanState, PlanView, Principal};
use part::Job;
use road::{Road, Work};
use secrecy::SecretString;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use store::{Claim, NewAuditEvent, PlanRecord, Put, StepRecord, Store, StoreError};
use tokio_util::task::TaskTracker;
use walking::{Held, Walking};

pub use tokens::Delivery;

/// Planner, executor and journal. Clones share everything.
#[derive(Clone)]
pub struct Service {
    road: Road,
    /// What was begun belongs to the application: a request that goes away ends none of it.
    tasks: TaskTracker,
    walking: Walking,
    denials: Arc<Denials>,
    deadlines: Arc<Deadlines>,
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
        denials: Arc<Denials>,
        ways: Ways,
    ) -> Result<Self, StoreError> {
        for plan in store.interrupt_unfinished().await? {
            tracing::warn!(%plan, "plan was interrupted; a person decides what becomes of it");
        }
        let deadlines = expiry::begin(&store).await?;
        let Ways { delivery, search } = ways;
        let road = Road { store, aws, fleet, directory, locks: Arc::new(Locks::default()), delivery, search };
        Ok(Self {
            road,
            tasks: TaskTracker::new(),
            walking: Walking::default(),
            denials,
            deadlines: Arc::new(deadlines),
        })
    }

    /// Waits for the writes under way, for `patience` at most.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopping with writes under way; they are marked as interrupted at the next start");
        }
    }

    /// Does `work` in a task of the application's: whoever waits for it may go away at any await.
    async fn own<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        self.tasks.spawn(work).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a task that plans or applies ended early");
            Err(Error::internal())
        })
    }

    /// Carries a claimed plan to its end in a task of the application's. `hand` gets the secret of a mint.
    fn begin(&self, work: Work, held: Held, hand: impl FnOnce(Option<SecretString>) + Send + 'static) {
        let (road, plan) = (self.road.clone(), work.plan.clone());
        self.tasks.spawn(async move {
            let _held = held;
            let walked = AssertUnwindSafe(road.clone().carry_out(work, hand)).catch_unwind();
            if walked.await.is_err() {
                tracing::error!(%plan, "a panic ended a plan that was under way");
                road.interrupt(&plan).await;
            }
        });
    }

    /// The principal may do it; a refusal goes on record.
    fn require(&self, who: &Principal, permission: Permission, plan: Option<&PlanId>) -> Result<(), Error> {
        let refused = who.require(permission);
        if refused.is_err() {
            self.denials.record(who, permission, plan, "");
        }
        refused
    }

    /// What gives the role ADMIN needs the right to give roles as well.
    fn require_grant(&self, who: &Principal, gives_admin: bool, plan: Option<&PlanId>) -> Result<(), Error> {
        if !gives_admin {
            return Ok(());
        }
        let answer = self.require(who, Permission::GrafanaGrant, plan);
        answer.map_err(|error| Error { message: format!("It gives the role ADMIN. {}", error.message), ..error })
    }

    async fn stored(&self, id: &PlanId) -> Result<PlanRecord, Error> {
        let found = self.road.store.plan(id).await.map_err(|e| unavailable(&e))?;
        self.settle(found.ok_or_else(|| Error::not_found("There is no such plan."))?).await
    }

    /// The plan as its page shows it.
    async fn see(&self, who: &Principal, record: &PlanRecord) -> Result<PlanView, Error> {
        let mut view = self.glance(who, record).await?;
        tokens::offer(&self.road.store, record, &mut view).await?;
        Ok(view)
    }

    /// The same without what can be revoked from there, as a list of plans needs it. What people are called is for those
    /// who may read who holds which role; others see ids.
    async fn glance(&self, who: &Principal, record: &PlanRecord) -> Result<PlanView, Error> {
        let steps = self.road.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
        let mut view = stored::view(record, steps, now())?;
        if who.may(Permission::AccessRead) {
            grants::named(&self.road.directory, &mut view);
        }
        Ok(view)
    }

    /// Makes the plan anew, or finds the one this form became. AWS is read while the client waits; what is stored is
    /// stored whole, whether it still does or not.
    async fn plan_draft(&self, who: &Principal, form: &PlanId, draft: Draft) -> Result<PlanId, Error> {
        self.require(who, draft.permission(), None)?;
        self.require_grant(who, draft.gives_admin(), None)?;
        if let Some(before) = self.road.store.plan(form).await.map_err(|e| unavailable(&e))? {
            match (before.principal == who.subject, before.state) {
                (false, _) => return Err(foreign()),
                (true, PlanState::Planned | PlanState::Expired) => {}
                (true, _) => return Ok(form.clone()),
            }
        }
        self.require_room(who, form).await?;
        let proposal = self.road.propose(who, &draft, form).await?;
        self.require_grant(who, proposal.gives_admin(now()), None)?;
        let way_back = form_path::form_path(&draft);
        let mut at = now();
        loop {
            let view = planner::view(&self.road.fleet, who, form, &proposal, way_back.clone(), at);
            let record = stored::record(&view, who, &draft, &proposal.parts)?;
            let steps = stored::steps(form, &proposal);
            let events = proposal.parts.iter().map(|part| record::planned(who, form, part)).collect();
            let store = self.road.store.clone();
            match self.own(async move { put(&store, &record, &steps, events).await }).await? {
                // Who reviewed a plan names it by its moment, so no two of one form are of the same.
                Put::Late(before) => at = before + 1,
                _ => return Ok(form.clone()),
            }
        }
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
        let jobs = self.executable(who, &record, true)?;
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
        if record.state == PlanState::Planned && asked.is_some_and(|asked| asked.text != typed) {
            return Err(draft::one_field("typed", "Type it exactly as it is shown."));
        }
        let decided = record::decided("apply", who, id, first(&jobs));
        match self.road.store.claim_plan(id, reviewed, decided).await.map_err(|e| unavailable(&e))? {
            Claim::Claimed => Ok(Some((PlanView { state: PlanState::Applying, ..view }, jobs))),
            Claim::NotPlanned(PlanState::Expired) => Err(expiry::over()),
            Claim::NotPlanned(_) => Ok(None),
            Claim::Expired => {
                self.settle(record).await?;
                Err(expiry::over())
            }
            Claim::Replaced => Err(made_anew()),
            Claim::Missing => Err(Error::not_found("There is no such plan.")),
        }
    }
}

/// A plan, its steps and what is on record of it, all or nothing.
async fn put(
    store: &Store,
    record: &PlanRecord,
    steps: &[StepRecord],
    events: Vec<NewAuditEvent>,
) -> Result<Put, Error> {
    match store.put_plan(record, steps, events).await.map_err(|e| unavailable(&e))? {
        Put::Foreign => Err(foreign()),
        put => Ok(put),
    }
}

/// What a decision about a plan is filed under.
fn first(jobs: &[Job]) -> Option<&change::Change> {
    jobs.first().and_then(|job| job.changes.first())
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
