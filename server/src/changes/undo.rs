//! The opposite of a plan: every facet that was changed shall be as it was seen before.

use super::change::Change;
use super::grants;
use super::road::Road;
use super::{stored, tokens, unavailable};
use model::door::{Draft, Wish};
use model::form::Revoke;
use model::{Error, Permission};
use store::{PlanRecord, StepRecord};

const NOTHING: &str = "Nothing of this plan was applied that can be undone.";

/// What whoever undoes a plan must be allowed: what its opposite needs, and that is known before AWS is asked anything.
///
/// # Errors
/// `Internal` when the plan cannot be read.
pub fn permission(record: &PlanRecord) -> Result<Permission, Error> {
    let mints = stored::work(record)?.iter().flat_map(|job| &job.changes).any(Change::is_mint);
    Ok(match mints {
        true => Draft::Revoke(Revoke::default()).permission(),
        false => stored::parse::<Draft>(&record.draft)?.permission(),
    })
}

/// # Errors
/// `Conflict` when nothing of it was applied that can be undone.
pub async fn undone(road: &Road, record: &PlanRecord) -> Result<Draft, Error> {
    let steps = road.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
    let jobs = stored::work(record)?;
    if jobs.iter().flat_map(|job| &job.changes).any(Change::looks_first) {
        let batch = grants::opposite(&jobs, &steps, &record.title);
        return if batch.wishes.is_empty() { Err(Error::conflict(NOTHING)) } else { Ok(Draft::Grants(batch)) };
    }
    if jobs.iter().flat_map(|job| &job.changes).any(Change::is_mint) {
        return tokens::minted(road, &jobs, &steps).await;
    }
    let wishes: Vec<Wish> = jobs
        .into_iter()
        .filter(|job| {
            let last = job.first + i32::try_from(job.changes.len()).unwrap_or(i32::MAX);
            let own = |step: &&StepRecord| (job.first..last).contains(&step.number);
            steps.iter().filter(own).any(|step| stored::is_done(step.outcome.as_ref()))
        })
        .filter_map(|job| {
            Some(Wish { key: job.target.key?, facet: job.target.facet?, state: job.target.state.to_string() })
        })
        .collect();
    match wishes.is_empty() {
        true => Err(Error::conflict(NOTHING)),
        false => Ok(Draft::Wishes { title: format!("Undo: {}", record.title), wishes }),
    }
}

/// Of a batch of role changes, what was not applied.
///
/// # Errors
/// `Conflict` when there is nothing left to try again.
pub async fn retried(road: &Road, record: &PlanRecord) -> Result<Draft, Error> {
    let steps = road.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
    let jobs = stored::work(record)?;
    let Draft::Grants(batch) = stored::parse(&record.draft)? else { return Err(Error::conflict(NOTHING_LEFT)) };
    let open = grants::unfinished(&batch, &jobs, &steps, &record.title);
    if open.wishes.is_empty() { Err(Error::conflict(NOTHING_LEFT)) } else { Ok(Draft::Grants(open)) }
}

const NOTHING_LEFT: &str = "Nothing of this plan is left to be tried again.";
