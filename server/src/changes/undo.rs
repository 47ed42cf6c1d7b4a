//! The opposite of a plan, and what is left of one, as requests to plan.

use super::core::context::Context;
use super::core::merge::restored;
use super::core::outcome::{RowOutcome, RowReason, StepOutcome};
use super::core::proposal::TargetJob;
use super::core::refusal::Refusal;
use super::core::section::fetch;
use super::core::undo::Undo;
use super::kinds::grafana::tokens::fetch_tokens;
use super::kinds::sections::section_for;
use super::stored::{StepEntry, StoredPlan};
use aws::grafana::Token;
use model::access::Holder;
use model::door::{Draft, Wish, Wishes};
use model::form::{GrantBatch, GrantWish, KeyAt, Revoke, TokenAt};
use model::{Millis, OutcomeWord, Permission, PlanOrigin, ResourceKey, ServiceAccountId};
use serde_json::Value;
use std::collections::BTreeSet;

/// A token's making is trusted to be a mint's own from this long before the mint's call: clocks differ.
const CLOCKS: Millis = 5 * 60 * 1_000;

/// What whoever undoes a plan must be allowed: what its opposite needs, and that is known before AWS is asked anything.
pub fn permission(plan: &StoredPlan) -> Permission {
    match plan.jobs.iter().any(TargetJob::mints) {
        true => Permission::TokenRevoke,
        false => plan.draft.permission(),
    }
}

/// Every section that was changed shall be as it was seen before, every holder have the roles it had, and what was minted
/// and nobody has shall go.
///
/// # Errors
/// When nothing of it was applied that can be undone, or why that could not be read.
pub async fn undone(cx: &Context, plan: &StoredPlan) -> Result<Draft, Refusal> {
    if plan.jobs.iter().any(TargetJob::mints) {
        return minted(cx, plan).await;
    }
    let origin = PlanOrigin::Undo { plan: plan.record.id.clone(), title: plan.record.title.clone() };
    let (wishes, roles) = (previous_states(cx, plan).await?, previous_roles(&plan.jobs, &plan.steps));
    match (wishes.is_empty(), roles.is_empty()) {
        (_, false) => Ok(Draft::Grants(GrantBatch { origin, wishes: roles })),
        (false, true) => Ok(Draft::Wishes(Wishes { origin, wishes })),
        (true, true) => Err(Refusal::NothingToUndo),
    }
}

/// Every section of which something was written, with what the plan changed of it as the plan found it. What others changed
/// since stays as it is.
async fn previous_states(cx: &Context, plan: &StoredPlan) -> Result<Vec<Wish>, Refusal> {
    let mut wishes = Vec::new();
    for job in &plan.jobs {
        let undo = opposites(job, &plan.steps).find_map(|undo| match undo {
            Undo::Restore { key, section } if job.target.section == Some(section) => Some((key, section)),
            _ => None,
        });
        let Some((key, facet)) = undo else { continue };
        let (before, after) = (&job.target.state, state_left(job, &plan.steps));
        let state = match fetch(cx, &key, section_for(facet)).await {
            Ok(now) if after != *before => restored(&after, before, &now.state).to_string(),
            // A section that is one value is set back whole.
            Ok(_) => before.to_string(),
            // Planning says why it cannot be read.
            Err(_) => before.to_string(),
        };
        wishes.push(Wish { key, facet, state });
    }
    Ok(wishes)
}

/// The state that the steps left which were done.
fn state_left(job: &TargetJob, steps: &[StepEntry]) -> Value {
    let is_done = |number| outcome_of(steps, number).is_some_and(StepOutcome::is_done);
    let done = job.steps().filter(|(number, _)| is_done(*number));
    done.fold(job.target.state.clone(), |state, (_, change)| change.state_after(state))
}

/// The roles that the plan found, of every holder of whom something was done.
pub fn previous_roles(jobs: &[TargetJob], steps: &[StepEntry]) -> Vec<GrantWish> {
    let undos = jobs.iter().flat_map(|job| opposites(job, steps));
    let wishes = undos.flat_map(|undo| match undo {
        Undo::Roles(wishes) => wishes,
        _ => Vec::new(),
    });
    each_once(wishes.collect())
}

/// A holder stands in two calls where one role took the place of another.
fn each_once(mut wishes: Vec<GrantWish>) -> Vec<GrantWish> {
    let mut seen = BTreeSet::new();
    wishes.retain(|wish| seen.insert((wish.workspace.path(), wish.holder.clone())));
    wishes
}

/// The opposite of each step of a target of which something was done.
fn opposites<'a>(job: &'a TargetJob, steps: &'a [StepEntry]) -> impl Iterator<Item = Undo> + 'a {
    let of = |(number, change): (i32, &'a super::core::kind::Change)| {
        let outcome = outcome_of(steps, number).filter(|outcome| outcome.is_done_in_part())?;
        Some(change.opposite_step(&job.target.state, &rows_of(outcome, change.step_rows().len())))
    };
    job.steps().filter_map(of)
}

/// What became of each row; a call that ended as a whole stands for all of its own.
fn rows_of(outcome: &StepOutcome, count: usize) -> Vec<RowOutcome> {
    let whole = || RowOutcome { word: outcome.word, reason: RowReason::Written { message: String::new() } };
    (0..count).map(|at| outcome.rows.get(at).cloned().unwrap_or_else(whole)).collect()
}

fn outcome_of(steps: &[StepEntry], number: i32) -> Option<&StepOutcome> {
    steps.iter().find(|step| step.number == number)?.outcome.as_ref()
}

/// Whether anything of a plan was done.
pub fn is_any_done(steps: &[StepEntry]) -> bool {
    steps.iter().filter_map(|step| step.outcome.as_ref()).any(StepOutcome::is_done_in_part)
}

