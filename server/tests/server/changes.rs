//! The write road against AWS's moods: what is sent, how often, and what is said of it.

use crate::support::{ACCOUNT, REGION, TestServer, eventually, workspace};
use http::{Method, StatusCode};
use serde_json::{Value, json};

async fn count(server: &TestServer) -> usize {
    let (_, list) = server.aws("grafana", Method::GET, "/workspaces", &json!({})).await;
    list["workspaces"].as_array().unwrap().len()
}

fn outcome(view: &Value) -> &Value {
    &view["steps"][0]["outcome"]
}

#[tokio::test]
async fn a_plan_sends_nothing() {
    let server = TestServer::start().await;
    server.plan_workspace("payments-prod").await;
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
}

#[tokio::test]
async fn an_applied_plan_creates_the_workspace_it_showed() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let view = server.apply(&plan, "").await;
    assert_eq!((view["state"].as_str(), outcome(&view)["word"].as_str()), (Some("applied"), Some("applied")), "{view}");
    assert_eq!(count(&server).await, 1);
}

#[tokio::test]
async fn a_plan_applied_twenty_times_at_once_makes_one_workspace() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let body = server.decision(&plan, "").await;
    futures::future::join_all((0..20).map(|_| server.ask("changes/apply", &body))).await;
    server.over(&plan).await;
    assert_eq!(server.calls_of("CreateWorkspace").await, 1);
}

#[tokio::test]
async fn a_plan_made_anew_in_another_tab_is_not_applied_by_who_reviewed_the_one_before() {
    let server = TestServer::start().await;
    let form = server.form().await;
    let plan = async |name: &str| {
        let values = json!({ "form": form, "values": workspace(name) });
        server.ask("plan/create-workspace", &values).await.as_str().unwrap().to_owned()
    };
    let id = plan("payments-prod").await;
    let decided = server.decision(&id, "").await;
    eventually("the clock moves", async || {
        plan("payments-staging").await;
        (server.decision(&id, "").await != decided).then_some(())
    })
    .await;
    let (status, answer) = server.call("changes/apply", &decided).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("made anew"), "{answer}");
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
}

#[tokio::test]
async fn a_form_sent_again_after_it_was_applied_is_the_same_plan() {
    let server = TestServer::start().await;
    let form = server.form().await;
    let body = json!({ "form": form, "values": workspace("payments-prod") });
    let plan = server.ask("plan/create-workspace", &body).await;
    server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(server.ask("plan/create-workspace", &body).await, plan);
    server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(count(&server).await, 1);
}

#[tokio::test]
async fn a_creation_whose_answer_is_lost_makes_one_workspace_and_says_so() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("cut-after-payments").await;
    let view = server.apply(&plan, "").await;
    assert_eq!(count(&server).await, 1, "{view}");
    assert!(["verified", "unknown"].contains(&outcome(&view)["word"].as_str().unwrap()), "{view}");
}

#[tokio::test]
async fn a_throttled_creation_succeeds_after_waiting() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("throttled-payments").await;
    let view = server.apply(&plan, "").await;
    assert_eq!((view["state"].as_str(), count(&server).await), (Some("applied"), 1), "{view}");
}

#[tokio::test]
async fn a_denied_creation_says_that_nothing_changed() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("denied-payments").await;
    let view = server.apply(&plan, "").await;
    let message = outcome(&view)["message"].as_str().unwrap();
    assert!(view["state"] == "failed" && message.contains("nothing was changed"), "{view}");
}

#[tokio::test]
async fn an_internal_error_leaves_the_outcome_unknown_and_says_so() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("internal-payments").await;
    let view = server.apply(&plan, "").await;
    assert_eq!((view["state"].as_str(), outcome(&view)["word"].as_str()), (Some("unknown"), Some("unknown")), "{view}");
}

#[tokio::test]
async fn wrong_fields_are_answered_before_anything_is_planned() {
    let server = TestServer::start().await;
    let form = server.form().await;
    let (status, answer) =
        server.call("plan/create-workspace", &json!({ "form": form, "values": workspace("no spaces") })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer["fields"][0]["field"], "name", "{answer}");
}

