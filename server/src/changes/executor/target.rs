//! One target of a plan, step by step. What happens next is decided by `PlanExecutor::decide` alone.

use super::action::{NextAction, RunMode, Standing, StepProgress};

use super::journal::JournalError;
use super::run::{PlanExecutor, PlanRun, TargetReport};
use crate::changes::audit;
use crate::changes::core::answer::{Answer, CallError};
use crate::changes::core::context::Run;
use crate::changes::core::diff::between;
use crate::changes::core::field::place_errors;
use crate::changes::core::intent_age::may_repeat;
use crate::changes::core::json;
use crate::changes::core::kind::{Call, Change, Lost};
use crate::changes::core::outcome::{Cause, SkipReason, StepOutcome, Why};
use crate::changes::core::policy::Lock;
use crate::changes::core::proposal::TargetJob;
use crate::changes::core::rights::gives_admin;
use crate::changes::core::secret::Secrets;
use crate::changes::stored::StepEntry;
use crate::clock::now;
use aws::Certainty;
use model::{Millis, OutcomeWord};
use serde_json::Value;
use std::time::Duration;
use store::Handover;

/// A step as it is carried out.
struct Step<'a> {
    number: i32,
    change: &'a Change,
    /// The state of the target that it was made for.
    on: &'a Value,
    beside: &'a [Change],
    /// Its answer is a secret that the page of the plan waits for.
    reveals: bool,
}

impl Step<'_> {
    /// What it means for the secret that a page may wait for, before it is sent.
    const fn handover(&self) -> Handover {
        if self.reveals { Handover::Awaited } else { Handover::NotAsked }
    }

    /// The same of how it ended.
    fn handover_after(&self, run: &Run, outcome: &StepOutcome, is_at_hand: bool) -> Handover {
        let lost = || Handover::Lost(Box::new(audit::undelivered(&run.actor, run.plan(), self.change)));
        match outcome.word {
            _ if !self.reveals || is_at_hand => self.handover(),
            OutcomeWord::Failed | OutcomeWord::Refused => Handover::NotMade,
            OutcomeWord::Applied | OutcomeWord::Verified | OutcomeWord::Unknown => lost(),
        }
    }
}

impl PlanExecutor {
    /// One target: refused as a whole when it moved, else step by step until one does not succeed.
    pub(super) async fn apply_target(
        &self,
        plan: &PlanRun,
        job: &TargetJob,
        secrets: &mut Secrets,
        report: &mut TargetReport,
    ) -> Result<(), JournalError> {
        let Some(first) = job.changes.first() else { return Ok(()) };
        // What is delivered goes to a resource of its own, which targets of other plans may deliver to as well.
        let _alone = self.locks.take(job.changes.iter().map(lock_of).collect()).await;
        let journal = self.read_journal(plan.run.plan()).await?;
        let entry = |number: i32| journal.iter().find(|step| step.number == number);
        let begun = job.steps().any(|(number, _)| entry(number).is_some_and(|step| step.intended_at.is_some()));
        let mut standing = Standing { begun, ..Standing::default() };
        let (mut on, mut made) = (job.target.state.clone(), None);
        for (number, change) in job.steps() {
            let progress = progress_of(entry(number));
            let reveals = change.call_policy().mint && job.reveals();
            let step = Step { number, change, on: &on, beside: &job.changes, reveals };
            let outcome = match (progress, entry(number).and_then(|step| step.outcome.clone())) {
                (StepProgress::Concluded, Some(outcome)) => outcome,
                _ => {
                    let (outcome, answer) = self.run_step(plan, job, &step, progress, &mut standing, secrets).await?;
                    if let Some(answer) = answer {
                        report.path = change.result_path(&answer).or(report.path.take());
                        made = answer.made;
                    }
                    let handover = step.handover_after(&plan.run, &outcome, secrets.minted.peek().is_some());
                    self.conclude(&plan.run, number, change, &outcome, handover).await?;
                    outcome
                }
            };
            standing.after(&outcome, &change.call_policy());
            on = change.state_after(on);
        }
        if job.delivers() {
            // Delivered, or lost: nobody is shown it.
            drop(secrets.minted.take());
        }
        let target = first.write_target();
        let id = target.key().map(|key| key.id.clone()).or(made);
        self.cx.refresh.touch(target.kind(), target.scope(), id.as_deref());
        Ok(())
    }

