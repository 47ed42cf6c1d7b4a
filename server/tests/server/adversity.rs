//! A database that cannot be written, AWS that throttles or does not answer, plans and targets that time has passed
//! by: nothing is lost, nothing is done twice, and what is said is what is known.

use crate::audit::tamper;
use crate::support::{TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use std::time::Duration;

/// A server that does not wait long for others who hold its database.
pub async fn impatient() -> TestServer {
    TestServer::start_with(|config| {
        if let store::Settings::Sqlite { busy_timeout, .. } = &mut config.store {
            *busy_timeout = Duration::from_millis(100);
        }
    })
    .await
}

/// Takes the right to write from the server, until the connection is closed.
pub async fn lock(server: &TestServer) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", server.data.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("PRAGMA busy_timeout = 20000; BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
    connection
}

/// Writes that are refused one after the other: whatever the server itself wanted to write before has been refused too.
async fn refused_writes(server: &TestServer) {
    for _ in 0..5 {
        let form = json!({ "form": server.form().await, "values": crate::support::workspace("other") });
        let (status, answer) = server.call("plan/create-workspace", &form).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
    }
}

const CREATE: &str = "CreateWorkspaceServiceAccount";

async fn plan_account(server: &TestServer, workspace: &Value) -> String {
    let values = json!({ "workspace": workspace, "name": "deployer", "grafana_role": "EDITOR" });
    let form = json!({ "form": server.form().await, "values": values });
    server.ask("plan/create-service-account", &form).await.as_str().unwrap().to_owned()
}

async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

fn told<'a>(view: &'a Value, word: &str) -> &'a str {
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!(outcome["word"], word, "{view}");
    outcome["message"].as_str().unwrap()
}

/// Applies a plan and waits until AWS holds its call of an operation.
async fn apply_held(server: &TestServer, plan: &str, operation: &str, kind: &str) {
    let fault = json!({ "service": "grafana", "operation": operation, "kind": kind, "times": 1 });
    server.emulator(Method::POST, "faults", &fault).await;
    server.ask("changes/apply", &server.decision(plan, "").await).await;
    held(server).await;
}

pub async fn held(server: &TestServer) {
    eventually("the call is held", async || {
        let faults = server.emulator(Method::GET, "faults", &Value::Null).await;
        (!faults.contains("\"held\":0")).then_some(())
    })
    .await;
}

/// Lets the held call go on, and waits until it has been answered.
pub async fn release(server: &TestServer, operation: &str) {
    let before = server.calls_of(operation).await;
    server.emulator(Method::POST, "release", &json!({ "operation": operation })).await;
    eventually("the call is answered", async || (server.calls_of(operation).await > before).then_some(())).await;
}

#[tokio::test]
async fn a_database_that_is_locked_before_a_plan_is_applied_is_unavailable_and_nothing_is_called() {
    let server = impatient().await;
    let plan = server.plan_workspace("payments-prod").await;
    let decision = server.decision(&plan, "").await;
    let lock = lock(&server).await;
    let (status, answer) = server.call("changes/apply", &decision).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("Nothing was sent"), "{answer}");
    assert_eq!(view(&server, &plan).await["state"], "planned");
    for page in ["/grafana", "/changes", "/audit"] {
        assert_eq!(server.page(page).await.0, StatusCode::OK, "{page}");
    }
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
    lock.close().await.unwrap();
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
}

#[tokio::test]
async fn a_database_that_is_locked_before_the_call_keeps_it_from_being_sent() {
    let server = impatient().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_account(&server, &key).await;
    apply_held(&server, &plan, "ListWorkspaceServiceAccounts", "held").await;
    let lock = lock(&server).await;
    release(&server, "ListWorkspaceServiceAccounts").await;
    refused_writes(&server).await;
    lock.close().await.unwrap();
    let view = server.over(&plan).await;
    assert!(told(&view, "refused").contains("the record of it cannot be written"), "{view}");
    assert_eq!(server.calls_of(CREATE).await, 0);
}

#[tokio::test]
async fn an_outcome_that_cannot_be_written_at_once_is_written_once_the_database_is_back() {
    let server = impatient().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_account(&server, &key).await;
    apply_held(&server, &plan, CREATE, "held").await;
    let lock = lock(&server).await;
    release(&server, CREATE).await;
    refused_writes(&server).await;
    let seen = view(&server, &plan).await;
    assert_eq!((&seen["state"], &seen["steps"][0]["outcome"]), (&json!("applying"), &Value::Null));
    lock.close().await.unwrap();
    told(&server.over(&plan).await, "applied");
    assert_eq!(server.calls_of(CREATE).await, 1);
}

#[tokio::test]
async fn an_intent_that_cannot_be_recorded_sends_nothing() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_account(&server, &key).await;
    let full = "CREATE TRIGGER full BEFORE UPDATE OF intended_at ON steps BEGIN SELECT RAISE(ABORT, 'full'); END";
    tamper(&server.data, full).await;
    let view = server.apply(&plan, "").await;
    assert!(told(&view, "refused").contains("the record of it cannot be written"), "{view}");
    assert_eq!(server.calls_of(CREATE).await, 0);
}

#[tokio::test]
async fn a_plan_whose_outcome_cannot_be_written_for_long_is_interrupted_and_looked_up_later() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_account(&server, &key).await;
    let full = "CREATE TRIGGER full BEFORE UPDATE OF outcome ON steps BEGIN SELECT RAISE(ABORT, 'full'); END";
    tamper(&server.data, full).await;
    let view = server.apply(&plan, "").await;
    assert_eq!((&view["state"], &view["steps"][0]["outcome"]), (&json!("interrupted"), &Value::Null), "{view}");
    tamper(&server.data, "DROP TRIGGER full").await;
    server.ask("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
    told(&server.over(&plan).await, "verified");
    assert_eq!(server.calls_of(CREATE).await, 1);
}

