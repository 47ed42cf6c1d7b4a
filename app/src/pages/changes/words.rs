//! The words and tones of states and outcomes, and the ways on from a plan.

use model::{Outcome, OutcomeWord, PlanId, PlanState, PlanView, StepView};
use std::collections::BTreeMap;
use ui::Tone;

pub const fn tone(state: PlanState) -> Tone {
    match state {
        PlanState::Planned | PlanState::Expired => Tone::Idle,
        PlanState::Applying => Tone::Busy,
        PlanState::Applied => Tone::Ok,
        PlanState::Failed => Tone::Bad,
        PlanState::Unknown | PlanState::Interrupted => Tone::Warn,
    }
}

/// The word of a plan's state: one of which something was applied is not "not applied".
pub fn word(plan: &PlanView) -> &'static str {
    of_state(plan.state, applied(plan) > 0 || rows(plan).is_some_and(|(done, _)| done > 0))
}

pub const fn of_state(state: PlanState, partly: bool) -> &'static str {
    match (state, partly) {
        (PlanState::Failed, true) => "Applied in part",
        _ => state.word(),
    }
}

/// Tone and word of a step.
pub const fn of_step(outcome: Option<OutcomeWord>, state: PlanState) -> (Tone, &'static str) {
    match (outcome, state) {
        (Some(OutcomeWord::Applied), _) => (Tone::Ok, "Applied"),
        (Some(OutcomeWord::Verified), _) => (Tone::Ok, "Applied and verified"),
        (Some(OutcomeWord::Refused), _) => (Tone::Idle, "Not tried"),
        (Some(OutcomeWord::Failed), _) => (Tone::Bad, "Failed"),
        (Some(OutcomeWord::Unknown), _) => (Tone::Warn, "Outcome unknown"),
        (None, PlanState::Planned) => (Tone::Idle, "Will be sent"),
        (None, PlanState::Applying) => (Tone::Busy, "Waiting for AWS"),
        (None, PlanState::Unknown | PlanState::Interrupted) => (Tone::Warn, "No outcome on record"),
        (None, _) => (Tone::Idle, "Not sent"),
    }
}

/// Somebody still decides about it, or about the rest of it: what a decision may cost is told. Once it is over, advice
/// from before would be about what never happened.
pub const fn is_decided_on(state: PlanState) -> bool {
    matches!(state, PlanState::Planned | PlanState::Applying | PlanState::Interrupted)
}

/// It is over, and not all of it is applied for certain.
pub const fn is_missed(plan: &PlanView) -> bool {
    plan.state.is_over() && !matches!(plan.state, PlanState::Applied)
}

/// Why a target has no calls, once no warning says so any more; `None` of one that has some, or is as it should be.
pub fn left_out(plan: &PlanView, at: usize) -> Option<String> {
    plan.targets.get(at).filter(|target| target.diff.is_empty())?;
    if is_decided_on(plan.state) || plan.steps.iter().any(|step| step.target as usize == at) {
        return None;
    }
    let about = plan.warnings.iter().find(|warning| warning.targets.iter().any(|target| *target as usize == at));
    Some(about.map_or_else(|| "It was left out of this plan.".to_owned(), |warning| warning.text.clone()))
}

/// What became of one target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetResult {
    /// The lower, the sooner somebody should look.
    rank: u8,
    pub tone: Tone,
    pub word: &'static str,
    /// It is over, and not everything is applied for certain.
    pub is_missed: bool,
}

/// The worst of its calls; `None` while the plan waits, and of a target without calls.
pub fn of_target(plan: &PlanView, at: usize) -> Option<TargetResult> {
    if plan.state == PlanState::Planned {
        return None;
    }
    let own = || plan.steps.iter().filter(|step| step.target as usize == at);
    let words = own().map(|step| step.outcome.as_ref().map(|outcome| outcome.word));
    let (rank, worst) = words.map(|word| (rank(word), word)).min_by_key(|(rank, _)| *rank)?;
    let partly = own().filter_map(|step| step.outcome.as_ref()).any(Outcome::is_done_in_part);
    let (tone, word) = match worst {
        Some(OutcomeWord::Failed | OutcomeWord::Refused) if partly => (Tone::Bad, "Applied in part"),
        Some(OutcomeWord::Verified) => (Tone::Ok, "Applied"),
        worst => of_step(worst, plan.state),
    };
    Some(TargetResult { rank, tone, word, is_missed: plan.state.is_over() && rank < DONE })
}

