//! The audit's events: names, ids, words of outcome, and what changes. Which values may be written is decided by the
//! fields of each kind.

use super::core::context::Run;
use super::core::kind::Change;
use super::core::outcome::StepOutcome;
use super::core::proposal::ProposedTarget;
use super::presenter::{audit_word, name_target, outcome_text, recorded_diff, undelivered_text};
use crate::clock::now;
use model::{PlanId, Principal};
use serde_json::{Value, json};
use store::NewAuditEvent;

/// The event of a secret that nobody has.
pub const UNDELIVERED: &str = "undelivered";

fn event(kind: &str, actor: &str, plan: &PlanId, change: Option<&Change>) -> NewAuditEvent {
    NewAuditEvent {
        at: now(),
        event: kind.to_owned(),
        actor: actor.to_owned(),
        plan: Some(plan.clone()),
        operation: change.map(|change| change.iam_action().to_owned()).unwrap_or_default(),
        target: change.map(|change| name_target(change.write_target())).unwrap_or_default(),
        outcome: String::new(),
        message: String::new(),
        request_id: None,
        detail: Value::Null,
    }
}

/// One event a target: what was planned for it.
pub fn planned(who: &Principal, plan: &PlanId, target: &ProposedTarget) -> NewAuditEvent {
    let detail = json!({ "label": target.seen.label, "diff": recorded_diff(&target.diff) });
    NewAuditEvent { detail, ..event("plan", &who.subject, plan, target.changes.first()) }
}

/// A person has a plan applied, goes on with an interrupted one, or drops the rest of it.
pub fn decided(kind: &str, who: &Principal, plan: &PlanId, change: Option<&Change>) -> NewAuditEvent {
    event(kind, &who.subject, plan, change)
}

/// A call is about to be sent.
pub fn intent(run: &Run, change: &Change) -> NewAuditEvent {
    event("intent", &run.actor, run.plan(), Some(change))
}

pub fn outcome(run: &Run, change: &Change, outcome: &StepOutcome) -> NewAuditEvent {
    NewAuditEvent {
        outcome: audit_word(outcome.word).to_owned(),
        message: outcome_text(outcome),
        request_id: outcome.request_id.clone(),
        ..event("outcome", &run.actor, run.plan(), Some(change))
    }
}

/// No page said that it has the secret: nobody does.
pub fn undelivered(actor: &str, plan: &PlanId, change: &Change) -> NewAuditEvent {
    let (outcome, message) = ("unknown".to_owned(), undelivered_text().to_owned());
    NewAuditEvent { outcome, message, ..event(UNDELIVERED, actor, plan, Some(change)) }
}
