//! Changing a workspace that is there: what is sent changes, what is left out stays, what AWS refuses changes nothing.

use crate::support::{World, home, workspace, world};
use aws::Urgency::Read;
use aws::grafana::{CreateWorkspaceCall, Grafana, Network, UpdateWorkspaceCall, Vpc};
use aws::prometheus::CreatePrometheusCall;
use aws::{Certainty, Failure};
use emulator::Seed;
use model::Code;
use secrecy::SecretString;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn vpc() -> Vpc {
    let subnet_ids = texts(&["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]);
    Vpc { security_group_ids: texts(&["sg-0123456789abcdef0"]), subnet_ids }
}

/// A workspace that has settled.
async fn made(world: &World, call: &CreateWorkspaceCall) -> (Grafana, String) {
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(call).await.unwrap().value.id;
    grafana.describe_workspace(&id, Read).await.unwrap();
    (grafana, id)
}

fn refused(failure: &Failure, code: Code) {
    assert_eq!((failure.error.code, failure.certainty), (code, Certainty::Refused), "{failure}");
}

fn fields(failure: &Failure) -> Vec<&str> {
    failure.said.inputs.iter().map(|input| input.name.as_str()).collect()
}

#[tokio::test]
async fn every_input_of_an_update_arrives() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("before")).await;
    let call = UpdateWorkspaceCall {
        workspace_name: Some("after".to_owned()),
        workspace_description: Some("Other words".to_owned()),
        account_access_type: Some("ORGANIZATION".to_owned()),
        permission_type: Some("CUSTOMER_MANAGED".to_owned()),
        workspace_role_arn: Some("arn:aws:iam::441122338890:role/other".to_owned()),
        ip_address_type: Some("DualStack".to_owned()),
        workspace_notification_destinations: Some(texts(&["SNS"])),
        workspace_organizational_units: Some(texts(&["ou-abcd-12345678"])),
        organization_role_name: Some("reader".to_owned()),
        stack_set_name: Some("stacks".to_owned()),
        vpc_configuration: Some(vpc()),
        network_access_control: Some(Network::default()),
        ..Default::default()
    };
    assert!(grafana.update_workspace(&id, &call).await.unwrap().request_id.is_some());
    let found = grafana.describe_workspace(&id, Read).await.unwrap();
    assert_eq!(found.name, call.workspace_name);
    assert_eq!(found.description, call.workspace_description);
    assert_eq!(found.account_access_type, call.account_access_type);
    assert_eq!(found.permission_type, call.permission_type);
    assert_eq!(found.role_arn, call.workspace_role_arn);
    assert_eq!(found.ip_address_type, call.ip_address_type);
    assert_eq!(Some(found.notification_destinations), call.workspace_notification_destinations);
    assert_eq!(Some(found.organizational_units), call.workspace_organizational_units);
    assert_eq!(found.organization_role_name, call.organization_role_name);
    assert_eq!(found.stack_set_name, call.stack_set_name);
    assert_eq!(found.vpc, call.vpc_configuration);
    assert_eq!(found.network, call.network_access_control, "closed to all is not the same as open to all");
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_clears_by_flag_or_empty_list() {
    let world = world(Seed::Empty).await;
    let full = CreateWorkspaceCall {
        workspace_description: Some("Stays".to_owned()),
        workspace_notification_destinations: texts(&["SNS"]),
        vpc_configuration: Some(vpc()),
        network_access_control: Some(Network { prefix_list_ids: texts(&["pl-0123456789abcdef0"]), vpce_ids: vec![] }),
        ..workspace("cleared")
    };
    let (grafana, id) = made(&world, &full).await;
    let renamed = UpdateWorkspaceCall { workspace_name: Some("renamed".to_owned()), ..Default::default() };
    grafana.update_workspace(&id, &renamed).await.unwrap();
    let found = grafana.describe_workspace(&id, Read).await.unwrap();
    assert_eq!((found.description, found.vpc), (full.workspace_description.clone(), full.vpc_configuration));
    assert_eq!(found.network, full.network_access_control);
    let cleared = UpdateWorkspaceCall {
        workspace_notification_destinations: Some(vec![]),
        remove_vpc_configuration: true,
        remove_network_access_configuration: true,
        ..Default::default()
    };
    grafana.update_workspace(&id, &cleared).await.unwrap();
    let found = grafana.describe_workspace(&id, Read).await.unwrap();
    assert_eq!((found.vpc, found.network, found.notification_destinations), (None, None, vec![]));
    assert_eq!((found.name.as_deref(), found.description), (Some("renamed"), full.workspace_description));
}

#[tokio::test]
async fn a_value_and_the_flag_that_removes_it_are_refused_at_its_field() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("both")).await;
    let before = world.emulator.fingerprint();
    let call =
        UpdateWorkspaceCall { vpc_configuration: Some(vpc()), remove_vpc_configuration: true, ..Default::default() };
    let failure = grafana.update_workspace(&id, &call).await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["removeVpcConfiguration"]);
    assert_eq!(world.emulator.fingerprint(), before);
}

