//! What a plan is called, and what its button says.

use super::super::core::title::PlanTitle;
use crate::words::counted;
use model::{Kind, PlanOrigin};

/// "Create workspace payments-prod"; of a plan made from another one by that one's title.
pub fn title(origin: &PlanOrigin, title: &PlanTitle) -> String {
    match origin {
        PlanOrigin::Person | PlanOrigin::Restore => own_title(title),
        PlanOrigin::Undo { title, .. } => format!("Undo: {title}"),
        PlanOrigin::Retry { title, .. } => format!("Retry: {title}"),
        PlanOrigin::Earlier { title } => title.clone(),
    }
}

fn own_title(title: &PlanTitle) -> String {
    let verb = action(title);
    match title {
        PlanTitle::Create { name, .. } | PlanTitle::Delete { name, .. } if name.is_empty() => verb,
        PlanTitle::Create { name, .. } | PlanTitle::Delete { name, .. } | PlanTitle::DeleteAccount { name } => {
            format!("{verb} {name}")
        }
        PlanTitle::CreateAccount { name, workspace } | PlanTitle::MintApiKey { name, workspace } => {
            format!("{verb} {name} in {workspace}")
        }
        PlanTitle::MintToken { name, account } => format!("{verb} {name} for {account}"),
        PlanTitle::RotateToken { name, account } => format!("Rotate token {name} of {account}"),
        PlanTitle::RotateTokens { .. }
        | PlanTitle::Revoke { .. }
        | PlanTitle::DeleteExpired { .. }
        | PlanTitle::Change => verb,
        PlanTitle::EditSection { section, name } => format!("Change {} of {name}", section.word()),
        PlanTitle::CopySignIn { from, count } => {
            format!("Copy the sign-in of {from} to {}", counted(*count, "workspace"))
        }
        PlanTitle::RestoreSignIn { workspace } => format!("Bring back an earlier sign-in of {workspace}"),
        PlanTitle::AddLicense { name } => format!("Add a license to {name}"),
        PlanTitle::RemoveLicense { name } => format!("Remove the license of {name}"),
        PlanTitle::UpdateVersion { name, version } => format!("Update {name} to Grafana {version}"),
        PlanTitle::ChangeRoles { changes, workspace, workspaces } => {
            let place = workspace.clone().unwrap_or_else(|| counted(*workspaces, "workspace"));
            format!("{} in {place}", counted(*changes, "role change"))
        }
        PlanTitle::RestoreStates { section, .. } => format!("Change {}", section.word()),
    }
}

/// The verb and object on the button: "Create workspace".
pub fn action(title: &PlanTitle) -> String {
    match title {
        PlanTitle::Create { kind, .. } => format!("Create {}", object(*kind)),
        PlanTitle::Delete { kind, .. } => format!("Delete {}", object(*kind)),
        PlanTitle::CreateAccount { .. } => "Create service account".to_owned(),
        PlanTitle::DeleteAccount { .. } => "Delete service account".to_owned(),
        PlanTitle::MintToken { .. } | PlanTitle::RotateToken { .. } => "Mint token".to_owned(),
        PlanTitle::MintApiKey { .. } => "Mint API key".to_owned(),
        PlanTitle::RotateTokens { count } => format!("Rotate {}", counted(*count, "token")),
        PlanTitle::Revoke { names } => match names.as_slice() {
            [one] => format!("Revoke {one}"),
            many => format!("Revoke {}", counted(many.len(), "token")),
        },
        PlanTitle::DeleteExpired { count } => format!("Delete expired {}", counted(*count, "token")),
        PlanTitle::EditSection { section, .. } => format!("Change {}", section.word()),
        PlanTitle::CopySignIn { count: 1, .. } | PlanTitle::RestoreSignIn { .. } => "Change sign-in".to_owned(),
        PlanTitle::CopySignIn { count, .. } => format!("Change sign-in of {count}"),
        PlanTitle::RestoreStates { section, count } => match count {
            1 => format!("Change {}", section.word()),
            count => format!("Change {} of {count}", section.word()),
        },
        PlanTitle::AddLicense { .. } => "Add license".to_owned(),
        PlanTitle::RemoveLicense { .. } => "Remove license".to_owned(),
        PlanTitle::UpdateVersion { .. } => "Update Grafana".to_owned(),
        PlanTitle::ChangeRoles { changes, .. } => format!("Apply {}", counted(*changes, "role change")),
        PlanTitle::Change => "Change".to_owned(),
    }
}

const fn object(kind: Kind) -> &'static str {
    match kind {
        Kind::Grafana => "workspace",
        Kind::Prometheus => "Prometheus workspace",
        Kind::CodeArtifact => "domain",
    }
}
