//! What changes nothing.

use super::convert::holder;
use super::{
    Authentication, Configuration, Grafana, Holder, ServiceAccount, Token, WorkspaceDescription, WorkspaceSummary,
};
use crate::error::Failure;
use crate::{Tags, Urgency, pages};

/// The most Managed Grafana puts on a page.
const PAGE: i32 = 100;

impl Grafana {
    /// ListWorkspaces, to the end.
    pub async fn list_workspaces(&self, urgency: Urgency) -> Result<Vec<WorkspaceSummary>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || self.client.list_workspaces().max_results(PAGE).set_next_token(token.clone()).send();
            let (answer, absent) = self.line.read_noting("ListWorkspaces", urgency, send).await?;
            let summary = |(place, one)| WorkspaceSummary::from(one).without(&absent, place);
            Ok((answer.workspaces.into_iter().enumerate().map(summary).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListWorkspaces"), page).await
    }

    /// DescribeWorkspace.
    pub async fn describe_workspace(&self, id: &str, urgency: Urgency) -> Result<WorkspaceDescription, Failure> {
        let send = || self.client.describe_workspace().workspace_id(id).send();
        let (answer, absent) = self.line.read_noting("DescribeWorkspace", urgency, send).await?;
        let workspace = answer.workspace.ok_or_else(|| Failure::hollow("the workspace"))?;
        if workspace.id != id {
            return Err(Failure::other_resource(id, &workspace.id));
        }
        Ok(WorkspaceDescription::from(workspace).without(&absent))
    }

    /// DescribeWorkspaceAuthentication: AWS allows it once a second.
    pub async fn describe_authentication(&self, id: &str, urgency: Urgency) -> Result<Authentication, Failure> {
        let send = || self.client.describe_workspace_authentication().workspace_id(id).send();
        let answer = self.line.read("DescribeWorkspaceAuthentication", urgency, send).await?;
        answer.authentication.map(Authentication::from).ok_or_else(|| Failure::hollow("the sign-in settings"))
    }

    /// DescribeWorkspaceConfiguration.
    pub async fn describe_configuration(&self, id: &str, urgency: Urgency) -> Result<Configuration, Failure> {
        let send = || self.client.describe_workspace_configuration().workspace_id(id).send();
        let answer = self.line.read("DescribeWorkspaceConfiguration", urgency, send).await?;
        Ok(Configuration { json: answer.configuration, version: answer.grafana_version })
    }

    /// ListTagsForResource.
    pub async fn list_tags(&self, arn: &str, urgency: Urgency) -> Result<Tags, Failure> {
        let send = || self.client.list_tags_for_resource().resource_arn(arn).send();
        let answer = self.line.read("ListTagsForResource", urgency, send).await?;
        Ok(answer.tags.unwrap_or_default().into_iter().collect())
    }

    /// ListVersions: what a new workspace may have or, with `id`, what that workspace may be upgraded to.
    pub async fn list_versions(&self, id: Option<&str>, urgency: Urgency) -> Result<Vec<String>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_versions().max_results(PAGE).set_next_token(token.clone());
                call.set_workspace_id(id.map(str::to_owned)).send()
            };
            let answer = self.line.read("ListVersions", urgency, send).await?;
            // It is there: the answer was held against what it promises.
            Ok((answer.grafana_versions.into_iter().flatten().collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListVersions"), page).await
    }

    /// ListWorkspaceServiceAccounts, to the end.
    pub async fn list_service_accounts(&self, id: &str, urgency: Urgency) -> Result<Vec<ServiceAccount>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_workspace_service_accounts().workspace_id(id);
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListWorkspaceServiceAccounts", urgency, send).await?;
            Ok((answer.service_accounts.into_iter().map(ServiceAccount::from).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListWorkspaceServiceAccounts"), page).await
    }

    /// ListWorkspaceServiceAccountTokens, to the end; expired ones are listed until they are deleted.
    pub async fn list_service_account_tokens(
        &self,
        id: &str,
        account: &str,
        urgency: Urgency,
    ) -> Result<Vec<Token>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_workspace_service_account_tokens().workspace_id(id);
                call.service_account_id(account).max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListWorkspaceServiceAccountTokens", urgency, send).await?;
            Ok((answer.service_account_tokens.into_iter().map(Token::from).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListWorkspaceServiceAccountTokens"), page).await
    }

    /// ListPermissions, to the end. Groups are not taken apart.
    pub async fn list_permissions(&self, id: &str, urgency: Urgency) -> Result<Vec<Holder>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || {
                let call = self.client.list_permissions().workspace_id(id);
                call.max_results(PAGE).set_next_token(token.clone()).send()
            };
            let answer = self.line.read("ListPermissions", urgency, send).await?;
            Ok((answer.permissions.into_iter().filter_map(holder).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListPermissions"), page).await
    }
}
