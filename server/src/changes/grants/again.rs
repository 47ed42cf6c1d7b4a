//! From a batch that was applied, wholly or in part, to the one that undoes it, and the one that tries the rest again.

use super::held::kept;
use crate::changes::change::Change;
use crate::changes::part::Job;
use crate::changes::stored::is_done;
use model::access::Holder;
use model::form::{GrantBatch, GrantWish};
use model::{OutcomeWord, RowOutcome};
use std::collections::BTreeSet;
use store::StepRecord;

/// What was there before, for every holder of whom something was done.
pub fn opposite(jobs: &[Job], steps: &[StepRecord], title: &str) -> GrantBatch {
    let mut wishes = Vec::new();
    for job in jobs {
        let Some(key) = &job.target.key else { continue };
        let touched = holders_with(job, steps, |row| row.is_some_and(|row| done(row.word)));
        let before = kept(&job.target.state);
        let wish = |holder: Holder| {
            let role = before.get(&holder).and_then(|roles| roles.last().copied());
            GrantWish { workspace: key.clone(), holder, role }
        };
        wishes.extend(touched.into_iter().map(wish));
    }
    GrantBatch { title: format!("Undo: {title}"), wishes }
}

/// Of what was wished, everything of which something was not done.
pub fn unfinished(batch: &GrantBatch, jobs: &[Job], steps: &[StepRecord], title: &str) -> GrantBatch {
    let mut open = BTreeSet::new();
    for job in jobs {
        let Some(key) = &job.target.key else { continue };
        let holders = holders_with(job, steps, |row| row.is_none_or(|row| !done(row.word)));
        open.extend(holders.into_iter().map(|holder| (key.path(), holder)));
    }
    let wishes = batch.wishes.iter().filter(|wish| open.contains(&(wish.workspace.path(), wish.holder.clone())));
    GrantBatch { title: format!("Retry: {title}"), wishes: wishes.cloned().collect() }
}

const fn done(word: OutcomeWord) -> bool {
    matches!(word, OutcomeWord::Applied | OutcomeWord::Verified)
}

/// Holders of whom one instruction ended as asked. A step without rows stands for all of its own.
fn holders_with(job: &Job, steps: &[StepRecord], ended: impl Fn(Option<&RowOutcome>) -> bool) -> BTreeSet<Holder> {
    let mut holders = BTreeSet::new();
    for (number, change) in (job.first..).zip(&job.changes) {
        let Change::UpdatePermissions { instructions, .. } = change else { continue };
        let outcome = steps.iter().find(|step| step.number == number).and_then(|step| step.outcome.as_ref());
        for (at, instruction) in instructions.iter().enumerate() {
            let whole = outcome.map(|outcome| RowOutcome { word: outcome.word, message: String::new() });
            let row = outcome.and_then(|outcome| outcome.rows.get(at)).cloned().or(whole);
            if ended(row.as_ref()) {
                holders.insert(instruction.holder.clone());
            }
        }
    }
    holders
}

/// Whether anything of a plan was done.
pub fn any_done(steps: &[StepRecord]) -> bool {
    steps
        .iter()
        .filter_map(|step| step.outcome.as_ref())
        .any(|outcome| is_done(Some(outcome)) || outcome.rows.iter().any(|row| done(row.word)))
}
