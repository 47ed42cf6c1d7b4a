//! Reading service accounts before something of them is written.

use crate::changes::core::context::Context;
use crate::changes::core::refusal::Refusal;
use crate::changes::core::unfit::Wanted;
use aws::Urgency;
use aws::grafana::{ServiceAccount, Token, WorkspaceDescription};
use model::{Kind, ResourceKey, ServiceAccountId};

/// The workspace, which has to take changes of its service accounts, and those it has.
///
/// # Errors
/// That its state refuses it, or why it could not be read.
pub async fn fetch_accounts(
    cx: &Context,
    workspace: &ResourceKey,
) -> Result<(WorkspaceDescription, Vec<ServiceAccount>), Refusal> {
    let grafana = cx.aws.grafana(&workspace.scope);
    let found = grafana.describe_workspace(&workspace.id, Urgency::Read).await?;
    Refusal::unless_fit(Kind::Grafana, &found.status, Wanted::Accounts)?;
    let accounts = grafana.list_service_accounts(&workspace.id, Urgency::Read).await?;
    Ok((found, accounts))
}

/// One account of such a workspace, with its tokens.
///
/// # Errors
/// As [`fetch_accounts`]; that there is no such account.
pub async fn fetch_account(
    cx: &Context,
    workspace: &ResourceKey,
    id: &ServiceAccountId,
) -> Result<(ServiceAccount, Vec<Token>), Refusal> {
    let (_, accounts) = fetch_accounts(cx, workspace).await?;
    let account = accounts.into_iter().find(|account| account.id == id.as_str());
    let account = account.ok_or(Refusal::AccountGone)?;
    let grafana = cx.aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, id.as_str(), Urgency::Read).await?;
    Ok((account, tokens))
}
