//! The audit's events: names, ids, words of outcome, and what changes. Which values may be written is decided where the
//! lines of a diff are made.

use super::change::Change;
use super::part::Part;
use crate::clock::now;
use model::{DiffLine, Outcome, OutcomeWord, PlanId, Principal};
use serde_json::{Value, json};
use store::NewAuditEvent;

fn event(kind: &str, actor: &str, plan: Option<&PlanId>, change: Option<&Change>) -> NewAuditEvent {
    NewAuditEvent {
        at: now(),
        event: kind.to_owned(),
        actor: actor.to_owned(),
        plan: plan.cloned(),
        operation: change.map(|change| change.operation().to_owned()).unwrap_or_default(),
        target: change.map(Change::target_name).unwrap_or_default(),
        outcome: String::new(),
        message: String::new(),
        request_id: None,
        detail: Value::Null,
    }
}

/// One event a target: what was planned for it.
pub fn planned(who: &Principal, plan: &PlanId, part: &Part) -> NewAuditEvent {
    let lines: Vec<&DiffLine> = part.diff.iter().map(|line| &line.recorded).collect();
    let detail = json!({ "label": part.seen.label, "diff": lines });
    NewAuditEvent { detail, ..event("plan", &who.subject, Some(plan), part.changes.first()) }
}

/// A person has a plan applied, goes on with an interrupted one, or drops the rest of it.
pub fn decided(kind: &str, who: &Principal, plan: &PlanId, change: Option<&Change>) -> NewAuditEvent {
    event(kind, &who.subject, Some(plan), change)
}

pub fn intent(actor: &str, plan: &PlanId, change: &Change) -> NewAuditEvent {
    event("intent", actor, Some(plan), Some(change))
}

pub fn outcome(actor: &str, plan: &PlanId, change: &Change, outcome: &Outcome) -> NewAuditEvent {
    let word = match outcome.word {
        OutcomeWord::Applied => "applied",
        OutcomeWord::Verified => "verified",
        OutcomeWord::Refused => "refused",
        OutcomeWord::Failed => "failed",
        OutcomeWord::Unknown => "unknown",
    };
    NewAuditEvent {
        outcome: word.to_owned(),
        message: outcome.message.clone(),
        request_id: outcome.request_id.clone(),
        ..event("outcome", actor, Some(plan), Some(change))
    }
}

/// Nobody waited for the secret any more: it was dropped unseen.
pub fn undelivered(actor: &str, plan: &PlanId, change: &Change) -> NewAuditEvent {
    let message = "Delivered: unknown. The request that waited for the secret was gone, so it was dropped.".to_owned();
    NewAuditEvent { outcome: "unknown".to_owned(), message, ..event("undelivered", actor, Some(plan), Some(change)) }
}
