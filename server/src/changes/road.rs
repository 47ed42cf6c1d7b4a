//! Applying a claimed plan, target by target: look again, record the intent, send, record the outcome. Nothing here
//! decides whether a plan may be applied.

use super::change::Change;
use super::locks::Locks;
use super::outcome::{after, answered, dropped, told, undeliverable};
use super::part::Job;
use super::send::{Ground, find_out, send};
use super::sent::Sent;
use super::{age, facet, grants, history, observe, record, stored, tokens};
use crate::clock::now;
use crate::directory::Directory;
use crate::fleet;
use aws::{Aws, Certainty, Failure};
use model::door::Facet;
use model::{Millis, Outcome, OutcomeWord, PlanId};
use secrecy::SecretString;
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{StepRecord, Store, StoreError};

/// How long an outcome is tried to be written, in seconds between the tries.
pub(super) const PATIENCE: [u64; 5] = [0, 1, 2, 4, 8];
/// No try is begun after this long: a secret has to reach its request before that is over.
const LONGEST: Duration = Duration::from_secs(30);

/// Who does what, for the journal.
pub struct Work {
    pub actor: String,
    pub plan: PlanId,
    pub jobs: Vec<Job>,
    /// Entered by the person who applies it, for the steps that need it.
    pub secret: Option<SecretString>,
    /// False: what was not sent yet is dropped, and what was is only looked up.
    pub sends: bool,
    /// The actor may give roles.
    pub may_give_roles: bool,
}

/// What the tasks that write need.
#[derive(Clone)]
pub struct Road {
    pub store: Store,
    pub aws: Aws,
    pub fleet: Arc<fleet::Service>,
    /// What holders are called, for people.
    pub directory: Arc<Directory>,
    pub locks: Arc<Locks>,
    /// Where minted secrets can be delivered to.
    pub delivery: Option<tokens::Delivery>,
    /// How long a mint whose answer was lost is looked for.
    pub search: Duration,
}

/// The record cannot be written: nothing more is sent, and nothing is claimed that is not on record.
struct Stuck;

/// What came of the targets so far.
#[derive(Default)]
struct Harvest {
    secret: Option<SecretString>,
    path: Option<String>,
}

impl Road {
    /// Carries a claimed plan to its end. `hand` gets the secret of a mint, when there is one: it does not wait for a
    /// database that cannot be written.
    pub async fn carry_out(self, work: Work, hand: impl FnOnce(Option<SecretString>) + Send) {
        let mut harvest = Harvest::default();
        let ended = self.to_the_end(&work, &mut harvest).await;
        hand(harvest.secret);
        if ended.is_err() {
            self.interrupt(&work.plan).await;
        }
    }

    async fn to_the_end(&self, work: &Work, harvest: &mut Harvest) -> Result<(), Stuck> {
        for job in &work.jobs {
            self.walk(work, job, harvest).await?;
        }
        self.end(work, harvest.path.take()).await
    }