#[tokio::test]
async fn what_aws_did_though_it_did_not_answer_in_time_is_found_done_and_not_repeated() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_account(&server, &key).await;
    apply_held(&server, &plan, CREATE, "held_after").await;
    told(&server.over(&plan).await, "verified");
    assert_eq!(server.calls_of(CREATE).await, 1);
}

/// Plans the tag `team` on a workspace.
async fn plan_tag(server: &TestServer, key: &Value) -> String {
    let opening = json!({ "key": key, "opening": { "form": null, "from": null } });
    let opened = server.ask("form/edit-tags", &opening).await;
    let edit = json!({ "key": key, "base": opened["base"], "values": { "tags": [["team", "edge"]] }, "merge": false });
    let plan = server.ask("plan/edit-tags", &json!({ "form": opened["id"], "edit": edit })).await;
    plan.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_throttling_storm_ends_a_step_after_a_few_tries_and_says_that_nothing_was_changed() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_tag(&server, &key).await;
    let storm = json!({ "service": "grafana", "operation": "TagResource", "kind": "throttled" });
    server.emulator(Method::POST, "faults", &storm).await;
    let view = server.apply(&plan, "").await;
    assert!(told(&view, "failed").contains("nothing was changed"), "{view}");
    assert_eq!(server.calls_of("TagResource").await, 3);
}

#[tokio::test]
async fn a_throttling_storm_that_passes_is_waited_out_by_every_target() {
    let server = TestServer::start().await;
    let mut keys = Vec::new();
    for name in ["source", "one", "two", "three"] {
        keys.push(server.workspace(name).await);
    }
    let saml = json!({
        "authenticationProviders": ["AWS_SSO", "SAML"],
        "samlConfiguration": { "idpMetadata": { "url": "https://idp.example.com" }, "roleValues": {} },
    });
    let path = format!("/workspaces/{}/authentication", keys[0]["id"].as_str().unwrap());
    assert!(server.aws("grafana", Method::POST, &path, &saml).await.0.is_success());
    let values = json!({ "from": keys[0], "to": keys[1..] });
    let plan = server.ask("plan/copy-sign-in", &json!({ "form": server.form().await, "values": values })).await;
    let before = server.calls_of("UpdateWorkspaceAuthentication").await;
    for key in &keys[1..] {
        let storm = json!({ "operation": "UpdateWorkspaceAuthentication", "target": key["id"], "kind": "throttled", "times": 1 });
        server.emulator(Method::POST, "faults", &storm).await;
    }
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert_eq!(server.calls_of("UpdateWorkspaceAuthentication").await - before, 6);
}

#[tokio::test]
async fn an_expired_plan_is_refused_and_can_be_planned_again() {
    let server = TestServer::start().await;
    let form = json!({ "form": server.form().await, "values": crate::support::workspace("payments-prod") });
    let plan = server.ask("plan/create-workspace", &form).await;
    let plan = plan.as_str().unwrap();
    let decision = server.decision(plan, "").await;
    tamper(&server.data, "UPDATE plans SET expires_at = created_at").await;
    assert_eq!(view(&server, plan).await["state"], "expired");
    let (status, answer) = server.call("changes/apply", &decision).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer["message"].as_str().unwrap().contains("30 minutes"), "{answer}");
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
    server.ask("plan/create-workspace", &form).await;
    assert_eq!(server.apply(plan, "").await["state"], "applied");
}

#[tokio::test]
async fn a_target_that_was_deleted_after_the_review_is_refused_alone() {
    let server = TestServer::start().await;
    let mut keys = Vec::new();
    for name in ["source", "one", "two"] {
        keys.push(server.workspace(name).await);
    }
    let both = json!({ "authenticationProviders": ["AWS_SSO", "SAML"] });
    let path = |key: &Value| format!("/workspaces/{}", key["id"].as_str().unwrap());
    let (status, _) = server.aws("grafana", Method::POST, &format!("{}/authentication", path(&keys[0])), &both).await;
    assert!(status.is_success());
    let values = json!({ "from": keys[0], "to": keys[1..] });
    let plan = server.ask("plan/copy-sign-in", &json!({ "form": server.form().await, "values": values })).await;
    let before = server.calls_of("UpdateWorkspaceAuthentication").await;
    assert!(server.aws("grafana", Method::DELETE, &path(&keys[1]), &Value::Null).await.0.is_success());
    server.emulator(Method::POST, "settle", &json!({})).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert!(told(&view, "refused").contains("Nothing was sent"), "{view}");
    assert_eq!(view["steps"][1]["outcome"]["word"], "applied", "{view}");
    assert_eq!(server.calls_of("UpdateWorkspaceAuthentication").await - before, 1);
}

#[tokio::test]
async fn deleting_what_somebody_else_deleted_after_the_review_sends_nothing() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let form = json!({ "form": server.form().await, "key": key });
    let plan = server.ask("plan/delete-resource", &form).await;
    let path = format!("/workspaces/{}", key["id"].as_str().unwrap());
    assert!(server.aws("grafana", Method::DELETE, &path, &Value::Null).await.0.is_success());
    server.emulator(Method::POST, "settle", &json!({})).await;
    let view = server.apply(plan.as_str().unwrap(), "payments-prod").await;
    assert!(told(&view, "refused").contains("Nothing was sent"), "{view}");
    assert_eq!(server.calls_of("DeleteWorkspace").await, 1);
}
