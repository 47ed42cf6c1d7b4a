//! Editing what is there: only what differs is sent, nothing unseen is overwritten, and what was done can be undone.

use crate::support::{ACCOUNT, TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};

pub async fn open(server: &TestServer, facet: &str, key: &Value) -> Value {
    server.ask(&format!("form/edit-{facet}"), &json!({ "key": key, "opening": { "form": null, "from": null } })).await
}

/// Sends the form as it was opened, with some fields changed.
async fn try_plan(
    server: &TestServer,
    facet: &str,
    key: &Value,
    opened: &Value,
    fields: &Value,
    merge: bool,
) -> (StatusCode, Value) {
    let mut values = opened["values"].clone();
    for (name, value) in fields.as_object().unwrap() {
        values[name] = value.clone();
    }
    let edit = json!({ "key": key, "base": opened["base"], "values": values, "merge": merge });
    server.call(&format!("plan/edit-{facet}"), &json!({ "form": opened["id"], "edit": edit })).await
}

pub async fn plan(server: &TestServer, facet: &str, key: &Value, fields: &Value) -> String {
    let opened = open(server, facet, key).await;
    let (status, answer) = try_plan(server, facet, key, &opened, fields, false).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer.as_str().unwrap().to_owned()
}

async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

fn request(view: &Value, step: usize) -> Value {
    serde_json::from_str(view["steps"][step]["request"].as_str().unwrap()).unwrap()
}

/// Waits until AWS has worked the change in.
pub async fn settled(server: &TestServer, key: &Value) {
    eventually("the workspace is active", async || open(server, "tags", key).await["refused"].is_null().then_some(()))
        .await;
}

pub async fn apply(server: &TestServer, key: &Value, plan: &str) -> Value {
    let view = server.apply(plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    settled(server, key).await;
    view
}

const SAML: &str = "https://idp.example.com/metadata";

fn saml() -> Value {
    json!({
        "providers": ["AWS_SSO", "SAML"], "metadata_url": SAML, "attribute_role": "role",
        "admin_values": ["Platform Admins"], "login_minutes": "480"
    })
}

#[tokio::test]
async fn only_what_differs_is_sent() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan(&server, "settings", &key, &json!({ "description": "Cards and transfers" })).await;
    let shown = request(&view(&server, &plan).await, 0);
    assert_eq!(shown, json!({ "workspaceId": key["id"], "workspaceDescription": "Cards and transfers" }));
    apply(&server, &key, &plan).await;
    assert_eq!(open(&server, "settings", &key).await["base"]["description"], "Cards and transfers");
}

#[tokio::test]
async fn inbound_access_is_cleared_by_its_own_flag() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let locked = json!({ "network": { "prefix_list_ids": [], "vpce_ids": [] } });
    let first = plan(&server, "settings", &key, &locked).await;
    let warning = view(&server, &first).await["warnings"].to_string();
    assert!(warning.contains("nobody reaches it"), "{warning}");
    apply(&server, &key, &first).await;
    let second = plan(&server, "settings", &key, &json!({ "network": null })).await;
    assert_eq!(request(&view(&server, &second).await, 0)["removeNetworkAccessConfiguration"], true);
    apply(&server, &key, &second).await;
    assert_eq!(open(&server, "settings", &key).await["base"]["network"], Value::Null);
}

#[tokio::test]
async fn a_form_that_changes_nothing_is_not_planned() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, "settings", &key).await;
    let (status, answer) = try_plan(&server, "settings", &key, &opened, &json!({}), false).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
}

#[tokio::test]
async fn whoever_comes_second_is_told_what_moved_and_can_go_on_without_undoing_it() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let mine = open(&server, "sign-in", &key).await;
    let theirs = plan(&server, "sign-in", &key, &saml()).await;
    apply(&server, &key, &theirs).await;
    let fields = json!({ "organizations": ["edge"], "attribute_org": "org" });
    let (status, answer) = try_plan(&server, "sign-in", &key, &mine, &fields, false).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let moved = answer["fields"].to_string();
    assert!(moved.contains("metadata_url") && moved.contains("admin_values") && moved.contains(SAML), "{moved}");
    let (status, answer) = try_plan(&server, "sign-in", &key, &mine, &fields, true).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let sent = request(&view(&server, answer.as_str().unwrap()).await, 0);
    assert_eq!(sent["samlConfiguration"]["idpMetadata"]["url"], SAML);
    assert_eq!(sent["samlConfiguration"]["roleValues"]["admin"], json!(["Platform Admins"]));
    assert_eq!(sent["samlConfiguration"]["allowedOrganizations"], json!(["edge"]));
}

