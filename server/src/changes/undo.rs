//! The opposite of a plan: every facet that was changed shall be as it was seen before.

use super::road::Road;
use super::{stored, unavailable};
use model::Error;
use model::door::{Draft, Wish};
use store::{PlanRecord, StepRecord};

/// # Errors
/// `Conflict` when nothing of it was applied that can be undone.
pub async fn undone(road: &Road, record: &PlanRecord) -> Result<Draft, Error> {
    let steps = road.store.steps(&record.id).await.map_err(|e| unavailable(&e))?;
    let jobs = stored::work(record)?;
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
        true => Err(Error::conflict("Nothing of this plan was applied that can be undone.")),
        false => Ok(Draft::Wishes { title: format!("Undo: {}", record.title), wishes }),
    }
}
