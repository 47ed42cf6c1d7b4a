//! What has to be true when everything is over: AWS, journal, plans and record agree.

use crate::tables::word_of;
use crate::world::{State, StepKey};
use model::{OutcomeWord, PlanState};
use store::{PlanRecord, StepRecord};

/// Holds every plan against what really happened.
pub fn check(state: &mut State) {
    let plans: Vec<PlanRecord> = state.tables.plans.values().cloned().collect();
    for plan in &plans {
        check_plan(state, plan);
    }
    check_secrets(state);
    let events = state.tables.record.len();
    let stray: Vec<String> = state.tables.handovers.iter().map(ToString::to_string).collect();
    if !stray.is_empty() {
        state.breach(format!("secrets of {stray:?} are awaited for ever ({events} events)"));
    }
}

fn check_plan(state: &mut State, plan: &PlanRecord) {
    let steps = state.tables.steps_of(&plan.id);
    let count = |kind: &str| state.tables.events(&plan.id, kind).count();
    let (planned, applied, outcomes) = (count("plan"), count("apply"), count("outcome"));
    let taken_up = count("resume") + count("drop");
    let runs = usize::try_from(state.tables.runs.get(&plan.id).copied().unwrap_or_default()).unwrap_or_default();
    let id = &plan.id;
    if matches!(plan.state, PlanState::Applying | PlanState::Interrupted) {
        state.breach(format!("plan {id} is stuck: {}", plan.state.slug()));
        return;
    }
    if planned == 0 {
        state.breach(format!("plan {id} was put without its event"));
    }
    if applied != runs.min(1) || taken_up != runs.saturating_sub(1) {
        state.breach(format!("plan {id} ran {runs} times: {applied} claims and {taken_up} resumptions are on record"));
    }
    let concluded = steps.iter().filter(|step| step.outcome.is_some()).count();
    if outcomes != concluded {
        state.breach(format!("plan {id}: {concluded} outcomes in the journal, {outcomes} on record"));
    }
    match runs {
        0 => {
            if steps.iter().any(|step| step.intended_at.is_some()) {
                state.breach(format!("plan {id} was never claimed, and a step of it was to be sent"));
            }
        }
        _ => check_run(state, plan, &steps),
    }
}

fn check_run(state: &mut State, plan: &PlanRecord, steps: &[StepRecord]) {
    let words: Vec<Option<OutcomeWord>> = steps.iter().map(|step| step.outcome.as_deref().and_then(word_of)).collect();
    let is_done = |word: &Option<OutcomeWord>| matches!(word, Some(OutcomeWord::Applied | OutcomeWord::Verified));
    let wanted = match () {
        () if words.iter().any(|word| matches!(word, None | Some(OutcomeWord::Unknown))) => PlanState::Unknown,
        () if words.iter().all(is_done) => PlanState::Applied,
        () => PlanState::Failed,
    };
    if plan.state != wanted {
        state.breach(format!("plan {} ended as {}, and its steps say {}", plan.id, plan.state.slug(), wanted.slug()));
    }
    for (step, word) in steps.iter().zip(words) {
        match word {
            Some(word) => check_step(state, step, word),
            None => state.breach(format!("step {} of {} has no outcome", step.number, plan.id)),
        }
    }
}

/// The rows of a call that carries several say for themselves; a tag may be there from the beginning; and what is gone
/// already counts as revoked.
const OWN_WORDS: [&str; 5] = [
    "grafana:UpdatePermissions",
    "secretsmanager:TagResource",
    "grafana:DeleteWorkspaceServiceAccountToken",
    "grafana:DeleteWorkspaceServiceAccount",
    "grafana:DeleteWorkspaceApiKey",
];

fn check_step(state: &mut State, step: &StepRecord, word: OutcomeWord) {
    let key: StepKey = (step.plan.clone(), step.number);
    let sent = state.checks.sent.get(&key).cloned().unwrap_or_default();
    let done = sent.iter().filter(|sent| sent.is_done).count();
    let of = format!("step {} of {} ({})", step.number, step.plan, step.operation);
    if OWN_WORDS.contains(&step.operation.as_str()) {
        return;
    }
    match word {
        // It is so: another plan did the same to the same target meanwhile.
        OutcomeWord::Verified if done == 0 && was_done_by_another(state, &key, &step.operation) => {}
        OutcomeWord::Applied | OutcomeWord::Verified if done == 0 => {
            state.breach(format!("{of} is told as done, and AWS did nothing"));
        }
        OutcomeWord::Failed if done > 0 => state.breach(format!("{of} is told as failed, and AWS did it")),
        OutcomeWord::Refused if !sent.is_empty() => {
            state.breach(format!("{of} is told as not sent, and it was"));
        }
        _ => {}
    }
}

fn was_done_by_another(state: &State, own: &StepKey, operation: &str) -> bool {
    let target = state.checks.targets.get(own);
    state.checks.sent.iter().any(|(key, sent)| {
        let same = state.tables.steps.get(key).is_some_and(|step| step.operation == operation);
        same && state.checks.targets.get(key) == target && sent.iter().any(|sent| sent.is_done)
    })
}

fn check_secrets(state: &mut State) {
    let secrets = std::mem::take(&mut state.checks.secrets);
    for secret in &secrets {
        let (plan, number) = &secret.step;
        let outcome = state.tables.steps.get(&secret.step).and_then(|step| step.outcome.clone());
        let is_told_as_minted =
            matches!(outcome.as_deref().and_then(word_of), Some(OutcomeWord::Applied | OutcomeWord::Verified));
        let undelivered = state.tables.events(plan, "undelivered").count();
        let delivery = state.tables.steps.get(&(plan.clone(), number + 1)).cloned();
        let delivers = delivery.filter(|step| step.operation.starts_with("secretsmanager:"));
        if secret.readers > 1 {
            state.breach(format!("the secret of {plan} was read {} times", secret.readers));
        }
        if undelivered > 1 {
            state.breach(format!("the loss of the secret of {plan} is on record {undelivered} times"));
        }
        if secret.is_confirmed && undelivered > 0 {
            state.breach(format!("the secret of {plan} was received, and is on record as lost"));
        }
        let is_lost = secret.readers == 0 && !secret.is_delivered;
        let is_told = match &delivers {
            Some(step) => {
                let word = step.outcome.as_deref().and_then(word_of);
                !matches!(word, Some(OutcomeWord::Applied | OutcomeWord::Verified))
            }
            None => undelivered > 0 || !is_told_as_minted,
        };
        if is_lost && !is_told {
            state.breach(format!("the secret of {plan} is lost, and nothing says so"));
        }
    }
    state.checks.secrets = secrets;
}