#[tokio::test]
async fn a_target_that_moved_after_the_review_is_refused_with_what_moved() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let mine = plan(&server, "settings", &key, &json!({ "description": "mine" })).await;
    let theirs = plan(&server, "settings", &key, &json!({ "description": "theirs" })).await;
    apply(&server, &key, &theirs).await;
    let view = server.apply(&mine, "").await;
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!((view["state"].as_str(), outcome["word"].as_str()), (Some("failed"), Some("refused")), "{view}");
    assert_eq!(outcome["moved"][0]["field"], "workspaceDescription", "{outcome}");
    assert_eq!(server.calls_of("UpdateWorkspace").await, 1);
}

#[tokio::test]
async fn tags_are_set_and_taken_away_as_one_diff() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let first = plan(&server, "tags", &key, &json!({ "tags": [["team", "edge"], ["stage", "prod"]] })).await;
    apply(&server, &key, &first).await;
    let second = plan(&server, "tags", &key, &json!({ "tags": [["team", "core"]] })).await;
    let view = apply(&server, &key, &second).await;
    assert_eq!(view["steps"].as_array().unwrap().len(), 2, "{view}");
    assert_eq!(open(&server, "tags", &key).await["base"]["tags"], json!([["team", "core"]]));
}

#[tokio::test]
async fn undoing_a_plan_leaves_alone_what_others_changed_since() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let first = plan(&server, "tags", &key, &json!({ "tags": [["team", "cards"]] })).await;
    apply(&server, &key, &first).await;
    let second = plan(&server, "tags", &key, &json!({ "tags": [["team", "cards"], ["owner", "ada"]] })).await;
    apply(&server, &key, &second).await;
    let undo = server.ask("plan/undo", &json!({ "id": first })).await;
    apply(&server, &key, undo.as_str().unwrap()).await;
    let path = format!("/workspaces/{}", key["id"].as_str().unwrap());
    let (_, found) = server.aws("grafana", Method::GET, &path, &json!({})).await;
    assert_eq!(found["workspace"]["tags"], json!({ "owner": "ada" }), "{found}");
}

#[tokio::test]
async fn what_was_applied_is_undone_by_a_plan_of_its_own() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let before = open(&server, "tags", &key).await["base"].clone();
    let done = plan(&server, "tags", &key, &json!({ "tags": [["team", "edge"]] })).await;
    assert_eq!(apply(&server, &key, &done).await["undoable"], true);
    let undo = server.ask("plan/undo", &json!({ "id": done })).await;
    apply(&server, &key, undo.as_str().unwrap()).await;
    assert_eq!(open(&server, "tags", &key).await["base"], before);
}

