//! Plans as they are kept: the executable part as JSON, the view as people saw it, outcomes beside them.

use super::change::{Change, SCHEMA};
use super::observe::Observation;
use model::door::Draft;
use model::{Error, Millis, Outcome, OutcomeWord, PlanState, PlanSummary, PlanView, Principal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{PlanRecord, StepRecord};

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "stored plan not readable");
        Error::internal()
    })
}

fn print<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::internal())
}

/// A new plan as a row.
pub fn record(
    view: &PlanView,
    who: &Principal,
    draft: &Draft,
    change: &Change,
    seen: &Observation,
) -> Result<PlanRecord, Error> {
    Ok(PlanRecord {
        id: view.id.clone(),
        principal: who.subject.clone(),
        schema: SCHEMA,
        state: PlanState::Planned,
        created_at: view.created_at,
        expires_at: view.expires_at,
        title: view.title.clone(),
        place: change.scope().to_string(),
        draft: print(draft)?,
        change: print(change)?,
        targets: print(&[(change.target_name(), seen.hash())])?,
        view: print(view)?,
        result_path: None,
    })
}

/// The hash of the state the plan was made on.
pub fn hash(record: &PlanRecord) -> Result<String, Error> {
    let targets: Vec<(String, String)> = parse(&record.targets)?;
    targets.into_iter().next().map(|(_, hash)| hash).ok_or_else(Error::internal)
}

/// The view with what became of its steps.
pub fn view(record: &PlanRecord, steps: Vec<StepRecord>, now: Millis) -> Result<PlanView, Error> {
    let mut view: PlanView = parse(&record.view)?;
    for (seen, step) in view.steps.iter_mut().zip(steps) {
        seen.outcome = step.outcome;
    }
    view.result_path.clone_from(&record.result_path);
    view.state = match record.state {
        PlanState::Planned if record.expires_at <= now => PlanState::Expired,
        state => state,
    };
    Ok(view)
}

/// The end of a plan, by the outcome of its last step.
pub const fn state_after(word: OutcomeWord) -> PlanState {
    match word {
        OutcomeWord::Applied | OutcomeWord::Verified => PlanState::Applied,
        OutcomeWord::Refused | OutcomeWord::Failed => PlanState::Failed,
        OutcomeWord::Unknown => PlanState::Unknown,
    }
}

pub fn summary(view: &PlanView, place: String) -> PlanSummary {
    let last: Option<&Outcome> = view.steps.iter().filter_map(|step| step.outcome.as_ref()).next_back();
    PlanSummary {
        id: view.id.clone(),
        title: view.title.clone(),
        state: view.state,
        created_at: view.created_at,
        created_by: view.created_by.clone(),
        place,
        outcome: last.map(|outcome| outcome.message.clone()).unwrap_or_default(),
    }
}