#[tokio::test]
async fn a_refusal_of_aws_lands_on_the_forms_own_field() {
    let server = TestServer::start().await;
    let form = server.form().await;
    let mut values = workspace("payments-prod");
    values["version"] = json!("99.9");
    let plan = server.ask("plan/create-workspace", &json!({ "form": form, "values": values })).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(outcome(&view)["fields"][0]["field"], "version", "{view}");
}

async fn plan_deletion(server: &TestServer, key: &Value) -> String {
    let form = server.form().await;
    server.ask("plan/delete-resource", &json!({ "form": form, "key": key })).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_deletion_needs_the_name_typed_exactly() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_deletion(&server, &key).await;
    for nearly in ["payments", "Payments-prod", " payments-prod", "payments-prod ", "payments-prod\n"] {
        let (status, answer) = server.call("changes/apply", &server.decision(&plan, nearly).await).await;
        let refused = (StatusCode::UNPROCESSABLE_ENTITY, &json!("typed"));
        assert_eq!((status, &answer["fields"][0]["field"]), refused, "{nearly:?}");
    }
    assert_eq!(server.calls_of("DeleteWorkspace").await, 0);
}

#[tokio::test]
async fn a_deletion_with_the_name_typed_deletes() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_deletion(&server, &key).await;
    let view = server.apply(&plan, "payments-prod").await;
    assert_eq!(view["state"], "applied", "{view}");
    eventually("the workspace is gone", async || (count(&server).await == 0).then_some(())).await;
}

#[tokio::test]
async fn a_deletion_of_something_that_changed_since_is_refused_and_not_sent() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_deletion(&server, &key).await;
    let id = key["id"].as_str().unwrap();
    let arn = format!("arn:aws:grafana:{REGION}:{ACCOUNT}:/workspaces/{id}").replace('/', "%2F").replace(':', "%3A");
    let (status, answer) =
        server.aws("grafana", Method::POST, &format!("/tags/{arn}"), &json!({ "tags": { "team": "x" } })).await;
    assert!(status.is_success(), "{answer}");
    let view = server.apply(&plan, "payments-prod").await;
    assert_eq!(outcome(&view)["word"], "refused", "{view}");
    assert_eq!(server.calls_of("DeleteWorkspace").await, 0);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_looked_up() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let plan = plan_deletion(&server, &key).await;
    let cut = json!({ "service": "grafana", "operation": "DeleteWorkspace", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    let view = server.apply(&plan, "payments-prod").await;
    assert_eq!(outcome(&view)["word"], "verified", "{view}");
    assert_eq!(server.calls_of("DeleteWorkspace").await, 1);
}

#[tokio::test]
async fn each_other_kind_is_created_too() {
    let server = TestServer::start().await;
    let place = format!("{ACCOUNT}/{REGION}");
    let prometheus = json!({ "place": place, "alias": "metrics", "kms_key_arn": "", "tags": [["team", "core"]] });
    let domain = json!({ "place": place, "name": "packages", "encryption_key": "", "tags": [["team", "core"]] });
    for (path, values) in [("plan/create-prometheus", prometheus), ("plan/create-domain", domain)] {
        let plan = server.ask(path, &json!({ "form": server.form().await, "values": values })).await;
        let view = server.apply(plan.as_str().unwrap(), "").await;
        assert_eq!(view["state"], "applied", "{path}: {view}");
    }
}

#[tokio::test]
async fn a_domain_whose_answer_is_lost_is_found_and_not_made_twice() {
    let server = TestServer::start().await;
    let values = json!({ "place": format!("{ACCOUNT}/{REGION}"), "name": "cut-after-packages", "encryption_key": "", "tags": [] });
    let plan = server.ask("plan/create-domain", &json!({ "form": server.form().await, "values": values })).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(outcome(&view)["word"], "verified", "{view}");
    assert_eq!(server.calls_of("CreateDomain").await, 1);
}

#[tokio::test]
async fn a_domain_that_exists_is_refused_on_its_name() {
    let server = TestServer::start().await;
    let values =
        json!({ "place": format!("{ACCOUNT}/{REGION}"), "name": "packages", "encryption_key": "", "tags": [] });
    let plan = server.ask("plan/create-domain", &json!({ "form": server.form().await, "values": values })).await;
    server.apply(plan.as_str().unwrap(), "").await;
    let (status, answer) =
        server.call("plan/create-domain", &json!({ "form": server.form().await, "values": values })).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("name")), "{answer}");
}
