//! A proposal as a person reviews it.

use super::change::Change;
use super::diff::Line;
use super::grants;
use super::part::{Part, Proposal};
use super::request::request;
use super::{observe, rights, tokens};
use crate::fleet;
use model::form::LONGEST_LIFE;
use model::{
    Asked, Confirmation, Credential, DiffLine, Millis, PlanId, PlanState, PlanView, Principal, Sign, StepView, Target,
};
use serde_json::Value;

/// How long a plan can be applied, and how long AWS is trusted to know a client token, of which it says nothing.
pub const GOOD_FOR: Millis = 30 * 60 * 1000;

/// The view of a new plan.
pub fn view(
    fleet: &fleet::Service,
    who: &Principal,
    id: &PlanId,
    proposal: &Proposal,
    form_path: Option<String>,
    now: Millis,
) -> PlanView {
    let parts = &proposal.parts;
    let first = parts.iter().find_map(|part| Some((part.changes.first()?, part)));
    PlanView {
        id: id.clone(),
        title: proposal.title.clone(),
        action: proposal.action.clone(),
        state: PlanState::Planned,
        created_at: now,
        created_by: who.subject.clone(),
        expires_at: now + GOOD_FOR,
        targets: parts.iter().filter_map(|part| target(fleet, part)).collect(),
        warnings: warnings(parts),
        steps: steps(parts),
        confirmation: first
            .and_then(|(change, part)| confirmation(change, part))
            .or_else(|| without_admin(parts))
            .or_else(|| revoking(parts))
            .or_else(|| over_others(parts))
            .or_else(|| minting(parts)),
        credential: first.filter(|_| parts.len() == 1).and_then(|(change, part)| credential(change, part)),
        asks: proposal.changes().any(Change::needs_secret).then(asked),
        undoable: false,
        replaced: Vec::new(),
        retryable: false,
        form_path,
        result_path: None,
    }
}

fn target(fleet: &fleet::Service, part: &Part) -> Option<Target> {
    let first = part.changes.first();
    let key = first.and_then(Change::target).or(part.about.as_ref());
    let scope = key.map(|key| &key.scope).or(first.map(Change::scope))?;
    Some(Target {
        label: part.seen.label.clone(),
        account: scope.account.to_string(),
        account_name: fleet.account_name(scope),
        region: scope.region.to_string(),
        path: key.map(model::ResourceKey::path),
        diff: part.diff.iter().map(|line| line.shown.clone()).collect(),
    })
}

/// Each sentence once, with the targets it is about where there are several.
fn warnings(parts: &[Part]) -> Vec<String> {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    for part in parts {
        for warning in &part.seen.warnings {
            match all.iter_mut().find(|(known, _)| known == warning) {
                Some((_, labels)) => labels.push(&part.seen.label),
                None => all.push((warning.clone(), vec![&part.seen.label])),
            }
        }
    }
    let one = parts.len() == 1;
    let told = |(warning, labels): (String, Vec<&str>)| match one {
        true => warning,
        false => format!("{}: {warning}", labels.join(", ")),
    };
    all.into_iter().map(told).collect()
}

fn steps(parts: &[Part]) -> Vec<StepView> {
    let step = |(at, part): (usize, &Part)| {
        let target = u32::try_from(at).unwrap_or(u32::MAX);
        let view = move |change: &Change| StepView {
            operation: change.operation().to_owned(),
            target,
            request: serde_json::to_string_pretty(&request(change)).unwrap_or_default(),
            rows: rows(change),
            outcome: None,
        };
        part.changes.iter().map(view).collect::<Vec<_>>()
    };
    parts.iter().enumerate().flat_map(step).collect()
}

/// (the button, the title) of a change that is one write.
pub fn words(change: &Change, label: &str) -> (&'static str, String) {
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
        Change::MintKey { .. } => "Mint API key",
        _ => "Change",
    };
    let title = match change {
        Change::CreateServiceAccount { name, .. } => format!("{action} {name} in {label}"),
        Change::MintToken { name, .. } => format!("{action} {name} for {label}"),
        Change::MintKey { name, .. } => format!("{action} {name} in {label}"),
        _ if label.is_empty() => action.to_owned(),
        _ => format!("{action} {label}"),
    };
    (action, title)
}

/// Creations add every value that is sent; deletions remove the one thing.
pub fn diff(change: &Change, label: &str) -> Vec<Line> {
    match change {
        Change::DeleteWorkspace { key } | Change::DeletePrometheus { key, .. } | Change::DeleteDomain { key } => {
            vec![removed(&key.id, label)]
        }
        Change::DeleteServiceAccount { account, .. } => vec![removed(account.as_str(), label)],
        Change::TagSecret { tagged, token, .. } => vec![tag(tagged.as_ref(), token)],
        _ => {
            let names = ["clientToken", "ClientRequestToken", "Tags", "workspaceId", "serviceAccountId"];
            let request = request(change);
            let fields = request.as_object().into_iter().flatten().filter(|(name, _)| !names.contains(&name.as_str()));
            let mut lines: Vec<Line> = fields.map(|(name, value)| Line::added(name, value, plain(value))).collect();
            if let Change::DeliverSecret { exists: false, token, .. } = change {
                lines.push(tag(None, token));
            }
            lines
        }
    }
}

/// What is deleted is told to the record by its name: that it was there is no secret.
fn removed(id: &str, label: &str) -> Line {
    let before = Some(label.to_owned());
    Line::open(DiffLine { sign: Sign::Remove, field: id.to_owned(), before, after: None })
}

