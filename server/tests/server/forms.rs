//! What forms are opened with, and what the reader is told of before a deletion.

use crate::edit::{apply, open, plan, settled};
use crate::support::{ACCOUNT, REGION, TestServer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn the_form_for_a_license_shows_the_one_there_is() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let open = async || server.ask("form/license", &json!({ "key": key, "opening": {} })).await;
    assert_eq!(open().await["base"]["license"], "");
    let form = server.form().await;
    let values = json!({ "key": key, "license": "ENTERPRISE" });
    let plan = server.ask("plan/license", &json!({ "form": form, "values": values })).await;
    let mut decision = server.decision(plan.as_str().unwrap(), "").await;
    decision["secret"] = json!("glc-4f8a91c2-planted-token-0002");
    server.ask("changes/apply", &decision).await;
    server.over(plan.as_str().unwrap()).await;
    settled(&server, &key).await;
    let opened = open().await;
    assert_eq!(opened["base"]["license"], "ENTERPRISE", "{opened}");
    assert!(!opened.to_string().contains("planted-token"), "the token came back");
}

#[tokio::test]
async fn what_only_grafana_workspaces_have_is_not_found_elsewhere() {
    let server = TestServer::start().await;
    let scope = json!({ "account": ACCOUNT, "region": REGION });
    let key = json!({ "kind": "codeartifact", "scope": scope, "id": "packages" });
    for (path, body) in [
        ("form/license", json!({ "key": key, "opening": {} })),
        ("form/create-workspace", json!({ "opening": { "like": key } })),
    ] {
        let (status, answer) = server.call(path, &body).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {answer}");
    }
}

#[tokio::test]
async fn keys_that_are_kept_are_named_on_the_form() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let path = format!("/workspaces/{}/configuration", key["id"].as_str().unwrap());
    let odd = json!({ "configuration": r#"{"plugins":{"pluginAdminEnabled":true},"later":1}"# });
    server.aws("grafana", Method::PUT, &path, &odd).await;
    settled(&server, &key).await;
    let opened = open(&server, "configuration", &key).await;
    assert!(opened["more"].as_array().unwrap().contains(&json!(["kept", "later"])), "{opened}");
    assert_eq!((&opened["base"]["plugin_admin"], &opened["base"]["alerting"]), (&json!(true), &Value::Null));
}

async fn begun_like(server: &TestServer, key: &Value) -> Value {
    server.ask("form/create-workspace", &json!({ "opening": { "like": key } })).await
}

#[tokio::test]
async fn a_workspace_like_another_begins_with_everything_of_it_but_the_name() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let fields = json!({
        "description": "Cards", "network": { "prefix_list_ids": ["pl-0a1b2c3d"], "vpce_ids": [] },
        "vpc": { "security_group_ids": ["sg-1"], "subnet_ids": ["subnet-1", "subnet-2"] }
    });
    let first = plan(&server, "settings", &key, &fields).await;
    apply(&server, &key, &first).await;
    let tagged = plan(&server, "tags", &key, &json!({ "tags": [["team", "edge"]] })).await;
    apply(&server, &key, &tagged).await;
    let alerting = plan(&server, "configuration", &key, &json!({ "alerting": false })).await;
    apply(&server, &key, &alerting).await;
    let opened = begun_like(&server, &key).await;
    let values = &opened["values"];
    assert_eq!((&values["name"], &values["description"]), (&json!(""), &json!("Cards")), "{opened}");
    assert_eq!((&values["network"], &values["vpc"]), (&fields["network"], &fields["vpc"]));
    assert_eq!(values["tags"], json!([["team", "edge"]]));
    assert!(values["configuration"].as_str().unwrap().contains(r#""enabled":false"#), "{values}");
    assert_eq!(values["place"], json!(format!("{ACCOUNT}/{REGION}")));
    assert_eq!(opened["like"]["label"], "payments-prod");
    let mut named = values.clone();
    named["name"] = json!("payments-copy");
    let plan = server.ask("plan/create-workspace", &json!({ "form": opened["id"], "values": named })).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(view["state"], "applied", "{view}");
}

#[tokio::test]
async fn a_form_begun_like_another_keeps_what_was_entered_once_it_was_planned() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = begun_like(&server, &key).await;
    let mut values = opened["values"].clone();
    values["name"] = json!("payments-copy");
    server.ask("plan/create-workspace", &json!({ "form": opened["id"], "values": values })).await;
    let again = json!({ "opening": { "form": opened["id"], "like": key } });
    let again = server.ask("form/create-workspace", &again).await;
    assert_eq!((&again["values"]["name"], &again["like"]), (&json!("payments-copy"), &Value::Null));
}

#[tokio::test]
async fn a_configuration_that_cannot_be_read_is_left_out_and_said_so() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    deny(&server, "DescribeWorkspaceConfiguration").await;
    let opened = begun_like(&server, &key).await;
    assert_eq!(opened["values"]["configuration"], "");
    let notes = opened["like"]["notes"].to_string();
    assert!(notes.contains("Its configuration could not be read and is not copied."), "{notes}");
}

