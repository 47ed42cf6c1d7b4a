//! Writing: plan → review → apply → outcome. The one way anything is sent to AWS that changes it.

mod change;
mod draft;
mod execute;
mod mint;
mod observe;
mod planner;
mod record;
mod send;
mod stored;

use crate::clock::now;
use crate::fleet;
use aws::Aws;
use change::{Change, SCHEMA};
use model::door::{BoxFuture, Changes, Draft, Kept};
use model::{Code, Error, Millis, Permission, PlanId, PlanState, PlanSummary, PlanView, Principal};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;
use store::{Claim, PlanRecord, Put, StepRecord, Store, StoreError};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

/// Planner, executor and journal.
pub struct Service {
    store: Store,
    aws: Aws,
    fleet: Arc<fleet::Service>,
    /// Writes under way belong to the application: a request that goes away ends none of them.
    tasks: TaskTracker,
    locks: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

impl Service {
    /// Takes over the store; what a dead process left in the middle waits for a person from now on.
    ///
    /// # Errors
    /// The store's.
    pub async fn new(store: Store, aws: Aws, fleet: Arc<fleet::Service>) -> Result<Self, StoreError> {
        for plan in store.interrupt_unfinished().await? {
            tracing::warn!(%plan, "plan was interrupted; a person decides what becomes of it");
        }
        Ok(Self { store, aws, fleet, tasks: TaskTracker::new(), locks: Mutex::default() })
    }

    /// Waits for the writes under way, for `patience` at most.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopping with writes under way; they are marked as interrupted at the next start");
        }
    }

    /// Plans on one target run one after the other.
    fn lock(&self, change: &Change) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        locks.retain(|_, lock| lock.strong_count() > 0);
        let name = change.lock();
        let lock = locks.get(&name).and_then(Weak::upgrade).unwrap_or_default();
        locks.insert(name, Arc::downgrade(&lock));
        lock
    }

    /// The principal may do it; a refusal goes on record.
    async fn require(&self, who: &Principal, permission: Permission, plan: Option<&PlanId>) -> Result<(), Error> {
        let refused = who.require(permission);
        if refused.is_err()
            && let Err(error) = self.store.append_audit(record::denied(who, permission, plan)).await
        {
            tracing::error!(%error, "denial not recorded");
        }
        refused
    }

    async fn stored(&self, id: &PlanId) -> Result<PlanRecord, Error> {
        let found = self.store.plan(id).await.map_err(|e| unavailable(&e))?;
        found.ok_or_else(|| Error::not_found("There is no such plan."))
    }

    async fn see(&self, record: &PlanRecord) -> Result<PlanView, Error> {
        let steps = self.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
        stored::view(record, steps, now())
    }

    /// Makes the plan anew, or finds the one this form became.
    async fn plan_draft(&self, who: &Principal, form: &PlanId, draft: Draft) -> Result<PlanId, Error> {
        self.require(who, draft.permission(), None).await?;
        if let Some(before) = self.store.plan(form).await.map_err(|e| unavailable(&e))? {
            match (before.principal == who.subject, before.state) {
                (false, _) => return Err(foreign()),
                (true, PlanState::Planned) => {}
                (true, _) => return Ok(form.clone()),
            }
        }
        let change = draft::change(&draft, form)?;
        self.fleet.require(change.kind(), change.scope())?;
        let seen = observe::observe(&self.aws, &change).await?;
        let view = planner::view(&self.fleet, who, form, &change, &seen, now());
        let record = stored::record(&view, who, &draft, &change, &seen)?;
        let step = StepRecord::new(form.clone(), 1, change.operation(), change.is_repeatable());
        match self.store.put_plan(&record, &[step]).await.map_err(|e| unavailable(&e))? {
            Put::Foreign => return Err(foreign()),
            Put::Stored | Put::Kept(_) => {}
        }
        let planned = record::planned(who, form, &change);
        self.store.append_audit(planned).await.map_err(|e| unavailable(&e))?;
        Ok(form.clone())
    }

    /// Everything that stands before the first step: right, owner, kind, confirmation; then the plan is claimed.
    /// `None`: it was claimed before.
    async fn claim(
        &self,
        who: &Principal,
        id: &PlanId,
        reviewed: Millis,
        typed: &str,
        mint: bool,
    ) -> Result<Option<(PlanRecord, Change)>, Error> {
        let record = self.stored(id).await?;
        let draft: Draft = stored::parse(&record.draft)?;
        self.require(who, draft.permission(), Some(id)).await?;
        if record.principal != who.subject {
            return Err(foreign());
        }
        let change: Change = stored::parse(&record.change)?;
        if record.schema > SCHEMA {
            return Err(Error::conflict("This plan was made by a newer version of Belvedere. Plan it again."));
        }
        if change.is_mint() != mint {
            return Err(Error::conflict("A mint is applied where its secret can be shown, and nowhere else."));
        }
        if record.state == PlanState::Planned && record.created_at != reviewed {
            return Err(made_anew());
        }
        let view: PlanView = stored::parse(&record.view)?;
        if record.state == PlanState::Planned && view.confirmation.is_some_and(|asked| asked.text != typed.trim()) {
            return Err(draft::one_field("typed", "Type the name exactly as it is shown."));
        }
        match self.store.claim_plan(id, reviewed, now()).await.map_err(|e| unavailable(&e))? {
            Claim::Claimed => Ok(Some((record, change))),
            Claim::NotPlanned(_) => Ok(None),
            Claim::Expired => {
                Err(Error::conflict("This plan is older than 30 minutes. Plan it again from fresh values."))
            }
            Claim::Replaced => Err(made_anew()),
            Claim::Missing => Err(Error::not_found("There is no such plan.")),
        }
    }
}