/// Of a batch of role changes, what was not applied.
///
/// # Errors
/// When there is nothing left to try again.
pub fn retried(plan: &StoredPlan) -> Result<Draft, Refusal> {
    let Draft::Grants(batch) = &plan.draft else { return Err(Refusal::NothingToRetry) };
    let wishes = unfinished(batch, &plan.jobs, &plan.steps);
    let origin = PlanOrigin::Retry { plan: plan.record.id.clone(), title: plan.record.title.clone() };
    if wishes.is_empty() { Err(Refusal::NothingToRetry) } else { Ok(Draft::Grants(GrantBatch { origin, wishes })) }
}

/// Of what was wished, everything of which something was not done.
pub fn unfinished(batch: &GrantBatch, jobs: &[TargetJob], steps: &[StepEntry]) -> Vec<GrantWish> {
    let mut open: BTreeSet<(String, Holder)> = BTreeSet::new();
    for job in jobs {
        let Some(key) = &job.target.key else { continue };
        open.extend(unfinished_holders(job, steps).into_iter().map(|holder| (key.path(), holder)));
    }
    let is_open = |wish: &&GrantWish| open.contains(&(wish.workspace.path(), wish.holder.clone()));
    batch.wishes.iter().filter(is_open).cloned().collect()
}

/// Holders of whom something was not done.
fn unfinished_holders(job: &TargetJob, steps: &[StepEntry]) -> BTreeSet<Holder> {
    let mut open = BTreeSet::new();
    for (number, change) in job.steps() {
        let rows = change.step_rows();
        let ended = outcome_of(steps, number).map(|outcome| rows_of(outcome, rows.len()));
        for (at, row) in rows.into_iter().enumerate() {
            let is_done = ended.as_ref().and_then(|rows| rows.get(at)).is_some_and(RowOutcome::is_done);
            if !is_done {
                open.insert(row.holder);
            }
        }
    }
    open
}

/// What a plan minted, to be revoked: what nobody has, where that is a part of it, or else what may not have arrived. What
/// was listed under its name before, or was made earlier, is none of its own.
async fn minted(cx: &Context, plan: &StoredPlan) -> Result<Draft, Refusal> {
    let StoredPlan { jobs, steps, .. } = plan;
    let mut revoke = Revoke::default();
    let wanted = [is_lost, is_doubtful].into_iter().find(|is| jobs.iter().any(|job| is(job, steps)));
    let jobs = jobs.iter().filter(|job| wanted.is_none_or(|is| is(job, steps)));
    for (number, change) in jobs.flat_map(TargetJob::steps) {
        let Some(intended) = intended_at(steps, number) else { continue };
        match change.opposite_step(&Value::Null, &[]) {
            Undo::RevokeKey { workspace, name } => revoke.keys.push(KeyAt { workspace, name }),
            Undo::RevokeToken { workspace, account, name } => {
                revoke.tokens.extend(find_minted(cx, (workspace, account), &name, intended).await?);
            }
            _ => {}
        }
    }
    match revoke.tokens.is_empty() && revoke.keys.is_empty() {
        true => Err(Refusal::NothingMintedListed),
        false => Ok(Draft::Revoke(revoke)),
    }
}

/// Its name carries the plan's mark, so one of which AWS does not say when it was made is its own, too.
async fn find_minted(
    cx: &Context,
    (workspace, account): (ResourceKey, ServiceAccountId),
    name: &str,
    intended: Millis,
) -> Result<Option<TokenAt>, Refusal> {
    let own = |token: &Token| token.name == name && token.created_at.is_none_or(|at| at >= intended - CLOCKS);
    let found = fetch_tokens(cx, &workspace, &account).await?.into_iter().find(own);
    Ok(found.map(|token| TokenAt { workspace, account, token: token.id }))
}

/// It may have minted something whose secret nobody has: the mint's own answer was lost, or it is known that it was not
/// delivered.
pub fn is_lost(job: &TargetJob, steps: &[StepEntry]) -> bool {
    let undelivered = |word| matches!(word, Some(OutcomeWord::Failed | OutcomeWord::Refused));
    has_minted(job, steps, |mint, delivery| mint != Some(OutcomeWord::Applied) || undelivered(delivery))
}

/// It minted something, and nobody knows whether that was delivered: somebody may use it.
pub fn is_doubtful(job: &TargetJob, steps: &[StepEntry]) -> bool {
    let unknown = |word| word == Some(OutcomeWord::Unknown);
    has_minted(job, steps, |mint, delivery| mint == Some(OutcomeWord::Applied) && unknown(delivery))
}

/// It may have minted something of which this is true, by how its mint and its delivery ended.
fn has_minted(
    job: &TargetJob,
    steps: &[StepEntry],
    is: impl Fn(Option<OutcomeWord>, Option<OutcomeWord>) -> bool,
) -> bool {
    let word = |number| outcome_of(steps, number).map(|outcome| outcome.word);
    let delivery =
        job.steps().find(|(_, change)| change.delivery_target().is_some()).and_then(|(number, _)| word(number));
    let mut mints =
        job.steps().filter(|(number, change)| change.call_policy().mint && intended_at(steps, *number).is_some());
    mints.any(|(number, _)| is(word(number), delivery))
}

/// When the call of a step was about to be sent, if it may have made something.
fn intended_at(steps: &[StepEntry], number: i32) -> Option<Millis> {
    let step = steps.iter().find(|step| step.number == number)?;
    let word = step.outcome.as_ref().map(|outcome| outcome.word);
    let may_be = matches!(word, None | Some(OutcomeWord::Applied | OutcomeWord::Verified | OutcomeWord::Unknown));
    step.intended_at.filter(|_| may_be)
}