    /// A step that has no outcome yet.
    async fn run_step(
        &self,
        plan: &PlanRun,
        job: &TargetJob,
        step: &Step<'_>,
        progress: StepProgress,
        standing: &mut Standing,
        secrets: &mut Secrets,
    ) -> Result<(StepOutcome, Option<Answer>), JournalError> {
        loop {
            standing.has_minted = secrets.minted.peek().is_some();
            match (self.decide)(progress, plan.mode, &step.change.call_policy(), standing) {
                NextAction::Check => match self.check(plan, job, step, standing.begun).await {
                    Ok(()) => standing.is_checked = true,
                    Err(reason) => standing.blocked = Some(reason),
                },
                NextAction::Skip(reason) => {
                    // What an earlier server put on record for it goes.
                    step.change.was_not_done(&self.cx, &plan.run).await;
                    return Ok((StepOutcome::skipped(reason), None));
                }
                NextAction::Send => return self.send(plan, step, secrets).await,
                NextAction::Reconcile { intended_at } => {
                    return Ok(self.reconcile(plan, step, intended_at, secrets).await);
                }
                // It has an outcome, which is not asked for here.
                NextAction::AlreadyConcluded => return Ok((StepOutcome::skipped(SkipReason::EarlierStepFailed), None)),
            }
        }
    }

    /// Why nothing is sent: the target is not in the state that the step was made for, or what it needs is not there.
    async fn check(&self, plan: &PlanRun, job: &TargetJob, step: &Step<'_>, begun: bool) -> Result<(), SkipReason> {
        if begun {
            return self.check_state(step.change, step.on, &json::hash(step.on)).await;
        }
        self.check_state(step.change, &job.target.state, &job.target.hash).await?;
        // The plan was made, and claimed, by the right to renew what worked then.
        if !plan.may_give_roles && gives_admin(&job.target.state, &job.changes, now()) {
            return Err(SkipReason::GivesAdminAnew);
        }
        for change in &job.changes {
            change.check_ready(&self.cx, &job.changes).await.map_err(|refusal| SkipReason::Refused { refusal })?;
        }
        Ok(())
    }

    async fn check_state(&self, change: &Change, on: &Value, hash: &str) -> Result<(), SkipReason> {
        let seen = change.observe_target(&self.cx, on).await.map_err(|refusal| SkipReason::Refused { refusal })?;
        match seen.hash() == hash {
            true => Ok(()),
            false => Err(SkipReason::Moved { rows: between(change.known_fields(), on, &seen.state) }),
        }
    }

    /// Intent, call, and what became of it where the answer is lost.
    async fn send(
        &self,
        plan: &PlanRun,
        step: &Step<'_>,
        secrets: &mut Secrets,
    ) -> Result<(StepOutcome, Option<Answer>), JournalError> {
        let Step { number, change, on, .. } = *step;
        if let Err(reason) = change.before_send(&self.cx, &plan.run, on).await {
            return Ok((StepOutcome::skipped(reason), None));
        }
        let intent = audit::intent(&plan.run, change);
        match self.cx.store.intend(&plan.run.id, number, step.handover(), intent).await {
            Ok(Some(_)) => {}
            // Another run has the plan by now, or a person has: what becomes of the step is not for this one to say.
            Ok(None) => return Err(JournalError),
            Err(error) => {
                tracing::error!(%error, plan = %plan.run.plan(), "intent not recorded");
                change.was_not_done(&self.cx, &plan.run).await;
                return Ok((StepOutcome::skipped(SkipReason::IntentNotRecorded), None));
            }
        }
        let answer = match change.send_call(Call { cx: &self.cx, on, secrets }).await {
            Err(error) if error.certainty == Certainty::Unknown => {
                tracing::warn!(operation = change.iam_action(), ?error, "no answer; finding out what became of it");
                let lost = Lost { error, may_send: true, search: self.cx.search };
                change.reconcile_lost(Call { cx: &self.cx, on, secrets }, lost).await
            }
            answered => answered,
        };
        Ok(self.remember(plan, step, answer).await)
    }