    /// One target: refused as a whole when it moved, else step by step until one does not succeed.
    async fn walk(&self, work: &Work, job: &Job, harvest: &mut Harvest) -> Result<(), Stuck> {
        let Some(first) = job.changes.first() else { return Ok(()) };
        // What is delivered goes to a resource of its own, which targets of other plans may deliver to as well.
        let _alone = self.locks.take(job.changes.iter().map(Change::lock).collect()).await;
        let journal = self.journal(&work.plan).await?;
        let entry = |number: i32| journal.iter().find(|step| step.number == number);
        let steps: Vec<(i32, &Change)> = (job.first..).zip(&job.changes).collect();
        let begun = steps.iter().any(|(number, _)| entry(*number).is_some_and(|step| step.intended_at.is_some()));
        let mut stop = match (begun, work.sends) {
            (true, _) => None,
            (false, true) => self.begin(work, job).await,
            (false, false) => Some(dropped()),
        };
        let (mut made, mut on) = (None, job.target.state.clone());
        for (number, change) in steps {
            let known = entry(number);
            if let Some(outcome) = known.and_then(|step| step.outcome.as_ref()) {
                if !change.stands_alone() {
                    stop = stop.or_else(|| after(outcome));
                }
                on = facet::left(change, on);
                continue;
            }
            let intended = known.and_then(|step| step.intended_at);
            let held = change.looks_first() || change.is_of_secret();
            if stop.is_none() && begun && work.sends && intended.is_none() && !held {
                // The rest of a target that another server began.
                stop = self.moved(change, &on, &observe::hash(&on)).await;
            }
            let outcome = match stop.clone() {
                Some(refused) => refused,
                None if change.delivers() && harvest.secret.is_none() && intended.is_none() => undeliverable(),
                None => {
                    let minted = harvest.secret.as_ref().filter(|_| change.delivers());
                    let (outcome, sent) = match intended.is_some() || work.sends {
                        true => self.step(work, (number, change, minted), &on, intended).await,
                        false => (dropped(), None),
                    };
                    if let Some(sent) = sent {
                        harvest.path = sent.result_path(change).or(harvest.path.take());
                        harvest.secret = sent.secret.or(harvest.secret.take());
                        made = sent.made;
                    }
                    outcome
                }
            };
            self.conclude(work, number, change, &outcome).await?;
            if !change.stands_alone() {
                stop = stop.or_else(|| after(&outcome));
            }
            on = facet::left(change, on);
        }
        if job.changes.iter().any(Change::delivers) {
            // Delivered, or lost: nobody is shown it.
            harvest.secret = None;
        }
        let id = first.target().map(|key| key.id.clone()).or(made);
        self.fleet.touch(first.kind(), first.scope(), id.as_deref());
        Ok(())
    }

    async fn journal(&self, plan: &PlanId) -> Result<Vec<StepRecord>, Stuck> {
        self.store.steps(plan).await.map_err(|error| stuck(plan, &error))
    }

    /// Before the first step of a target: it is as it was planned on, and what is replaced is kept. Else why nothing of
    /// it is sent.
    async fn begin(&self, work: &Work, job: &Job) -> Option<Outcome> {
        let target = &job.target;
        if let Some(moved) = self.moved(job.changes.first()?, &target.state, &target.hash).await {
            return Some(moved);
        }
        // The plan was made, and claimed, by the right to renew what worked then.
        if !work.may_give_roles && job.gives_admin(now()) {
            let message = "Nothing was sent. The token it replaces expired since the plan was made: what takes its place \
                           gives the role ADMIN anew, which needs the permission grafana.grant.";
            return Some(told(OutcomeWord::Refused, message.to_owned(), None));
        }
        if let Err(error) = tokens::ready(self.delivery.as_ref(), &self.aws, &job.changes).await {
            return Some(told(OutcomeWord::Refused, format!("Nothing was sent. {}", error.message), None));
        }
        if job.target.facet != Some(Facet::SignIn) {
            return None;
        }
        let kept = history::keep(self, &work.actor, &work.plan, &target.name, &target.state).await;
        kept.err().map(|error| {
            tracing::error!(%error, plan = %work.plan, "what is replaced cannot be kept");
            told(OutcomeWord::Refused, "Nothing was sent: what it replaces cannot be kept.".to_owned(), None)
        })
    }

    /// Why a write is not sent: its target is not in the state with this hash, which the write was made for.
    async fn moved(&self, change: &Change, on: &Value, hash: &str) -> Option<Outcome> {
        let seen = match change {
            Change::UpdatePermissions { key, .. } => grants::observe(&self.aws, key, on).await,
            _ => observe::observe(&self.aws, change).await,
        };
        match seen {
            Err(error) => {
                let refused = told(OutcomeWord::Refused, format!("Nothing was sent. {}", error.message), None);
                Some(Outcome { fields: error.fields, ..refused })
            }
            Ok(seen) if seen.hash() != hash => {
                let message =
                    "Nothing was sent: it changed since the plan was made. Plan it again from what it is now.";
                let moved = facet::lines(on, &seen.state);
                Some(Outcome { moved, ..told(OutcomeWord::Refused, message.to_owned(), None) })
            }
            Ok(_) => None,
        }
    }

