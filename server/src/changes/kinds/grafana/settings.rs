//! UpdateWorkspace of Managed Grafana: its settings. Omitted means unchanged, so only what differs is sent; the two
//! networks are cleared by flags of their own.

use super::super::usable::label_of;
use crate::changes::core::json::{changed, text, texts};
use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use aws::grafana::{UpdateWorkspaceCall, WorkspaceDescription};
use model::Status;
use model::door::{Facet, Values};
use model::form::{self, Network, Vpc};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdateWorkspace {
    pub key: ResourceKey,
    pub call: Box<UpdateWorkspaceCall>,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("workspaceName").form("name").never_cleared(),
    Field::value("workspaceDescription").form("description"),
    Field::value("accountAccessType").form("account_access"),
    Field::value("permissionType").form("permission_type").never_cleared(),
    Field::value("workspaceRoleArn").form("role_arn").never_cleared(),
    Field::value("ipAddressType").form("ip_address_type").never_cleared(),
    Field::value("workspaceDataSources").form("data_sources"),
    Field::value("workspaceNotificationDestinations").form("notifications"),
    Field::value("workspaceOrganizationalUnits").form("organizational_units"),
    Field::value("organizationRoleName").form("organization_role_name").never_cleared(),
    Field::value("stackSetName").form("stack_set_name").never_cleared(),
    // Of a pair that is wrong as a whole, the first field carries the sentence.
    Field::value("vpcConfiguration").form("security_group_ids"),
    Field::value("vpcConfiguration.securityGroupIds").form("security_group_ids"),
    Field::value("vpcConfiguration.subnetIds").form("subnet_ids"),
    Field::value("networkAccessControl").form("prefix_list_ids"),
    Field::value("networkAccessControl.prefixListIds").form("prefix_list_ids"),
    Field::value("networkAccessControl.vpceIds").form("vpce_ids"),
    Field::value("removeVpcConfiguration").form("security_group_ids"),
    Field::value("removeNetworkAccessConfiguration").form("prefix_list_ids"),
];

/// The settings of a workspace.
#[derive(Debug)]
pub struct Settings;

impl Settings {
    pub fn state_of(found: &WorkspaceDescription) -> Value {
        json!({
            "workspaceName": found.name,
            "workspaceDescription": found.description.as_deref().unwrap_or_default(),
            "accountAccessType": found.account_access_type,
            "permissionType": found.permission_type,
            "workspaceRoleArn": found.role_arn,
            "ipAddressType": found.ip_address_type,
            "workspaceNotificationDestinations": found.notification_destinations,
            "workspaceOrganizationalUnits": found.organizational_units,
            "organizationRoleName": found.organization_role_name,
            "stackSetName": found.stack_set_name,
            "vpcConfiguration": found.vpc,
            "networkAccessControl": found.network,
        })
    }

    pub fn form_of(state: &Value) -> form::Settings {
        let list = |group: &Value, name: &str| texts(&group[name]);
        let (vpc, network) = (&state["vpcConfiguration"], &state["networkAccessControl"]);
        form::Settings {
            name: text(&state["workspaceName"]),
            description: text(&state["workspaceDescription"]),
            account_access: text(&state["accountAccessType"]),
            permission_type: text(&state["permissionType"]),
            role_arn: text(&state["workspaceRoleArn"]),
            ip_address_type: text(&state["ipAddressType"]),
            notifications: texts(&state["workspaceNotificationDestinations"]),
            organizational_units: texts(&state["workspaceOrganizationalUnits"]),
            organization_role_name: text(&state["organizationRoleName"]),
            stack_set_name: text(&state["stackSetName"]),
            vpc: vpc
                .is_object()
                .then(|| Vpc { security_group_ids: list(vpc, "securityGroupIds"), subnet_ids: list(vpc, "subnetIds") }),
            network: network.is_object().then(|| Network {
                prefix_list_ids: list(network, "prefixListIds"),
                vpce_ids: list(network, "vpceIds"),
            }),
        }
    }
}

/// # Errors
/// Where AWS has no way from the one state to the other.
fn check_reachable(before: &Value, desired: &Value) -> Result<(), Refusal> {
    for field in FIELDS.iter().filter(|field| !field.clearable) {
        if desired[field.aws].is_null() && !before[field.aws].is_null() {
            return Err(Refusal::CannotBeCleared { field: field.form.unwrap_or_default().to_owned() });
        }
    }
    match before["permissionType"] == "CUSTOMER_MANAGED" && desired["permissionType"] == "SERVICE_MANAGED" {
        true => Err(Refusal::NoWayBackToServiceManaged),
        false => Ok(()),
    }
}

