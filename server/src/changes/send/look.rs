//! What looking finds of a write that may not be sent a second time.

use super::doubt::{NOT_DONE, NOT_SEEN, told, unclear};
use super::once::once;
use crate::changes::change::Change;
use crate::changes::observe;
use crate::changes::sent::Sent;
use aws::{Aws, Failure, Urgency};
use model::{Code, ResourceKey, ServiceAccountId};
use std::time::Duration;
use tokio::time::Instant;

/// `again`: it may be sent again; `search`: how long a mint is looked for.
pub async fn look(
    aws: &Aws,
    change: &Change,
    (again, search): (bool, Duration),
    lost: Failure,
) -> Result<Sent, Failure> {
    let grafana = aws.grafana(change.scope());
    match change {
        Change::CreateDomain { scope, call } => {
            match aws.codeartifact(scope).describe_domain(&call.domain, Urgency::Read).await {
                Ok(found) => Ok(Sent::found(Some(found.name))),
                // The name is unique: sending it again cannot make a second one.
                Err(gone) if gone.error.code == Code::NotFound && again => once(aws, change, None).await,
                Err(gone) if gone.error.code == Code::NotFound => Err(unclear(lost, NOT_DONE)),
                Err(_) => Err(unclear(lost, NOT_SEEN)),
            }
        }
        Change::CreateServiceAccount { workspace, name, .. } => {
            let found = grafana.list_service_accounts(&workspace.id, Urgency::Read).await;
            let Ok(accounts) = found else { return Err(unclear(lost, NOT_SEEN)) };
            match accounts.into_iter().find(|account| account.name == *name) {
                Some(account) => Ok(Sent::found(Some(account.id))),
                None if again => once(aws, change, None).await,
                None => Err(unclear(lost, NOT_DONE)),
            }
        }
        Change::DeleteWorkspace { key } => {
            let found = grafana.describe_workspace(&key.id, Urgency::Read).await;
            gone(found.map(|workspace| workspace.status), lost)
        }
        Change::DeleteDomain { key } => {
            let found = aws.codeartifact(&key.scope).describe_domain(&key.id, Urgency::Read).await;
            gone(found.map(|domain| domain.status.unwrap_or_default()), lost)
        }
        Change::DeleteServiceAccount { workspace, account } => {
            let found = grafana.list_service_accounts(&workspace.id, Urgency::Read).await;
            let Ok(accounts) = found else { return Err(unclear(lost, NOT_SEEN)) };
            match accounts.iter().any(|a| a.id == account.as_str()) {
                true => Err(unclear(lost, NOT_DONE)),
                false => Ok(Sent::found(None)),
            }
        }
        Change::MintToken { workspace, account, name, .. } => {
            let there = search_for(aws, workspace, account, name, search).await;
            Err(lost_mint(lost, name, there, seen(again)))
        }
        Change::MintKey { name, .. } => Err(told(
            lost,
            &format!(
                "AWS cannot list API keys, so nobody can look whether {name} exists. {} revoke it by its name, then mint \
                 another.",
                seen(again)
            ),
        )),
        Change::AssociateLicense { .. } | Change::DisassociateLicense { .. } => licence(aws, change, lost).await,
        _ => Err(lost),
    }
}

/// A change of the license is done when the workspace has it, or has none.
async fn licence(aws: &Aws, change: &Change, lost: Failure) -> Result<Sent, Failure> {
    let wanted = match change {
        Change::AssociateLicense { license, .. } => Some(license.as_str()),
        _ => None,
    };
    match observe::observe(aws, change).await {
        Ok(seen) if seen.state["licenseType"].as_str() == wanted => Ok(Sent::found(None)),
        Ok(_) => Err(unclear(lost, NOT_DONE)),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

/// A deletion whose answer was lost is done when the target is gone or going.
fn gone(status: Result<String, Failure>, lost: Failure) -> Result<Sent, Failure> {
    match status {
        Ok(status) if matches!(status.as_str(), "DELETING" | "Deleted") => Ok(Sent::found(None)),
        Ok(_) => Err(unclear(lost, NOT_DONE)),
        Err(failure) if failure.error.code == Code::NotFound => Ok(Sent::found(None)),
        Err(_) => Err(unclear(lost, NOT_SEEN)),
    }
}

/// Whether a token of the name is listed: AWS may need a moment to show what it made. `None` when it could not be read.
async fn search_for(
    aws: &Aws,
    workspace: &ResourceKey,
    account: &ServiceAccountId,
    name: &str,
    search: Duration,
) -> Option<bool> {
    let grafana = aws.grafana(&workspace.scope);
    let end = Instant::now() + search;
    let mut wait = Duration::from_millis(500);
    loop {
        let tokens = grafana.list_service_account_tokens(&workspace.id, account.as_str(), Urgency::Read).await;
        let there = tokens.map(|tokens| tokens.iter().any(|token| token.name == *name)).ok();
        let left = end.saturating_duration_since(Instant::now());
        if there == Some(true) || left.is_zero() {
            return there;
        }
        tokio::time::sleep(wait.min(left)).await;
        wait = (wait * 2).min(Duration::from_secs(8));
    }
}

/// Whether anybody has the secret. A plan that was interrupted may have handed it over before its database could be
/// written.
const fn seen(again: bool) -> &'static str {
    if again { "Nobody saw its secret:" } else { "Unless somebody has its secret," }
}

/// `there`: whether a token of the name is listed, if that could be read.
fn lost_mint(lost: Failure, name: &str, there: Option<bool>, seen: &str) -> Failure {
    let more = match there {
        Some(true) => {
            format!("But a token named {name} exists now. {seen} revoke it and mint another.")
        }
        Some(false) => format!("And no token named {name} is listed. Look again before you mint another."),
        None => format!("The tokens could not be listed: look for one named {name} before you mint another."),
    };
    told(lost, &more)
}
