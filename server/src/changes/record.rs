//! The audit's events: names, ids, words of outcome, and what changes. Values are written by an allow-list; what is not
//! on it is told by its length and digest.

use super::change::Change;
use super::part::Part;
use super::state::digest;
use crate::clock::now;
use model::{DiffLine, Outcome, OutcomeWord, Permission, PlanId, Principal};
use serde_json::{Value, json};
use store::NewAuditEvent;

/// Fields whose values may stand in the record, by the beginning of their path. Role values and organizations name
/// groups of people; who may become an admin is what an auditor asks first.
const ALLOWED: [&str; 42] = [
    "KmsKeyId",
    "Name",
    "SecretId",
    "accountAccessType",
    "alias",
    "allowedOrganizations",
    "assertionAttributes",
    "authenticationProviders",
    "configuration.plugins",
    "configuration.unifiedAlerting",
    "domain",
    "encryptionKey",
    "grafanaRole",
    "grafanaVersion",
    "idpMetadata.url",
    "ipAddressType",
    "keyName",
    "keyRole",
    "kmsKeyArn",
    "kmsKeyId",
    "licenseType",
    "loginValidityDuration",
    "name",
    "networkAccessControl",
    "organizationRoleName",
    "permissionType",
    "policyRevision",
    "roleValues",
    "samlConfiguration.allowedOrganizations",
    "samlConfiguration.assertionAttributes",
    "samlConfiguration.idpMetadata.url",
    "samlConfiguration.loginValidityDuration",
    "samlConfiguration.roleValues",
    "secondsToLive",
    "stackSetName",
    "vpcConfiguration",
    "workspaceDataSources",
    "workspaceDescription",
    "workspaceName",
    "workspaceNotificationDestinations",
    "workspaceOrganizationalUnits",
    "workspaceRoleArn",
];

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
    let tags = part.facet == Some(model::door::Facet::Tags);
    let lines: Vec<DiffLine> = part.diff.iter().map(|line| redacted(line, tags)).collect();
    let detail = json!({ "label": part.seen.label, "diff": lines });
    NewAuditEvent { detail, ..event("plan", &who.subject, Some(plan), part.changes.first()) }
}

fn redacted(line: &DiffLine, tags: bool) -> DiffLine {
    // Who holds which role is what an auditor asks; holders are told by their ids.
    let grant = ["user ", "group "].iter().any(|kind| line.field.starts_with(kind));
    // Names of what is revoked: AWS shows them to everybody who may list them.
    let revoked = ["token ", "API key "].iter().any(|kind| line.field.starts_with(kind));
    let open = tags
        || revoked
        || grant
        || line.field.starts_with("tags")
        || ALLOWED.iter().any(|allowed| is_under(&line.field, allowed));
    if open {
        return line.clone();
    }
    let closed = |value: &Option<String>| {
        value.as_ref().map(|text| match text.contains("SHA-256 ") {
            true => text.clone(),
            false => format!("{} characters, SHA-256 {}", text.chars().count(), digest(text)),
        })
    };
    DiffLine { before: closed(&line.before), after: closed(&line.after), ..line.clone() }
}

fn is_under(field: &str, allowed: &str) -> bool {
    field.strip_prefix(allowed).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

pub fn denied(who: &Principal, permission: Permission, plan: Option<&PlanId>) -> NewAuditEvent {
    NewAuditEvent { detail: json!({ "permission": permission.name() }), ..event("denied", &who.subject, plan, None) }
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

#[cfg(test)]
mod tests {
    use super::redacted;
    use model::{DiffLine, Sign};

    fn line(field: &str, after: &str) -> DiffLine {
        DiffLine { sign: Sign::Add, field: field.into(), before: None, after: Some(after.into()) }
    }

    #[test]
    fn what_is_not_on_the_list_is_told_by_its_digest() {
        let told = redacted(&line("samlConfiguration.idpMetadata.xml", "<EntityDescriptor/>"), false);
        assert!(told.after.as_ref().is_some_and(|text| text.starts_with("19 characters, SHA-256 ")), "{told:?}");
    }

    #[test]
    fn a_field_on_the_list_is_told_as_it_is_and_one_that_only_begins_alike_is_not() {
        assert_eq!(redacted(&line("name", "edge"), false).after.as_deref(), Some("edge"));
        assert_ne!(redacted(&line("nameless", "edge"), false).after.as_deref(), Some("edge"));
    }
}