impl EditSection for Settings {
    fn which_section(&self) -> Facet {
        Facet::Settings
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn fetch_state<'a>(
        &'a self,
        cx: &'a Context,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<SectionState, Refusal>> {
        Box::pin(async move {
            let found = cx.aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
            let (label, status) = (label_of(&found), Status::new(&found.status));
            Ok(SectionState { label, status, state: Self::state_of(&found), more: Vec::new() })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        Values::Settings(Box::new(Self::form_of(state)))
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::Settings(form) = form else { return Err(Refusal::NothingChanges) };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let vpc = form.vpc.as_ref();
        let vpc = vpc.map(|vpc| json!({ "securityGroupIds": vpc.security_group_ids, "subnetIds": vpc.subnet_ids }));
        let network = form.network.as_ref();
        let network = network.map(|n| json!({ "prefixListIds": n.prefix_list_ids, "vpceIds": n.vpce_ids }));
        let desired = json!({
            "workspaceName": some(&form.name),
            "workspaceDescription": form.description,
            "accountAccessType": some(&form.account_access),
            "permissionType": some(&form.permission_type),
            "workspaceRoleArn": some(&form.role_arn),
            "ipAddressType": some(&form.ip_address_type),
            "workspaceNotificationDestinations": form.notifications,
            "workspaceOrganizationalUnits": form.organizational_units,
            "organizationRoleName": some(&form.organization_role_name),
            "stackSetName": some(&form.stack_set_name),
            "vpcConfiguration": vpc,
            "networkAccessControl": network,
        });
        check_reachable(fresh, &desired)?;
        Ok(desired)
    }

    fn planned_changes(
        &self,
        key: ResourceKey,
        before: &Value,
        desired: &Value,
        _: &str,
    ) -> Result<Vec<Change>, Refusal> {
        check_reachable(before, desired)?;
        let mut fields = changed(before, desired);
        for (name, flag) in [
            ("vpcConfiguration", "removeVpcConfiguration"),
            ("networkAccessControl", "removeNetworkAccessConfiguration"),
        ] {
            if fields.get(name).is_some_and(Value::is_null) {
                fields.remove(name);
                fields.insert(flag.to_owned(), Value::Bool(true));
            }
        }
        let call: UpdateWorkspaceCall =
            serde_json::from_value(Value::Object(fields)).map_err(|_| model::Error::internal())?;
        Ok(vec![std::sync::Arc::new(UpdateWorkspace { key, call: Box::new(call) })])
    }

    fn edit_warnings(&self, before: &Value, desired: &Value) -> Vec<Warning> {
        let network = &desired["networkAccessControl"];
        let lists = |name: &str| texts(&network[name]).len();
        let inbound = (*network != before["networkAccessControl"]).then(|| match network {
            Value::Null => Warning::InboundOpen,
            _ if lists("prefixListIds") + lists("vpceIds") == 0 => Warning::InboundLocked,
            _ => Warning::InboundRestricted,
        });
        let vpc = &desired["vpcConfiguration"];
        let unreachable = (*vpc != before["vpcConfiguration"] && vpc.is_null()).then_some(Warning::VpcUnreachable);
        let permissions = desired["permissionType"] != before["permissionType"];
        let no_way_back = permissions.then_some(Warning::NoWayBackToServiceManaged);
        inbound.into_iter().chain(unreachable).chain(no_way_back).collect()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        None
    }
}

/// The fields of a call on a workspace, with the workspace.
pub(super) fn with_workspace(key: &ResourceKey, fields: Value) -> Value {
    let mut all = serde_json::Map::from_iter([("workspaceId".to_owned(), json!(key.id))]);
    if let Value::Object(fields) = fields {
        all.extend(fields);
    }
    Value::Object(all)
}

impl SetsSection for UpdateWorkspace {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Settings
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "grafana:UpdateWorkspace"
    }

    fn section_permission(&self) -> Permission {
        Permission::GrafanaUpdate
    }

    fn section_request(&self) -> Value {
        with_workspace(&self.key, json!(self.call))
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        let call = json!(self.call);
        let mut fields = call.as_object().into_iter().flatten();
        fields.all(|(name, value)| match name.as_str() {
            "removeVpcConfiguration" => state["vpcConfiguration"].is_null(),
            "removeNetworkAccessConfiguration" => state["networkAccessControl"].is_null(),
            name => state[name] == *value,
        })
    }

    fn values_after(&self, mut state: Value) -> Value {
        let call = json!(self.call);
        for (name, value) in call.as_object().into_iter().flatten() {
            match name.as_str() {
                "removeVpcConfiguration" => state["vpcConfiguration"] = Value::Null,
                "removeNetworkAccessConfiguration" => state["networkAccessControl"] = Value::Null,
                name => state[name] = value.clone(),
            }
        }
        state
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let done = call.cx.aws.grafana(&self.key.scope).update_workspace(&self.key.id, &self.call).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }
}
