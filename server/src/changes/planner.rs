//! A change held against what was just seen: the plan as a person reviews it.

use super::change::Change;
use super::observe::Observation;
use crate::fleet;
use model::{
    Confirmation, Credential, DiffLine, Millis, PlanId, PlanState, PlanView, Principal, Sign, StepView, Target,
};
use serde_json::Value;

/// How long a plan can be applied.
const GOOD_FOR: Millis = 30 * 60 * 1000;

/// The view of a new plan.
pub fn view(
    fleet: &fleet::Service,
    who: &Principal,
    id: &PlanId,
    change: &Change,
    seen: &Observation,
    now: Millis,
) -> PlanView {
    let scope = change.scope();
    let request = change.request();
    let (action, title) = words(change, &seen.label);
    PlanView {
        id: id.clone(),
        title,
        action: action.to_owned(),
        state: PlanState::Planned,
        created_at: now,
        created_by: who.subject.clone(),
        expires_at: now + GOOD_FOR,
        targets: vec![Target {
            label: seen.label.clone(),
            account: scope.account.to_string(),
            account_name: fleet.account_name(scope),
            region: scope.region.to_string(),
            path: change.target().map(model::ResourceKey::path),
            diff: diff(change, &request, &seen.label),
        }],
        warnings: seen.warnings.clone(),
        steps: vec![StepView {
            operation: change.operation().to_owned(),
            request: serde_json::to_string_pretty(&request).unwrap_or_default(),
            outcome: None,
        }],
        confirmation: confirmation(change, seen),
        credential: credential(change, seen),
        form_path: form_path(change),
        result_path: None,
    }
}

/// (the button, the title)
fn words(change: &Change, label: &str) -> (&'static str, String) {
    let action = match change {
        Change::CreateWorkspace { .. } => "Create workspace",
        Change::DeleteWorkspace { .. } => "Delete workspace",
        Change::CreatePrometheus { .. } => "Create Prometheus workspace",
        Change::DeletePrometheus { .. } => "Delete Prometheus workspace",
        Change::CreateDomain { .. } => "Create domain",
        Change::DeleteDomain { .. } => "Delete domain",
        Change::CreateServiceAccount { .. } => "Create service account",
        Change::DeleteServiceAccount { .. } => "Delete service account",
        Change::MintToken { .. } => "Mint token",
    };
    let title = match change {
        Change::CreateServiceAccount { name, .. } => format!("{action} {name} in {label}"),
        Change::MintToken { name, .. } => format!("{action} {name} for {label}"),
        _ if label.is_empty() => action.to_owned(),
        _ => format!("{action} {label}"),
    };
    (action, title)
}

/// Creations add every value that is sent; deletions remove the one thing.
fn diff(change: &Change, request: &Value, label: &str) -> Vec<DiffLine> {
    match change {
        Change::DeleteWorkspace { key } | Change::DeletePrometheus { key, .. } | Change::DeleteDomain { key } => {
            vec![line(Sign::Remove, &key.id, label)]
        }
        Change::DeleteServiceAccount { account, .. } => vec![line(Sign::Remove, account.as_str(), label)],
        _ => {
            let names = ["clientToken", "workspaceId", "serviceAccountId"];
            let fields = request.as_object().into_iter().flatten().filter(|(name, _)| !names.contains(&name.as_str()));
            fields.map(|(name, value)| line(Sign::Add, name, &plain(value))).collect()
        }
    }
}

fn line(sign: Sign, field: &str, value: &str) -> DiffLine {
    let value = Some(value.to_owned());
    let (before, after) = if sign == Sign::Remove { (value, None) } else { (None, value) };
    DiffLine { sign, field: field.to_owned(), before, after }
}

/// Text without quotes, lists with commas, anything else as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn confirmation(change: &Change, seen: &Observation) -> Option<Confirmation> {
    let deletes = matches!(
        change,
        Change::DeleteWorkspace { .. }
            | Change::DeletePrometheus { .. }
            | Change::DeleteDomain { .. }
            | Change::DeleteServiceAccount { .. }
    );
    deletes.then(|| Confirmation { text: seen.label.clone(), consequence: seen.consequence.clone() })
}

fn credential(change: &Change, seen: &Observation) -> Option<Credential> {
    match change {
        Change::MintToken { name, seconds, .. } => {
            Some(Credential { name: name.clone(), grafana_role: seen.grafana_role.clone(), seconds_to_live: *seconds })
        }
        _ => None,
    }
}

fn form_path(change: &Change) -> Option<String> {
    let path = match change {
        Change::CreateWorkspace { .. } => "/grafana/create".to_owned(),
        Change::CreatePrometheus { .. } => "/prometheus/create".to_owned(),
        Change::CreateDomain { .. } => "/codeartifact/create".to_owned(),
        Change::CreateServiceAccount { workspace, .. } => format!("{}/service-accounts/create", workspace.path()),
        Change::MintToken { workspace, account, .. } => format!("{}/service-accounts/{account}/mint", workspace.path()),
        _ => return None,
    };
    Some(path)
}