#[test]
fn the_json_of_an_update_holds_what_is_sent_and_nothing_else() {
    let call = UpdateWorkspaceCall {
        workspace_organizational_units: Some(vec![]),
        remove_network_access_configuration: true,
        ..Default::default()
    };
    let json = serde_json::to_value(&call).unwrap();
    let expected = serde_json::json!({ "workspaceOrganizationalUnits": [], "removeNetworkAccessConfiguration": true });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<UpdateWorkspaceCall>(json).unwrap(), call);
}

#[tokio::test]
async fn a_configuration_is_replaced_and_a_version_raised_but_never_lowered() {
    let world = world(Seed::Empty).await;
    let old = CreateWorkspaceCall { grafana_version: Some("9.4".to_owned()), ..workspace("versions") };
    let (grafana, id) = made(&world, &old).await;
    let json = r#"{"unifiedAlerting":{"enabled":false},"unknown":{"kept":[1,2.50]}}"#;
    grafana.update_configuration(&id, json, None).await.unwrap();
    let found = grafana.describe_configuration(&id, Read).await.unwrap();
    assert_eq!((found.json.as_str(), found.version.as_deref()), (json, Some("9.4")));
    grafana.update_configuration(&id, json, Some("10.4")).await.unwrap();
    let found = grafana.describe_configuration(&id, Read).await.unwrap();
    assert_eq!((found.json.as_str(), found.version.as_deref()), (json, Some("10.4")));
    let failure = grafana.update_configuration(&id, json, Some("9.4")).await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["grafanaVersion"]);
}

#[tokio::test]
async fn a_configuration_that_is_no_json_lands_on_its_field() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("broken")).await;
    let failure = grafana.update_configuration(&id, "{not json}", None).await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["configuration"]);
}

#[tokio::test]
async fn a_license_is_associated_and_taken_away() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("licensed")).await;
    let token = SecretString::from("0f8fad5b-d9cb-469f-a165-70867728950e");
    grafana.associate_license(&id, "ENTERPRISE", Some(&token)).await.unwrap();
    let found = grafana.describe_workspace(&id, Read).await.unwrap();
    assert_eq!(found.license_type.as_deref(), Some("ENTERPRISE"));
    grafana.disassociate_license(&id, "ENTERPRISE").await.unwrap();
    assert_eq!(grafana.describe_workspace(&id, Read).await.unwrap().license_type, None);
    let failure = grafana.disassociate_license(&id, "ENTERPRISE").await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["licenseType"]);
}

#[tokio::test]
async fn a_license_without_its_token_is_refused_at_the_tokens_field() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("tokenless")).await;
    let failure = grafana.associate_license(&id, "ENTERPRISE", None).await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["grafanaToken"]);
}

#[tokio::test]
async fn an_alias_is_changed_and_removed_and_one_that_is_too_long_is_refused() {
    let world = world(Seed::Empty).await;
    let prometheus = world.aws.prometheus(&home());
    let call =
        CreatePrometheusCall { alias: Some("old".to_owned()), client_token: "one".to_owned(), ..Default::default() };
    let id = prometheus.create_workspace(&call).await.unwrap().value.id;
    prometheus.describe_workspace(&id, Read).await.unwrap();
    prometheus.update_alias(&id, Some("new"), "two").await.unwrap();
    assert_eq!(prometheus.describe_workspace(&id, Read).await.unwrap().alias.as_deref(), Some("new"));
    prometheus.update_alias(&id, None, "three").await.unwrap();
    assert_eq!(prometheus.describe_workspace(&id, Read).await.unwrap().alias, None);
    let failure = prometheus.update_alias(&id, Some(&"x".repeat(101)), "four").await.unwrap_err();
    refused(&failure, Code::Invalid);
    assert_eq!(fields(&failure), ["alias"]);
}

#[tokio::test]
async fn an_update_that_is_cut_after_its_work_is_unknown_and_was_done_once() {
    let world = world(Seed::Empty).await;
    let (grafana, id) = made(&world, &workspace("cut")).await;
    let fault = serde_json::json!({ "kind": "cut_after", "operation": "UpdateWorkspace", "times": 1 });
    crate::support::control::fault(&world.emulator, fault).await;
    let call = UpdateWorkspaceCall { workspace_name: Some("done".to_owned()), ..Default::default() };
    let failure = grafana.update_workspace(&id, &call).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Unknown));
    assert_eq!(world.gate.count("UpdateWorkspace"), 1);
    assert_eq!(grafana.describe_workspace(&id, Read).await.unwrap().name.as_deref(), Some("done"));
}
