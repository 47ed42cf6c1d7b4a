//! What UpdateWorkspace changes. Omitted means unchanged, so only what differs is sent; the two networks are cleared by
//! flags of their own.

use super::Look;
use crate::changes::change::Change;
use crate::changes::draft::one_field;
use crate::changes::state;
use aws::grafana::{UpdateWorkspaceCall, WorkspaceDescription};
use aws::{Aws, Urgency};
use model::form::{Network, Settings, Vpc};
use model::{Error, ResourceKey, Status};
use serde_json::{Value, json};

/// What UpdateWorkspace has no way to clear once it is set: (AWS's name, the form's).
const NOT_CLEARED: [(&str, &str); 6] = [
    ("workspaceName", "name"),
    ("workspaceRoleArn", "role_arn"),
    ("organizationRoleName", "organization_role_name"),
    ("stackSetName", "stack_set_name"),
    ("ipAddressType", "ip_address_type"),
    ("permissionType", "permission_type"),
];

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let found = aws.grafana(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
    Ok(Look {
        label: super::super::observe::label(&found),
        status: Status::new(&found.status),
        state: of(&found),
        more: Vec::new(),
    })
}

pub fn of(found: &WorkspaceDescription) -> Value {
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

fn text(state: &Value, name: &str) -> String {
    state[name].as_str().unwrap_or_default().to_owned()
}

pub fn words(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub fn values(state: &Value) -> Settings {
    let vpc = state["vpcConfiguration"].as_object().map(|vpc| Vpc {
        security_group_ids: vpc.get("securityGroupIds").map(words).unwrap_or_default(),
        subnet_ids: vpc.get("subnetIds").map(words).unwrap_or_default(),
    });
    let network = state["networkAccessControl"].as_object().map(|network| Network {
        prefix_list_ids: network.get("prefixListIds").map(words).unwrap_or_default(),
        vpce_ids: network.get("vpceIds").map(words).unwrap_or_default(),
    });
    Settings {
        name: text(state, "workspaceName"),
        description: text(state, "workspaceDescription"),
        account_access: text(state, "accountAccessType"),
        permission_type: text(state, "permissionType"),
        role_arn: text(state, "workspaceRoleArn"),
        ip_address_type: text(state, "ipAddressType"),
        notifications: words(&state["workspaceNotificationDestinations"]),
        organizational_units: words(&state["workspaceOrganizationalUnits"]),
        organization_role_name: text(state, "organizationRoleName"),
        stack_set_name: text(state, "stackSetName"),
        vpc,
        network,
    }
}

/// # Errors
/// `Invalid` on a field that AWS cannot clear, or the way back to permissions managed by AWS.
pub fn wanted(form: &Settings, fresh: &Value) -> Result<Value, Error> {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let vpc =
        form.vpc.as_ref().map(|vpc| json!({ "securityGroupIds": vpc.security_group_ids, "subnetIds": vpc.subnet_ids }));
    let network = form.network.as_ref();
    let network = network.map(|n| json!({ "prefixListIds": n.prefix_list_ids, "vpceIds": n.vpce_ids }));
    let wanted = json!({
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
    reachable(fresh, &wanted)?;
    Ok(wanted)
}

/// # Errors
/// `Invalid`, where AWS has no way from the one state to the other.
fn reachable(before: &Value, wanted: &Value) -> Result<(), Error> {
    for (name, field) in NOT_CLEARED {
        if wanted[name].is_null() && !before[name].is_null() {
            return Err(one_field(field, "AWS can change this, but not clear it. Enter a value."));
        }
    }
    let way_back = before["permissionType"] == "CUSTOMER_MANAGED" && wanted["permissionType"] == "SERVICE_MANAGED";
    if way_back {
        let why = "The API has no way back to permissions managed by AWS; the AWS console has one.";
        return Err(one_field("permission_type", why));
    }
    Ok(())
}

pub fn writes(key: ResourceKey, before: &Value, wanted: &Value) -> Result<Vec<Change>, Error> {
    reachable(before, wanted)?;
    let mut fields = state::changed(before, wanted);
    for (name, flag) in
        [("vpcConfiguration", "removeVpcConfiguration"), ("networkAccessControl", "removeNetworkAccessConfiguration")]
    {
        if fields.get(name).is_some_and(Value::is_null) {
            fields.remove(name);
            fields.insert(flag.to_owned(), Value::Bool(true));
        }
    }
    let call: UpdateWorkspaceCall = serde_json::from_value(Value::Object(fields)).map_err(|_| Error::internal())?;
    Ok(vec![Change::UpdateWorkspace { key, call: Box::new(call) }])
}

pub fn is_done(call: &UpdateWorkspaceCall, state: &Value) -> bool {
    let call = json!(call);
    let mut fields = call.as_object().into_iter().flatten();
    fields.all(|(name, value)| match name.as_str() {
        "removeVpcConfiguration" => state["vpcConfiguration"].is_null(),
        "removeNetworkAccessConfiguration" => state["networkAccessControl"].is_null(),
        name => state[name] == *value,
    })
}

pub fn warnings(before: &Value, wanted: &Value) -> Vec<String> {
    let mut warnings = Vec::new();
    let network = &wanted["networkAccessControl"];
    if *network != before["networkAccessControl"] {
        let lists = |name: &str| words(&network[name]).len();
        if network.is_null() {
            warnings
                .push("Inbound access becomes open: everybody on the internet reaches its sign-in page.".to_owned());
        } else if lists("prefixListIds") + lists("vpceIds") == 0 {
            warnings
                .push("Inbound access is locked: both lists are empty, so nobody reaches it, you included.".to_owned());
        } else {
            warnings.push(
                "Inbound access is restricted: only the listed prefix lists and VPC endpoints reach it. AWS ignores \
                 VPC endpoints that are not for the service grafana-workspace."
                    .to_owned(),
            );
        }
    }
    if wanted["vpcConfiguration"] != before["vpcConfiguration"] && wanted["vpcConfiguration"].is_null() {
        warnings.push("Data sources inside the VPC are not reached any more.".to_owned());
    }
    if wanted["permissionType"] != before["permissionType"] {
        warnings.push("There is no way back to permissions managed by AWS through the API.".to_owned());
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::warnings;
    use serde_json::json;

    #[test]
    fn the_endpoints_that_aws_ignores_are_those_of_other_services() {
        let closed = json!({ "networkAccessControl": { "prefixListIds": [], "vpceIds": ["vpce-1"] } });
        let told = warnings(&json!({}), &closed).concat();
        assert!(told.contains("grafana-workspace") && !told.contains("other VPCs"), "{told}");
    }
}
