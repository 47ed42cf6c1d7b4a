//! Plans as they are kept: the executable part as JSON, the view as people saw it, outcomes beside them.

use super::change::{Change, SCHEMA};
use super::grants;
use super::part::{Job, KeptTarget, Part, Proposal, jobs};
use model::door::Draft;
use model::{Error, Millis, Outcome, OutcomeWord, PlanId, PlanState, PlanSummary, PlanView, Principal};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{PlanRecord, StepRecord};

pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, "stored plan not readable");
        Error::internal()
    })
}

fn print<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::internal())
}

/// Schema 1 keeps one change, later ones a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Changes {
    Many(Vec<Change>),
    One(Box<Change>),
}

/// A new plan as a row.
pub fn record(view: &PlanView, who: &Principal, draft: &Draft, parts: &[Part]) -> Result<PlanRecord, Error> {
    let changes: Vec<&Change> = parts.iter().flat_map(|part| &part.changes).collect();
    let targets: Vec<KeptTarget> = parts.iter().map(KeptTarget::from).collect();
    Ok(PlanRecord {
        id: view.id.clone(),
        principal: who.subject.clone(),
        schema: SCHEMA,
        state: PlanState::Planned,
        created_at: view.created_at,
        expires_at: view.expires_at,
        title: view.title.clone(),
        place: place(&changes),
        draft: print(draft)?,
        change: print(&changes)?,
        targets: print(&targets)?,
        view: print(view)?,
        result_path: None,
    })
}

/// The journal of a new plan: a step for each of its calls, counted from 1 over all targets.
pub fn steps(plan: &PlanId, proposal: &Proposal) -> Vec<StepRecord> {
    let step = |(at, change): (usize, &Change)| {
        let number = i32::try_from(at + 1).unwrap_or(i32::MAX);
        StepRecord::new(plan.clone(), number, change.operation(), change.is_repeatable())
    };
    proposal.changes().enumerate().map(step).collect()
}

/// "441122338890 in eu-west-1", or how many places there are.
fn place(changes: &[&Change]) -> String {
    let mut places: Vec<String> = changes.iter().map(|change| change.scope().to_string()).collect();
    places.sort_unstable();
    places.dedup();
    match places.as_slice() {
        [one] => one.clone(),
        many => format!("{} accounts and regions", many.len()),
    }
}

pub fn targets(record: &PlanRecord) -> Result<Vec<KeptTarget>, Error> {
    parse(&record.targets)
}

/// What is to be done, target by target.
pub fn work(record: &PlanRecord) -> Result<Vec<Job>, Error> {
    let changes = match parse(&record.change)? {
        Changes::Many(changes) => changes,
        Changes::One(change) => vec![*change],
    };
    Ok(jobs(targets(record)?, changes))
}

/// The view with what became of its steps. What a mint offers to revoke is not in it.
pub fn view(record: &PlanRecord, steps: Vec<StepRecord>, now: Millis) -> Result<PlanView, Error> {
    let mut view: PlanView = parse(&record.view)?;
    let edits = targets(record)?.iter().any(|target| target.facet.is_some());
    let rows = view.steps.iter().any(|step| !step.rows.is_empty());
    view.undoable = record.state.is_over() && (edits || rows) && grants::any_done(&steps);
    view.retryable = rows
        && record.state.is_over()
        && record.state != PlanState::Expired
        && !steps.iter().all(|step| is_done(step.outcome.as_ref()));
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

/// One of its calls is a mint. Plans that have none are told from their text, without being taken apart.
pub fn names_a_mint(record: &PlanRecord) -> bool {
    ["CreateWorkspaceServiceAccountToken", "CreateWorkspaceApiKey"].iter().any(|call| record.view.contains(call))
}

/// What a mint with this outcome made is there, or may be.
pub const fn is_made(word: Option<OutcomeWord>) -> bool {
    matches!(word, None | Some(OutcomeWord::Applied | OutcomeWord::Verified | OutcomeWord::Unknown))
}

pub fn is_done(outcome: Option<&Outcome>) -> bool {
    outcome.is_some_and(|outcome| matches!(outcome.word, OutcomeWord::Applied | OutcomeWord::Verified))
}

/// The end of a plan: what is not known of one step is not known of the whole; else one that was not done makes it so.
pub fn state_after(steps: &[StepRecord]) -> PlanState {
    let words = || steps.iter().map(|step| step.outcome.as_ref().map(|outcome| outcome.word));
    if words().any(|word| matches!(word, None | Some(OutcomeWord::Unknown))) {
        PlanState::Unknown
    } else if steps.iter().all(|step| is_done(step.outcome.as_ref())) {
        PlanState::Applied
    } else {
        PlanState::Failed
    }
}

pub fn summary(view: &PlanView, place: String) -> PlanSummary {
    let outcomes = || view.steps.iter().filter_map(|step| step.outcome.as_ref());
    // Of several, the first that did not succeed says the most.
    let told = outcomes().find(|outcome| !is_done(Some(outcome))).or_else(|| outcomes().next_back());
    PlanSummary {
        id: view.id.clone(),
        title: view.title.clone(),
        state: view.state,
        partly: outcomes().any(Outcome::is_done_in_part),
        created_at: view.created_at,
        created_by: view.created_by.clone(),
        place,
        outcome: told.map(|outcome| outcome.message.clone()).unwrap_or_default(),
    }
}