/// What tells whose a secret is.
fn tag(before: Option<&String>, token: &str) -> Line {
    let sign = if before.is_some() { Sign::Change } else { Sign::Add };
    let (field, after) = (format!("Tags.{}", tokens::TAG), Some(token.to_owned()));
    Line::open(DiffLine { sign, field, before: before.cloned(), after })
}

/// Text without quotes, lists with commas, anything else as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn confirmation(change: &Change, part: &Part) -> Option<Confirmation> {
    let deletes = matches!(
        change,
        Change::DeleteWorkspace { .. }
            | Change::DeletePrometheus { .. }
            | Change::DeleteDomain { .. }
            | Change::DeleteServiceAccount { .. }
    );
    deletes.then(|| Confirmation {
        text: part.seen.label.clone(),
        consequence: part.seen.consequence.clone(),
        gives: false,
    })
}

/// Tokens and keys that still work stop working: their name is typed, or how many they are.
fn revoking(parts: &[Part]) -> Option<Confirmation> {
    let consequence = parts.iter().map(|part| &part.seen.consequence).find(|consequence| !consequence.is_empty())?;
    let mut names = parts.iter().flat_map(|part| &part.changes).filter_map(|change| match change {
        Change::RevokeToken { name, token, .. } => Some(observe::called(Some(name), token)),
        Change::RevokeKey { name, .. } => Some(observe::called(Some(name), "1 API key")),
        _ => None,
    });
    let first = names.next()?;
    let text = match names.count() {
        0 => first,
        more => format!("{} tokens", more + 1),
    };
    Some(Confirmation { text, consequence: consequence.clone(), gives: false })
}

/// A secret that is not known to hold the token that is replaced is typed by its whole name.
fn over_others(parts: &[Part]) -> Option<Confirmation> {
    let secret = parts.iter().find_map(|part| tokens::of_others(&part.changes))?;
    let told = format!(
        "The secret {secret} exists, and nothing says that it holds what this one replaces. Whoever reads it gets the new \
         token instead of its present value, which stays as the previous version. It is tagged as this token's."
    );
    let consequence = match minting(parts) {
        Some(powerful) => format!("{told} And what is minted is powerful. {}", powerful.consequence),
        None => told,
    };
    Some(Confirmation { text: secret.to_owned(), consequence, gives: false })
}

/// A mint that gives everything, or for as long as there is, is confirmed.
fn minting(parts: &[Part]) -> Option<Confirmation> {
    let mints = parts.iter().filter_map(|part| Some((part, credential(part.changes.first()?, part)?)));
    let mints: Vec<(&Part, Credential)> = mints.collect();
    let (first, _) = mints.first()?;
    let admin = mints.iter().any(|(_, credential)| rights::is_admin(&credential.grafana_role));
    let long = mints.iter().any(|(_, credential)| credential.seconds_to_live >= LONGEST_LIFE);
    let what = match (admin, long) {
        (false, false) => return None,
        (true, false) => "It can change everything in the workspace.",
        (false, true) => {
            "It lives for 30 days, the longest AWS allows: whoever gets hold of it can use it all that time."
        }
        (true, true) => "It can change everything in the workspace, and lives for 30 days, the longest AWS allows.",
    };
    let text = match mints.len() {
        1 => first.seen.label.clone(),
        many => format!("{many} tokens"),
    };
    Some(Confirmation { text, consequence: what.to_owned(), gives: true })
}

/// Taking the last admin of a workspace is confirmed by its name.
fn without_admin(parts: &[Part]) -> Option<Confirmation> {
    let locks_out = |change: &Change| matches!(change, Change::UpdatePermissions { guard: false, .. });
    let left = parts.iter().filter(|part| part.changes.iter().any(locks_out));
    let labels: Vec<&str> = left.map(|part| part.seen.label.as_str()).collect();
    let text = match labels.as_slice() {
        [] => return None,
        [one] => (*one).to_owned(),
        many => format!("{} workspaces without an admin", many.len()),
    };
    let places = labels.join(", ");
    let consequence = format!(
        "Afterwards nobody holds ADMIN in {places} through IAM Identity Center: nobody can manage users, data sources or \
         plugins there until somebody is given the role again."
    );
    Some(Confirmation { text, consequence, gives: false })
}

/// What the rows of a call do, where it carries several.
fn rows(change: &Change) -> Vec<String> {
    match change {
        Change::UpdatePermissions { instructions, .. } => instructions.iter().map(grants::row).collect(),
        _ => Vec::new(),
    }
}

fn credential(change: &Change, part: &Part) -> Option<Credential> {
    match change {
        Change::MintToken { name, seconds, .. } => Some(Credential {
            name: name.clone(),
            grafana_role: part.seen.grafana_role.clone(),
            seconds_to_live: *seconds,
            is_key: false,
            delivered_to: delivered_to(part),
        }),
        Change::MintKey { name, grafana_role, seconds, .. } => Some(Credential {
            name: name.clone(),
            grafana_role: grafana_role.clone(),
            seconds_to_live: *seconds,
            is_key: true,
            delivered_to: delivered_to(part),
        }),
        _ => None,
    }
}

fn delivered_to(part: &Part) -> Option<String> {
    part.changes.iter().find_map(|change| match change {
        Change::DeliverSecret { scope, secret, .. } => Some(format!("{secret} in {scope}")),
        _ => None,
    })
}

fn asked() -> Asked {
    Asked {
        label: "Grafana token".to_owned(),
        help: "From your agreement with Grafana Labs. It is sent to AWS once and kept nowhere; leave it empty for a \
               license that needs none."
            .to_owned(),
    }
}
