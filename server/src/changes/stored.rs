//! Plans as they are stored: rows of the database to types and back. Each schema that was ever written is read.

use super::core::kind::Change;
use super::core::outcome::StepOutcome;
use super::core::proposal::{Proposal, ProposedTarget, StoredProposal, StoredTarget, TargetJob, jobs};
use super::presenter::{Names, place, title, unreadable};
use super::registry::{SCHEMA, StoredChange, store};
use model::door::Draft;
use model::{Error, Millis, OutcomeWord, PlanId, PlanState, PlanView, Principal};
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::{PlanRecord, StepRecord};

/// How long a plan can be applied.
pub const GOOD_FOR: Millis = 30 * 60 * 1000;
/// The first schema whose view is typed.
const TYPED: i32 = 3;

/// One step as the journal has it.
#[derive(Clone, Debug)]
pub struct StepEntry {
    pub number: i32,
    pub intended_at: Option<Millis>,
    pub outcome: Option<StepOutcome>,
}

/// A plan whole.
pub struct StoredPlan {
    pub record: PlanRecord,
    pub draft: Draft,
    pub jobs: Vec<TargetJob>,
    pub steps: Vec<StepEntry>,
}

/// What is stored of a plan for people.
pub enum StoredView {
    Typed(Box<StoredProposal>),
    /// As schema 1 or 2 wrote it, shown as it was written.
    Written(Box<PlanView>),
}

/// # Errors
/// `Internal` for what is not what was ever stored.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

fn print<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| unreadable(&error))
}

/// Schema 1 keeps one change, later ones a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum StoredChanges {
    Many(Vec<StoredChange>),
    One(StoredChange),
}

/// A new plan as a row.
///
/// # Errors
/// `Internal` when it cannot be written as JSON.
pub fn record(
    id: &PlanId,
    who: &Principal,
    draft: &Draft,
    proposal: &Proposal,
    created_at: Millis,
) -> Result<PlanRecord, Error> {
    let changes: Vec<Value> = proposal.changes().map(store).collect();
    let targets: Vec<StoredTarget> = proposal.targets.iter().map(StoredTarget::from).collect();
    Ok(PlanRecord {
        id: id.clone(),
        principal: who.subject.clone(),
        schema: SCHEMA,
        state: PlanState::Planned,
        created_at,
        expires_at: created_at + GOOD_FOR,
        title: title(&proposal.origin, &proposal.title),
        place: place(proposal.changes().map(|change| change.write_target().scope())),
        draft: print(draft)?,
        change: print(&changes)?,
        targets: print(&targets)?,
        view: print(&proposal.stored())?,
        result_path: None,
    })
}

/// The journal of a new plan: a step for each of its calls, counted from 1 over all targets.
pub fn steps(plan: &PlanId, targets: &[ProposedTarget]) -> Vec<StepRecord> {
    let step = |(at, change): (usize, &Change)| {
        let number = i32::try_from(at + 1).unwrap_or(i32::MAX);
        StepRecord::new(plan.clone(), number, change.iam_action(), change.call_policy().is_repeatable())
    };
    targets.iter().flat_map(|target| &target.changes).enumerate().map(step).collect()
}

/// What is to be done, target by target.
///
/// # Errors
/// `Internal` when it cannot be read.
pub fn read_jobs(record: &PlanRecord) -> Result<Vec<TargetJob>, Error> {
    let changes = match parse(&record.change)? {
        StoredChanges::Many(changes) => changes,
        StoredChanges::One(change) => vec![change],
    };
    Ok(jobs(parse(&record.targets)?, changes.into_iter().map(StoredChange::into_change).collect()))
}

/// # Errors
/// `Internal` when it cannot be read.
pub fn read_view(record: &PlanRecord, jobs: &[TargetJob], names: Names<'_>) -> Result<StoredView, Error> {
    if record.schema >= TYPED {
        return Ok(StoredView::Typed(Box::new(parse(&record.view)?)));
    }
    let mut view: Value = parse(&record.view)?;
    let changes: Vec<&Change> = jobs.iter().flat_map(|job| &job.changes).collect();
    // Rows are made of the stored changes, as those of later schemas.
    for (at, step) in view["steps"].as_array_mut().into_iter().flatten().enumerate() {
        step["rows"] = json!(changes.get(at).map(|change| super::presenter::rows(change, names)).unwrap_or_default());
    }
    for warning in view["warnings"].as_array_mut().into_iter().flatten() {
        *warning = json!({ "text": warning.take() });
    }
    serde_json::from_value(view).map(|view| StoredView::Written(Box::new(view))).map_err(|error| unreadable(&error))
}

/// # Errors
/// `Internal` when an outcome cannot be read.
pub fn read_steps(steps: Vec<StepRecord>) -> Result<Vec<StepEntry>, Error> {
    let entry = |step: StepRecord| {
        let outcome = step.outcome.as_deref().map(parse).transpose()?;
        Ok(StepEntry { number: step.number, intended_at: step.intended_at, outcome })
    };
    steps.into_iter().map(entry).collect()
}

/// # Errors
/// `Internal` when it cannot be read.
pub fn read_plan(record: PlanRecord, steps: Vec<StepRecord>) -> Result<StoredPlan, Error> {
    let (draft, jobs) = (parse(&record.draft)?, read_jobs(&record)?);
    Ok(StoredPlan { record, draft, jobs, steps: read_steps(steps)? })
}

/// # Errors
/// `Internal` when it cannot be written as JSON.
pub fn print_outcome(outcome: &StepOutcome) -> Result<String, Error> {
    print(outcome)
}

/// The end of a plan: what is not known of one step is not known of the whole; else one that was not done makes it so.
pub fn state_after(steps: &[StepEntry]) -> PlanState {
    let outcomes = || steps.iter().map(|step| step.outcome.as_ref());
    if outcomes().any(|outcome| outcome.is_none_or(|outcome| outcome.word == OutcomeWord::Unknown)) {
        PlanState::Unknown
    } else if outcomes().flatten().all(StepOutcome::is_done) {
        PlanState::Applied
    } else {
        PlanState::Failed
    }
}