    /// What was intended before, by a server that stopped, is found out first.
    async fn reconcile(
        &self,
        plan: &PlanRun,
        step: &Step<'_>,
        intended_at: Millis,
        secrets: &mut Secrets,
    ) -> (StepOutcome, Option<Answer>) {
        let Step { change, on, .. } = *step;
        let may_repeat = may_repeat(&*self.cx.store, &change.call_policy(), intended_at).await;
        // A mint is looked for from when it was sent: later nothing more of it appears. Where the clock was set back
        // since, it is looked for a minute longer than it need be.
        let age = Duration::from_millis(u64::try_from(now().saturating_sub(intended_at)).unwrap_or_default());
        let lost = Lost {
            error: CallError::unknown(Cause::Interrupted),
            may_send: plan.mode != RunMode::DropRest && may_repeat,
            search: self.cx.search.saturating_sub(age),
        };
        let answer = change.reconcile_lost(Call { cx: &self.cx, on, secrets }, lost).await;
        self.remember(plan, step, answer).await
    }

    /// What AWS answered, with what is remembered of it.
    async fn remember(
        &self,
        plan: &PlanRun,
        step: &Step<'_>,
        answer: Result<Answer, CallError>,
    ) -> (StepOutcome, Option<Answer>) {
        let answer = step.change.after_answer(&self.cx, &plan.run, step.beside, answer).await;
        match answer {
            Ok(answer) => (answered(&answer), Some(answer)),
            Err(error) => {
                if error.certainty == Certainty::Refused {
                    step.change.was_not_done(&self.cx, &plan.run).await;
                }
                (not_done(step.change, error), None)
            }
        }
    }
}

fn lock_of(change: &Change) -> String {
    match change.call_policy().lock {
        Lock::Target => change.write_target().id(),
        Lock::Name(name) => name,
    }
}

fn progress_of(entry: Option<&StepEntry>) -> StepProgress {
    match entry {
        Some(StepEntry { outcome: Some(_), .. }) => StepProgress::Concluded,
        Some(StepEntry { intended_at: Some(at), .. }) => StepProgress::Intended { at: *at },
        _ => StepProgress::Pending,
    }
}

fn answered(answer: &Answer) -> StepOutcome {
    let word = match (answer.rows.is_empty(), answer.found_later) {
        (false, _) => StepOutcome::word_of(&answer.rows),
        (true, true) => OutcomeWord::Verified,
        (true, false) => OutcomeWord::Applied,
    };
    let outcome = StepOutcome::new(word, answer.why.clone());
    StepOutcome { request_id: answer.request_id.clone(), rows: answer.rows.clone(), ..outcome }
}

fn not_done(change: &Change, error: CallError) -> StepOutcome {
    let request_id = error.error().and_then(|error| error.request_id.clone());
    let CallError { certainty, cause, remark, inputs } = error;
    let word = match certainty {
        Certainty::Refused => OutcomeWord::Failed,
        Certainty::Unknown => OutcomeWord::Unknown,
    };
    let (fields, unplaced) = place_errors(change.known_fields(), inputs);
    StepOutcome { fields, unplaced, request_id, ..StepOutcome::new(word, Why::Failed { cause, remark }) }
}
