//! A stored plan as its page shows it.

use super::super::core::kind::Change;
use super::super::core::outcome::StepOutcome;
use super::super::core::policy::SecretUse;
use super::super::core::proposal::{StoredProposal, StoredView, TargetJob};
use super::super::core::role_change::StepRow;
use super::super::core::warning::Warning;
use super::confirmation::describe_confirmation;
use super::diff::describe_diff;
use super::form_path::form_path;
use super::holder::{Names, with_kind};
use super::outcome::describe_outcome;
use super::title::{action, title};
use super::warning::warning_text;
use crate::fleet;
use aws::grafana::Action;
use model::door::Draft;
use model::{
    Asked, Credential, Outcome, PlanSummary, PlanView, ResourceKey, RowView, Scope, StepView, Target, WarningView,
};
use store::PlanRecord;

/// What a view is made of.
pub struct PlanParts<'a> {
    pub record: &'a PlanRecord,
    pub draft: &'a Draft,
    pub proposal: &'a StoredProposal,
    pub jobs: &'a [TargetJob],
    /// Of each step, in their order.
    pub outcomes: Vec<Option<StepOutcome>>,
}

/// The plan as it was made, with what became of its steps. Whether it can be undone or tried again is not in it.
pub fn view(parts: PlanParts<'_>, fleet: &fleet::Service, names: Names<'_>) -> PlanView {
    let PlanParts { record, draft, proposal, jobs, outcomes } = parts;
    let changes = || jobs.iter().flat_map(|job| &job.changes);
    let asks = changes().any(|change| change.call_policy().secret == SecretUse::Entered);
    PlanView {
        id: record.id.clone(),
        title: title(&proposal.origin, &proposal.title),
        action: action(&proposal.title),
        state: record.state,
        created_at: record.created_at,
        created_by: record.principal.clone(),
        expires_at: record.expires_at,
        targets: proposal.targets.iter().map(|target| describe_target(target, fleet, names)).collect(),
        warnings: warnings(&proposal.targets, names),
        steps: steps(jobs, outcomes, names),
        confirmation: proposal.confirmation.as_ref().map(describe_confirmation),
        credential: credential(proposal, jobs),
        asks: asks.then(asked),
        undoable: false,
        replaced: Vec::new(),
        retryable: false,
        form_path: form_path(draft),
        result_path: record.result_path.clone(),
    }
}

fn describe_target(target: &StoredView, fleet: &fleet::Service, names: Names<'_>) -> Target {
    let StoredView { label, scope, key, diff, .. } = target;
    Target {
        label: label.clone(),
        account: scope.account.to_string(),
        account_name: fleet.account_name(scope),
        region: scope.region.to_string(),
        path: key.as_ref().map(ResourceKey::path),
        diff: describe_diff(diff, names),
    }
}

/// Each warning once, with the targets it is about where there are several.
fn warnings(targets: &[StoredView], names: Names<'_>) -> Vec<WarningView> {
    let mut all: Vec<(&Warning, Vec<usize>)> = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        for warning in &target.warnings {
            match all.iter_mut().find(|(known, _)| *known == warning) {
                Some((_, places)) => places.push(at),
                None => all.push((warning, vec![at])),
            }
        }
    }
    let one = targets.len() == 1;
    let told = |(warning, places): (&Warning, Vec<usize>)| {
        let labels =
            places.iter().filter(|_| !one).filter_map(|at| targets.get(*at)).map(|target| target.label.clone());
        WarningView {
            code: warning.code(),
            labels: labels.collect(),
            text: warning_text(warning, names),
            targets: places.into_iter().filter_map(|at| u32::try_from(at).ok()).collect(),
        }
    };
    all.into_iter().map(told).collect()
}

fn steps(jobs: &[TargetJob], outcomes: Vec<Option<StepOutcome>>, names: Names<'_>) -> Vec<StepView> {
    let placed = jobs.iter().enumerate().flat_map(|(at, job)| job.changes.iter().map(move |change| (at, change)));
    let step = |((at, change), outcome): ((usize, &Change), Option<StepOutcome>)| StepView {
        operation: change.iam_action().to_owned(),
        target: u32::try_from(at).unwrap_or(u32::MAX),
        request: serde_json::to_string_pretty(&change.aws_request()).unwrap_or_default(),
        rows: rows(change, names),
        outcome: outcome.map(|outcome| describe_outcome(&outcome, names)),
    };
    placed.zip(outcomes.into_iter().chain(std::iter::repeat(None))).map(step).collect()
}

/// "Ada Lovelace (ada@example.com), user 0c2f…: add ADMIN"
pub fn rows(change: &Change, names: Names<'_>) -> Vec<RowView> {
    let row = |StepRow { holder, action, role }: StepRow| {
        let verb = if action == Action::Add { "add" } else { "revoke" };
        RowView { holder: with_kind(&holder), text: format!("{}: {verb} {}", names.full(&holder), role.aws()) }
    };
    change.step_rows().into_iter().map(row).collect()
}

/// What a plan of one target mints.
fn credential(proposal: &StoredProposal, jobs: &[TargetJob]) -> Option<Credential> {
    let ([target], [job]) = (proposal.targets.as_slice(), jobs) else { return None };
    let mint = job.changes.first()?.minted_credential()?;
    let delivered = job.changes.iter().find_map(|change| change.delivery_target());
    let delivered_to = delivered.map(|to| format!("{} in {}", to.secret, to.scope));
    Some(Credential { grafana_role: target.grafana_role.clone(), delivered_to, ..mint.credential })
}

fn asked() -> Asked {
    Asked {
        label: "Grafana token".to_owned(),
        help: "From your agreement with Grafana Labs. It is sent to AWS once and kept nowhere; leave it empty for a \
               license that needs none."
            .to_owned(),
    }
}

/// "441122338890 in eu-west-1", or how many places there are.
pub fn place<'a>(scopes: impl Iterator<Item = &'a Scope>) -> String {
    let mut places: Vec<String> = scopes.map(Scope::to_string).collect();
    places.sort_unstable();
    places.dedup();
    match places.as_slice() {
        [one] => one.clone(),
        many => format!("{} accounts and regions", many.len()),
    }
}

/// A line of the list of plans.
pub fn summarize(view: &PlanView, place: String) -> PlanSummary {
    let outcomes = || view.steps.iter().filter_map(|step| step.outcome.as_ref());
    let is_done =
        |outcome: &&Outcome| matches!(outcome.word, model::OutcomeWord::Applied | model::OutcomeWord::Verified);
    // Of several, the first that did not succeed says the most.
    let told = outcomes().find(|outcome| !is_done(outcome)).or_else(|| outcomes().next_back());
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