impl Changes for Service {
    fn new_form(&self) -> PlanId {
        loop {
            if let Ok(id) = PlanId::parse(&Uuid::new_v4().to_string()) {
                return id;
            }
        }
    }

    fn plan<'a>(&'a self, who: &'a Principal, form: &'a PlanId, draft: Draft) -> BoxFuture<'a, Result<PlanId, Error>> {
        Box::pin(self.plan_draft(who, form, draft))
    }

    fn apply<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
    ) -> BoxFuture<'a, Result<PlanView, Error>> {
        Box::pin(async move {
            if let Some((_, change)) = self.claim(who, id, reviewed, typed, false).await? {
                self.tasks.spawn(self.run(who, id, change));
            }
            self.see(&self.stored(id).await?).await
        })
    }

    fn view<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<PlanView, Error>> {
        Box::pin(async move {
            who.require(Permission::ChangesRead)?;
            self.see(&self.stored(id).await?).await
        })
    }

    fn list<'a>(
        &'a self,
        who: &'a Principal,
        before: Option<Millis>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<PlanSummary>, Error>> {
        Box::pin(async move {
            who.require(Permission::ChangesRead)?;
            let records = self.store.plans(before, limit.min(200)).await.map_err(|e| unavailable(&e))?;
            let mut summaries = Vec::with_capacity(records.len());
            for record in records {
                summaries.push(stored::summary(&self.see(&record).await?, record.place));
            }
            Ok(summaries)
        })
    }

    fn kept<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<Option<Kept>, Error>> {
        Box::pin(async move {
            who.require(Permission::ChangesRead)?;
            let found = self.store.plan(id).await.map_err(|e| unavailable(&e))?;
            let Some(record) = found.filter(|record| record.principal == who.subject) else { return Ok(None) };
            let view = self.see(&record).await?;
            let outcomes = view.steps.into_iter().filter_map(|step| step.outcome);
            Ok(Some(Kept {
                draft: stored::parse(&record.draft)?,
                errors: outcomes.flat_map(|outcome| outcome.fields).collect(),
                sent: record.state != PlanState::Planned,
            }))
        })
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
