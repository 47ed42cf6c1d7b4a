//! Managed Prometheus. Sends what it is told and hands out plain structs; decides nothing.

mod configuration;
mod types;

pub use configuration::{
    LimitsPerLabelSet, LimitsPerLabelSetEntry, PrometheusConfiguration, UpdatePrometheusConfigurationCall,
};
pub use types::{CreatePrometheusCall, CreatedPrometheus, PrometheusDescription, PrometheusSummary};

use crate::error::Failure;
use crate::line::{Done, Line};
use crate::{Tags, Urgency, pages};

/// The most Managed Prometheus puts on a page.
const PAGE: i32 = 1000;

/// Managed Prometheus in one scope; cheap to clone.
#[derive(Clone)]
pub struct Prometheus {
    client: aws_sdk_amp::Client,
    line: Line,
}

impl std::fmt::Debug for Prometheus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Prometheus").field(&self.line.scope).finish()
    }
}

impl Prometheus {
    pub(crate) fn new(client: aws_sdk_amp::Client, line: Line) -> Self {
        Self { client, line }
    }

    /// ListWorkspaces, to the end.
    pub async fn list_workspaces(&self, urgency: Urgency) -> Result<Vec<PrometheusSummary>, Failure> {
        let page = |token: Option<String>| async move {
            let send = || self.client.list_workspaces().max_results(PAGE).set_next_token(token.clone()).send();
            let answer = self.line.read("ListWorkspaces", urgency, send).await?;
            Ok((answer.workspaces.into_iter().map(PrometheusSummary::from).collect(), answer.next_token))
        };
        pages::all(&self.line.call("ListWorkspaces"), page).await
    }

    /// DescribeWorkspace.
    pub async fn describe_workspace(&self, id: &str, urgency: Urgency) -> Result<PrometheusDescription, Failure> {
        let send = || self.client.describe_workspace().workspace_id(id).send();
        let answer = self.line.read("DescribeWorkspace", urgency, send).await?;
        let workspace = answer.workspace.ok_or_else(|| Failure::hollow("the workspace"))?;
        if workspace.workspace_id != id {
            return Err(Failure::other_resource(id, &workspace.workspace_id));
        }
        Ok(PrometheusDescription::from(workspace))
    }

    /// CreateWorkspace. AWS goes on working after it answered, which it does with less than DescribeWorkspace.
    pub async fn create_workspace(&self, call: &CreatePrometheusCall) -> Result<Done<CreatedPrometheus>, Failure> {
        let send = || {
            let call = call.clone();
            let tags = (!call.tags.is_empty()).then(|| call.tags.into_iter().collect());
            let builder = self.client.create_workspace().set_alias(call.alias).set_kms_key_arn(call.kms_key_arn);
            builder.set_tags(tags).client_token(call.client_token).send()
        };
        Ok(self.line.write("CreateWorkspace", send).await?.map(|answer| CreatedPrometheus {
            id: answer.workspace_id,
            arn: answer.arn,
            status: types::status(answer.status),
        }))
    }

    /// DeleteWorkspace; AWS goes on deleting after it answered.
    pub async fn delete_workspace(&self, id: &str, client_token: &str) -> Result<Done<()>, Failure> {
        let send = || self.client.delete_workspace().workspace_id(id).client_token(client_token).send();
        Ok(self.line.write("DeleteWorkspace", send).await?.map(drop))
    }

    /// UpdateWorkspaceAlias; without an alias the workspace loses its own. AWS goes on working after it answered.
    /// `client_token` is 1 to 64 visible characters.
    pub async fn update_alias(&self, id: &str, alias: Option<&str>, client_token: &str) -> Result<Done<()>, Failure> {
        let send = || {
            let call = self.client.update_workspace_alias().workspace_id(id);
            call.set_alias(alias.map(str::to_owned)).client_token(client_token).send()
        };
        Ok(self.line.write("UpdateWorkspaceAlias", send).await?.map(drop))
    }

    /// DescribeWorkspaceConfiguration. The answer does not say of which workspace it is.
    pub async fn describe_workspace_configuration(
        &self,
        id: &str,
        urgency: Urgency,
    ) -> Result<PrometheusConfiguration, Failure> {
        let send = || self.client.describe_workspace_configuration().workspace_id(id).send();
        let answer = self.line.read("DescribeWorkspaceConfiguration", urgency, send).await?;
        let found = answer.workspace_configuration.ok_or_else(|| Failure::hollow("the configuration"))?;
        Ok(PrometheusConfiguration::from(found))
    }

    /// UpdateWorkspaceConfiguration; AWS goes on working after it answered, and says by DescribeWorkspaceConfiguration
    /// whether it could.
    pub async fn update_workspace_configuration(
        &self,
        id: &str,
        call: &UpdatePrometheusConfigurationCall,
    ) -> Result<Done<()>, Failure> {
        let limits = call.limits_per_label_set.as_ref();
        let limits = limits.map(|list| list.iter().map(configuration::sent).collect::<Result<Vec<_>, _>>());
        let limits = limits.transpose();
        let limits = limits.map_err(|_| Failure::unsent("A label set lacks a value. Nothing was changed."))?;
        let send = || {
            let builder = self.client.update_workspace_configuration().workspace_id(id);
            builder
                .set_retention_period_in_days(call.retention_period_in_days)
                .set_limits_per_label_set(limits.clone())
                .set_out_of_order_time_window_in_seconds(call.out_of_order_time_window_in_seconds)
                .set_rule_query_offset_in_seconds(call.rule_query_offset_in_seconds)
                .client_token(&call.client_token)
                .send()
        };
        Ok(self.line.write("UpdateWorkspaceConfiguration", send).await?.map(drop))
    }

    /// TagResource: adds to the tags that are there, and overwrites those of the same key.
    pub async fn tag(&self, arn: &str, tags: &Tags) -> Result<Done<()>, Failure> {
        let send = || {
            let tags = tags.clone().into_iter().collect();
            self.client.tag_resource().resource_arn(arn).set_tags(Some(tags)).send()
        };
        Ok(self.line.write("TagResource", send).await?.map(drop))
    }

    /// UntagResource; keys that are not there do not matter.
    pub async fn untag(&self, arn: &str, keys: &[String]) -> Result<Done<()>, Failure> {
        let send = || self.client.untag_resource().resource_arn(arn).set_tag_keys(Some(keys.to_vec())).send();
        Ok(self.line.write("UntagResource", send).await?.map(drop))
    }
}