const DONE: u8 = 3;

const fn rank(word: Option<OutcomeWord>) -> u8 {
    match word {
        Some(OutcomeWord::Failed) => 0,
        Some(OutcomeWord::Unknown) | None => 1,
        Some(OutcomeWord::Refused) => 2,
        Some(OutcomeWord::Applied | OutcomeWord::Verified) => DONE,
    }
}

/// The places of the targets as they are shown: in their order, and once the plan is over the failed ones first.
pub fn order(plan: &PlanView) -> Vec<usize> {
    let mut places: Vec<usize> = (0..plan.targets.len()).collect();
    if plan.state.is_over() {
        places.sort_by_key(|at| of_target(plan, *at).map_or(DONE, |result| result.rank));
    }
    places
}

/// How many steps AWS took.
pub fn applied(plan: &PlanView) -> usize {
    plan.steps.iter().filter(|step| is_applied(step)).count()
}

const DELIVERIES: [&str; 2] = ["secretsmanager:CreateSecret", "secretsmanager:PutSecretValue"];

/// How a step ended that hands a minted secret to AWS Secrets Manager; `None` for another step.
pub fn delivery(step: &StepView) -> Option<Option<OutcomeWord>> {
    DELIVERIES.contains(&step.operation.as_str()).then(|| step.outcome.as_ref().map(|outcome| outcome.word))
}

/// Of what it minted nothing is known to be lost, and of some of it nobody knows whether it arrived.
pub fn is_doubtful(plan: &PlanView) -> bool {
    let made = |step: &&StepView| {
        let minted = |own: &StepView| own.target == step.target && delivery(own).is_none() && is_applied(own);
        plan.steps.iter().any(minted)
    };
    let known = |word| matches!(word, Some(Some(OutcomeWord::Failed | OutcomeWord::Refused)));
    plan.steps.iter().any(|step| delivery(step) == Some(Some(OutcomeWord::Unknown)))
        && !plan.steps.iter().filter(|step| known(delivery(step))).any(|step| made(&step))
}

fn is_applied(step: &StepView) -> bool {
    let taken = |word| matches!(word, OutcomeWord::Applied | OutcomeWord::Verified);
    step.outcome.as_ref().is_some_and(|outcome| taken(outcome.word))
}

/// Of a plan whose calls carry rows: of how many holders everything is done, and how many there are. One whose role
/// changes stands in two calls: for the new one, and for the old one.
pub fn rows(plan: &PlanView) -> Option<(usize, usize)> {
    let holders = holders(plan, |before, word| {
        before.unwrap_or(true) && matches!(word, Some(OutcomeWord::Applied | OutcomeWord::Verified))
    });
    (!holders.is_empty()).then(|| (holders.values().filter(|done| **done).count(), holders.len()))
}

/// Of how many holders it is not known whether everything is done. A step that was sent and has no rows on record may
/// have done any of them.
pub fn unknown_rows(plan: &PlanView) -> usize {
    let holders =
        holders(plan, |before, word| before.unwrap_or(false) || matches!(word, None | Some(OutcomeWord::Unknown)));
    holders.values().filter(|unknown| **unknown).count()
}

/// What is true of each holder, gathered over its rows by how each ended; `None` for one without an outcome.
fn holders(plan: &PlanView, take: fn(Option<bool>, Option<OutcomeWord>) -> bool) -> BTreeMap<(u32, &str), bool> {
    let mut holders = BTreeMap::new();
    for step in &plan.steps {
        for (at, row) in step.rows.iter().enumerate() {
            let ended = step.outcome.as_ref();
            let word = ended.map(|outcome| outcome.rows.get(at).map_or(outcome.word, |row| row.word));
            let holder = row.holder.as_str();
            let before = holders.get(&(step.target, holder)).copied();
            holders.insert((step.target, holder), take(before, word));
        }
    }
    holders
}

