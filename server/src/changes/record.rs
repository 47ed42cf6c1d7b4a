//! The audit's events. Names, ids and words of outcome; never a value that could be a secret.

use super::change::Change;
use crate::clock::now;
use model::{Outcome, OutcomeWord, Permission, PlanId, Principal};
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

pub fn planned(who: &Principal, plan: &PlanId, change: &Change) -> NewAuditEvent {
    event("plan", &who.subject, Some(plan), Some(change))
}

pub fn denied(who: &Principal, permission: Permission, plan: Option<&PlanId>) -> NewAuditEvent {
    NewAuditEvent { detail: json!({ "permission": permission.name() }), ..event("denied", &who.subject, plan, None) }
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
    let message = "The secret was dropped: the request that waited for it was gone.".to_owned();
    NewAuditEvent { message, ..event("undelivered", actor, Some(plan), Some(change)) }
}
