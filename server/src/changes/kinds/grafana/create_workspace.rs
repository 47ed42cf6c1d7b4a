//! CreateWorkspace of Managed Grafana.

use crate::changes::core::diff::creation;
use crate::changes::core::prelude::*;
use aws::grafana::{CreateWorkspaceCall, Network, Vpc};
use model::form;
use serde_json::Map;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateWorkspace {
    pub scope: Scope,
    pub call: Box<CreateWorkspaceCall>,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceName").form("name"),
    Field::value("workspaceDescription").form("description"),
    Field::value("accountAccessType").form("account_access"),
    Field::value("authenticationProviders").form("providers"),
    Field::value("permissionType").form("permission_type"),
    Field::value("workspaceRoleArn").form("role_arn"),
    Field::value("grafanaVersion").form("version"),
    Field::value("ipAddressType").form("ip_address_type"),
    Field::value("kmsKeyId").form("kms_key_id"),
    Field::digest("configuration").form("configuration"),
    Field::value("workspaceDataSources").form("data_sources"),
    Field::value("workspaceNotificationDestinations").form("notifications"),
    Field::value("workspaceOrganizationalUnits").form("organizational_units"),
    Field::value("organizationRoleName").form("organization_role_name"),
    Field::value("stackSetName").form("stack_set_name"),
    // Of a pair that is wrong as a whole, the first field carries the sentence.
    Field::value("vpcConfiguration").form("security_group_ids"),
    Field::value("vpcConfiguration.securityGroupIds").form("security_group_ids"),
    Field::value("vpcConfiguration.subnetIds").form("subnet_ids"),
    Field::value("networkAccessControl").form("prefix_list_ids"),
    Field::value("networkAccessControl.prefixListIds").form("prefix_list_ids"),
    Field::value("networkAccessControl.vpceIds").form("vpce_ids"),
    Field::value("tags").form("tags"),
    Field::value("clientToken"),
];

impl CreateWorkspace {
    /// # Errors
    /// For a configuration that is no JSON object, or a place that is none.
    pub fn from_form(form: &form::CreateWorkspace, client_token: String) -> Result<Self, Refusal> {
        let scope = form.place.scope()?;
        let form = form.clone();
        if !form.configuration.trim().is_empty() {
            let parsed: Result<Map<String, Value>, _> = serde_json::from_str(&form.configuration);
            parsed.map_err(|error| Refusal::NotJson { problem: error.to_string() })?;
        }
        let call = CreateWorkspaceCall {
            workspace_name: some(form.name),
            workspace_description: some(form.description),
            account_access_type: form.account_access,
            authentication_providers: form.providers,
            permission_type: form.permission_type,
            workspace_role_arn: some(form.role_arn),
            grafana_version: some(form.version),
            ip_address_type: some(form.ip_address_type),
            kms_key_id: some(form.kms_key_id),
            configuration: some(form.configuration.trim().to_owned()),
            workspace_data_sources: form.data_sources,
            workspace_notification_destinations: form.notifications,
            workspace_organizational_units: form.organizational_units,
            organization_role_name: some(form.organization_role_name),
            stack_set_name: some(form.stack_set_name),
            vpc_configuration: form
                .vpc
                .map(|vpc| Vpc { security_group_ids: vpc.security_group_ids, subnet_ids: vpc.subnet_ids }),
            network_access_control: form
                .network
                .map(|network| Network { prefix_list_ids: network.prefix_list_ids, vpce_ids: network.vpce_ids }),
            tags: form.tags.into_iter().collect(),
            client_token,
        };
        Ok(Self { scope, call: Box::new(call) })
    }

    fn warnings(&self) -> Vec<Warning> {
        let call = &self.call;
        let saml = call.authentication_providers.iter().any(|provider| provider == "SAML");
        let role = match (call.permission_type.as_str(), &call.workspace_role_arn) {
            ("SERVICE_MANAGED", _) => Some(Warning::NoRoleForDataSources),
            (_, None) => Some(Warning::NoRoleNamed),
            _ => None,
        };
        let network = call.network_access_control.as_ref();
        let closed = network.is_some_and(|network| network.prefix_list_ids.is_empty() && network.vpce_ids.is_empty());
        let saml = saml.then_some(Warning::SamlNotConfiguredYet);
        saml.into_iter().chain(role).chain(closed.then_some(Warning::NetworkListsEmpty)).collect()
    }
}

/// Empty text is not sent.
fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

impl ChangeKind for CreateWorkspace {
    fn iam_action(&self) -> &'static str {
        "grafana:CreateWorkspace"
    }

    fn needed_permission(&self) -> Permission {
        Permission::GrafanaCreate
    }

    fn write_target(&self) -> Target<'_> {
        Target::NewIn { scope: &self.scope, kind: Kind::Grafana }
    }

    fn aws_request(&self) -> Value {
        json!(self.call)
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn call_policy(&self) -> Policy {
        Policy::plain(CLIENT_TOKEN)
    }

    fn observe_target<'a>(&'a self, _: &'a Context, _: &'a Value) -> BoxFuture<'a, Result<Observation, Refusal>> {
        let label = self.call.workspace_name.clone().unwrap_or_default();
        let seen = Observation { label, warnings: self.warnings(), ..Observation::default() };
        Box::pin(async { Ok(seen) })
    }

    fn diff_rows(&self, _: &Observation) -> Vec<DiffRow> {
        creation(FIELDS, &self.aws_request())
    }

    fn asked_confirmation(&self, _: &Observation) -> Option<Confirmation> {
        None
    }

    fn plan_title(&self, seen: &Observation) -> PlanTitle {
        PlanTitle::Create { kind: Kind::Grafana, name: seen.label.clone() }
    }

    fn gives_admin(&self, _: &Value) -> bool {
        false
    }

    fn send_call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.grafana(&self.scope).create_workspace(&self.call).await?;
            Ok(Answer::accepted(done.request_id, Some(done.value.id)))
        })
    }

    fn reconcile_lost<'a>(&'a self, call: Call<'a>, lost: Lost) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(reconcile::by_repeating(self, call, lost))
    }

    fn opposite_step(&self, _: &Value, _: &[RowOutcome]) -> Undo {
        Undo::Nothing
    }

    fn result_path(&self, answer: &Answer) -> Option<String> {
        let id = answer.made.clone()?;
        Some(ResourceKey { kind: Kind::Grafana, scope: self.scope.clone(), id }.path())
    }
}