/// "3 of 20 role changes were not applied. 17 are applied. Nothing was rolled back."
pub fn of_rows(done: usize, all: usize) -> String {
    let missing = all - done;
    let (were, are) = (if missing == 1 { "was" } else { "were" }, if done == 1 { "is" } else { "are" });
    format!("{missing} of {all} role changes {were} not applied. {done} {are} applied. Nothing was rolled back.")
}

/// "130 of 132 role changes are applied. 1 was not. Of 1 it is not known; the rows below say which."
pub fn of_unknown(done: usize, unknown: usize, all: usize) -> String {
    let are = if done == 1 { " is applied." } else { " are applied." };
    let missing = match all.saturating_sub(done + unknown) {
        0 => String::new(),
        1 => " 1 was not.".to_owned(),
        n => [" ", &n.to_string(), " were not."].concat(),
    };
    let (done, all, unknown) = (done.to_string(), all.to_string(), unknown.to_string());
    let rest = " it is not known; the rows below say which.";
    [&done, " of ", &all, " role changes", are, &missing, " Of ", &unknown, rest].concat()
}

/// "2 of 3 steps applied", or of a batch "17 of 20 role changes applied"
pub fn progress(plan: &PlanView) -> String {
    if let Some((done, all)) = rows(plan) {
        let changes = if all == 1 { " role change applied" } else { " role changes applied" };
        return [&done.to_string(), " of ", &all.to_string(), changes].concat();
    }
    match plan.steps.len() {
        1 => format!("{} of 1 step applied", applied(plan)),
        all => format!("{} of {all} steps applied", applied(plan)),
    }
}

/// The form with the plan's values, to go on with the same plan.
pub fn back_to_form(form: &str, id: &PlanId) -> String {
    with_query(form, "form", id)
}

/// A new form that begins with the plan's values.
pub fn plan_again(form: &str, id: &PlanId) -> String {
    with_query(form, "from", id)
}

fn with_query(form: &str, name: &str, id: &PlanId) -> String {
    let path = form.split('?').next().unwrap_or(form);
    [path, "?", name, "=", id.as_str()].concat()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{back_to_form, of_rows, of_state, of_unknown, plan_again};
    use model::{PlanId, PlanState};

    #[test]
    fn what_was_applied_in_part_is_not_said_to_be_not_applied() {
        assert_eq!(of_state(PlanState::Failed, true), "Applied in part");
        assert_eq!(of_state(PlanState::Failed, false), "Not applied");
        assert_eq!(of_state(PlanState::Applied, true), "Applied");
    }

    #[test]
    fn a_part_that_was_not_applied_is_counted_and_the_rest_is_said_to_stay() {
        let told = of_rows(17, 20);
        assert_eq!(told, "3 of 20 role changes were not applied. 17 are applied. Nothing was rolled back.");
    }

    #[test]
    fn what_is_not_known_is_counted_beside_what_is() {
        let told = of_unknown(130, 1, 132);
        assert_eq!(
            told,
            "130 of 132 role changes are applied. 1 was not. Of 1 it is not known; the rows below say which."
        );
        let told = of_unknown(1, 1, 2);
        assert_eq!(told, "1 of 2 role changes is applied. Of 1 it is not known; the rows below say which.");
    }

    #[test]
    fn ways_back_to_the_form_carry_the_plan_once() {
        let id = PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap();
        let back = back_to_form("/grafana/create", &id);
        assert_eq!(back, "/grafana/create?form=1b4e28ba-2fa1-41d2-883f-0016d3cca427");
        assert_eq!(plan_again(&back, &id), "/grafana/create?from=1b4e28ba-2fa1-41d2-883f-0016d3cca427");
    }
}