#[tokio::test]
async fn keys_the_page_does_not_know_stay_in_the_configuration() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let path = format!("/workspaces/{}/configuration", key["id"].as_str().unwrap());
    let odd = json!({ "configuration": r#"{"unifiedAlerting":{"enabled":false},"later":{"x":[1,2.50]}}"# });
    let (status, answer) = server.aws("grafana", Method::PUT, &path, &odd).await;
    assert!(status.is_success(), "{answer}");
    settled(&server, &key).await;
    let plan = plan(&server, "configuration", &key, &json!({ "alerting": true })).await;
    let sent = request(&view(&server, &plan).await, 0);
    assert!(sent["configuration"].as_str().unwrap().contains(r#""later":{"x":[1,2.50]}"#), "{sent}");
}

#[tokio::test]
async fn a_configuration_that_speaks_of_a_digest_is_not_readable_in_the_record() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let path = format!("/workspaces/{}/configuration", key["id"].as_str().unwrap());
    let odd = json!({ "configuration": r#"{"smtp":{"password":"SHA-256 hunter2"}}"# });
    let (status, answer) = server.aws("grafana", Method::PUT, &path, &odd).await;
    assert!(status.is_success(), "{answer}");
    settled(&server, &key).await;
    let plan = plan(&server, "configuration", &key, &json!({ "alerting": true })).await;
    let (_, _, record) = server.send(Method::GET, &format!("{}/audit/export.jsonl", server.url), &[], "").await;
    assert!(record.contains(&plan) && !record.contains("hunter2"), "{record}");
}

#[tokio::test]
async fn a_plan_is_exported_as_commands_that_name_every_step() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan(&server, "tags", &key, &json!({ "tags": [["team", "it's"]] })).await;
    let commands = server.ask("changes/commands", &json!({ "id": plan })).await;
    let commands = commands.as_str().unwrap();
    assert!(commands.contains("aws grafana tag-resource --region eu-west-1 --cli-input-json '"), "{commands}");
    assert!(commands.contains(ACCOUNT) && commands.contains(r"it'\''s"), "{commands}");
}

#[tokio::test]
async fn one_sign_in_is_given_to_several_workspaces_in_one_plan() {
    let server = TestServer::start().await;
    let from = server.workspace("payments-prod").await;
    let (one, other) = (server.workspace("edge-prod").await, server.workspace("core-prod").await);
    let first = plan(&server, "sign-in", &from, &saml()).await;
    apply(&server, &from, &first).await;
    let form = server.form().await;
    let values = json!({ "from": from, "to": [one, other] });
    let copy = server.ask("plan/copy-sign-in", &json!({ "form": form, "values": values })).await;
    let view = server.apply(copy.as_str().unwrap(), "").await;
    assert_eq!((view["state"].as_str(), view["targets"].as_array().unwrap().len()), (Some("applied"), 2), "{view}");
    let found = open(&server, "sign-in", &other).await;
    assert_eq!(found["base"]["metadata_url"], SAML, "{found}");
}

#[tokio::test]
async fn one_target_that_is_refused_leaves_the_others_alone() {
    let server = TestServer::start().await;
    let from = server.workspace("payments-prod").await;
    let (one, other) = (server.workspace("edge-prod").await, server.workspace("core-prod").await);
    let first = plan(&server, "sign-in", &from, &saml()).await;
    apply(&server, &from, &first).await;
    let form = server.form().await;
    let copy =
        server.ask("plan/copy-sign-in", &json!({ "form": form, "values": { "from": from, "to": [one, other] } })).await;
    let moved = plan(
        &server,
        "sign-in",
        &one,
        &json!({ "providers": ["AWS_SSO", "SAML"], "metadata_url": "https://x.example", "no_admins": true }),
    )
    .await;
    apply(&server, &one, &moved).await;
    let view = server.apply(copy.as_str().unwrap(), "").await;
    let word = |step: usize| view["steps"][step]["outcome"]["word"].as_str();
    assert_eq!((word(0), word(1)), (Some("refused"), Some("applied")), "{view}");
}

#[tokio::test]
async fn a_license_is_added_with_a_token_that_is_written_down_nowhere() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let form = server.form().await;
    let values = json!({ "key": key, "license": "ENTERPRISE" });
    let plan = server.ask("plan/license", &json!({ "form": form, "values": values })).await;
    let plan = plan.as_str().unwrap();
    let mut decision = server.decision(plan, "").await;
    decision["secret"] = json!("glc-4f8a91c2-planted-token-0001");
    server.ask("changes/apply", &decision).await;
    let view = server.over(plan).await;
    assert_eq!(view["state"], "applied", "{view}");
    for entry in std::fs::read_dir(&server.data).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("planted-token"), "the token is in the database");
    }
}

#[tokio::test]
async fn a_version_aws_does_not_offer_is_refused_before_anything_is_sent() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let form = server.form().await;
    let values = json!({ "key": key, "version": "7.0" });
    let (status, answer) = server.call("plan/upgrade", &json!({ "form": form, "values": values })).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("version")));
}