#[tokio::test]
async fn whoever_may_not_create_is_told_nothing_of_another_workspace() {
    let server = TestServer::start_with(|config| config.roles = vec![model::Role::Operator]).await;
    let scope = json!({ "account": ACCOUNT, "region": REGION });
    let key = json!({ "kind": "grafana", "scope": scope, "id": "g-0123456789" });
    let (status, _) = server.call("form/create-workspace", &json!({ "opening": { "like": key } })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(server.calls_of("DescribeWorkspaceConfiguration").await, 0);
}

async fn deny(server: &TestServer, operation: &str) {
    server.emulator(Method::POST, "faults", &json!({ "kind": "denied", "operation": operation })).await;
}

/// A service account and a token of it, made beside the product.
async fn program(server: &TestServer, key: &Value, name: &str) {
    let accounts = format!("/workspaces/{}/serviceaccounts", key["id"].as_str().unwrap());
    let (status, account) =
        server.aws("grafana", Method::POST, &accounts, &json!({ "name": name, "grafanaRole": "EDITOR" })).await;
    assert!(status.is_success(), "{account}");
    let tokens = format!("{accounts}/{}/tokens", account["id"].as_str().unwrap());
    let (status, answer) =
        server.aws("grafana", Method::POST, &tokens, &json!({ "name": "pipeline", "secondsToLive": 600 })).await;
    assert!(status.is_success(), "{answer}");
}

/// What is said of deleting it.
async fn consequence(server: &TestServer, key: &Value) -> String {
    let form = server.form().await;
    let plan = server.ask("plan/delete-resource", &json!({ "form": form, "key": key })).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    view["confirmation"]["consequence"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_deletion_names_what_goes_with_the_workspace_and_what_stays() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    program(&server, &key, "ci-deploy").await;
    let grant =
        |kind: &str, id: &str| json!({ "action": "ADD", "role": "ADMIN", "users": [{ "id": id, "type": kind }] });
    let ids = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
    let batch = json!({ "updateInstructionBatch": [grant("SSO_USER", ids[0]), grant("SSO_GROUP", ids[1])] });
    let path = format!("/workspaces/{}/permissions", key["id"].as_str().unwrap());
    let (status, answer) = server.aws("grafana", Method::PATCH, &path, &batch).await;
    assert!(status.is_success() && answer["errors"] == json!([]), "{answer}");
    let told = consequence(&server, &key).await;
    assert!(
        told.contains("Its 1 service account goes with it, and with 1 token, which stops working at once"),
        "{told}"
    );
    assert!(told.contains("pipeline of ci-deploy (never used)"), "{told}");
    assert!(told.contains("1 person and 1 group lose access to it."), "{told}");
    assert!(told.contains("What stays: IAM roles, and the people and groups in IAM Identity Center."), "{told}");
}

#[tokio::test]
async fn at_most_ten_service_accounts_are_asked_for_their_tokens_and_the_rest_is_named_as_unread() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    for number in 0..12 {
        program(&server, &key, &format!("robot-{number}")).await;
    }
    let told = consequence(&server, &key).await;
    assert!(told.contains("Its 12 service accounts go with it, and with 10 tokens"), "{told}");
    assert!(told.contains("The tokens of 2 more service accounts were not asked for"), "{told}");
}

#[tokio::test]
async fn what_cannot_be_read_before_a_deletion_is_never_told_as_nothing() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    program(&server, &key, "ci-deploy").await;
    deny(&server, "ListWorkspaceServiceAccountTokens").await;
    deny(&server, "ListPermissions").await;
    let told = consequence(&server, &key).await;
    assert!(told.contains("The tokens of 1 service account could not be read."), "{told}");
    assert!(
        told.contains("Who holds a role in it could not be read.") && !told.contains("without any token"),
        "{told}"
    );
    deny(&server, "ListWorkspaceServiceAccounts").await;
    let told = consequence(&server, &key).await;
    assert!(told.contains("which they are could not be read."), "{told}");
}