    /// One write. What was intended before, by a server that stopped, is found out first.
    async fn step(
        &self,
        work: &Work,
        (number, change, minted): (i32, &Change, Option<&SecretString>),
        on: &Value,
        intended: Option<Millis>,
    ) -> (Outcome, Option<Sent>) {
        // What a person entered is never delivered in the place of what was minted.
        let secret = if change.delivers() { minted } else { work.secret.as_ref() };
        if let Some(at) = intended {
            let known = age::is_token_known(&self.store, change, at).await;
            // A mint is looked for from when it was sent: later nothing more of it appears. Where the clock was set back
            // since, it is looked for a minute longer than it need be.
            let age = Duration::from_millis(u64::try_from(now().saturating_sub(at)).unwrap_or_default());
            let search = self.search.saturating_sub(age);
            let ground = Ground { on, again: work.sends && known, search };
            return self.kept(work, change, find_out(&self.aws, change, secret, ground).await).await;
        }
        if let Err(error) = tokens::within(self.delivery.as_ref(), change) {
            return (told(OutcomeWord::Refused, format!("Nothing was sent. {}", error.message), None), None);
        }
        if let Err(error) = tokens::before(&self.store, &work.actor, &work.plan, change).await {
            tracing::error!(%error, plan = %work.plan, "ledger not written");
            let message = "Nothing was sent: the ledger of API keys cannot be written.".to_owned();
            return (told(OutcomeWord::Refused, message, None), None);
        }
        let intent = record::intent(&work.actor, &work.plan, change);
        if let Err(error) = self.store.intend(&work.plan, number, intent).await {
            tracing::error!(%error, plan = %work.plan, "intent not recorded");
            tokens::refused(&self.store, &work.plan, change).await;
            let message = "Nothing was sent: the record of it cannot be written.".to_owned();
            return (told(OutcomeWord::Refused, message, None), None);
        }
        let ground = Ground { on, again: true, search: self.search };
        self.kept(work, change, send(&self.aws, change, secret, ground).await).await
    }

    /// What AWS answered, with what is remembered of it.
    async fn kept(&self, work: &Work, change: &Change, answer: Result<Sent, Failure>) -> (Outcome, Option<Sent>) {
        let answer = tokens::settled(&self.store, change, answer).await;
        match &answer {
            Ok(sent) => tokens::done(&self.store, &work.actor, (&work.plan, work.jobs.as_slice()), change, sent).await,
            Err(failure) if failure.certainty == Certainty::Refused => {
                tokens::refused(&self.store, &work.plan, change).await;
            }
            Err(_) => {}
        }
        answered(answer)
    }

    /// Commits the outcome. The database may be locked or full for a moment, and AWS has already answered: it is tried
    /// again before the plan is left for a person.
    async fn conclude(&self, work: &Work, number: i32, change: &Change, outcome: &Outcome) -> Result<(), Stuck> {
        let (mut last, begun) = (Stuck, Instant::now());
        for wait in PATIENCE.into_iter().take_while(|_| begun.elapsed() < LONGEST) {
            tokio::time::sleep(Duration::from_secs(wait)).await;
            let event = record::outcome(&work.actor, &work.plan, change, outcome);
            match self.store.conclude(&work.plan, number, outcome, event).await {
                Ok(_) => return Ok(()),
                Err(error) => last = stuck(&work.plan, &error),
            }
        }
        Err(last)
    }

    /// Ends the plan by what is on record.
    async fn end(&self, work: &Work, path: Option<String>) -> Result<(), Stuck> {
        let ended = stored::state_after(&self.journal(&work.plan).await?);
        self.store.finish_plan(&work.plan, ended, path).await.map_err(|error| stuck(&work.plan, &error))
    }

    /// Leaves the plan for a person, as soon as that can be written; at the next start it is found all the same.
    pub async fn interrupt(&self, plan: &PlanId) {
        while let Err(error) = self.store.interrupt_plan(plan).await {
            tracing::error!(%error, %plan, "plan not marked as interrupted");
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
    }
}

fn stuck(plan: &PlanId, error: &StoreError) -> Stuck {
    tracing::error!(%error, %plan, "the record of a plan cannot be read or written");
    Stuck
}
