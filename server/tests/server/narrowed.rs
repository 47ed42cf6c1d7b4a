//! A configuration that names less than it did: what was planned before is sent to nothing that it does not name any more.

use crate::audit::tamper;
use crate::support::{ACCOUNT, TestServer, eventually};
use emulator::Seed;
use http::StatusCode;
use model::{Kind, Region};
use serde_json::{Value, json};
use server::config::Config;

fn demo(config: &mut Config) {
    config.emulator.as_mut().unwrap().seed = Seed::Demo;
}

fn without_prometheus(config: &mut Config) {
    demo(config);
    config.kinds = vec![Kind::Grafana, Kind::CodeArtifact];
}

fn elsewhere(config: &mut Config) {
    demo(config);
    config.regions = vec![Region::parse("us-east-1").unwrap()];
}

/// A server whose store holds a plan to delete a Prometheus workspace that is there, and what is typed for it.
async fn planned() -> (TestServer, String, String) {
    let server = TestServer::start_with(demo).await;
    let row = eventually("one is there", async || {
        let index = server.ask("fleet/index", &json!({ "kind": "prometheus" })).await;
        let rows = index["rows"].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row["status"] == "ACTIVE" && row["key"]["scope"]["account"] == ACCOUNT)
    })
    .await;
    let form = json!({ "form": server.form().await, "key": row["key"] });
    let plan = server.ask("plan/delete-resource", &form).await.as_str().unwrap().to_owned();
    let view = view(&server, &plan).await;
    (server, plan, view["confirmation"]["text"].as_str().unwrap().to_owned())
}

async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

/// The plan was refused before anything was claimed, and nothing was sent.
async fn untouched(server: &TestServer, plan: &str, (status, answer): (StatusCode, Value), state: &str) {
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
    assert_eq!(view(server, plan).await["state"], state);
    assert_eq!(server.calls_of("DeleteWorkspace").await, 0);
}

#[tokio::test]
async fn a_plan_for_a_service_that_is_not_looked_after_any_more_is_not_applied() {
    let (server, plan, typed) = planned().await;
    let server = server.restart(without_prometheus).await;
    let answer = server.call("changes/apply", &server.decision(&plan, &typed).await).await;
    untouched(&server, &plan, answer, "planned").await;
}

#[tokio::test]
async fn a_plan_for_a_region_that_is_not_configured_any_more_is_not_applied() {
    let (server, plan, typed) = planned().await;
    let server = server.restart(elsewhere).await;
    let answer = server.call("changes/apply", &server.decision(&plan, &typed).await).await;
    let message = answer.1["message"].as_str().unwrap_or_default();
    assert!(message.contains("is not among the configured scopes"), "{answer:?}");
    untouched(&server, &plan, answer, "planned").await;
}

#[tokio::test]
async fn an_interrupted_plan_for_a_region_that_is_not_configured_any_more_is_dropped_and_not_gone_on_with() {
    let (server, plan, _) = planned().await;
    tamper(&server.data, "UPDATE plans SET state = 'interrupted'").await;
    let server = server.restart(elsewhere).await;
    let rest = |send: bool| json!({ "id": plan, "send": send, "secret": "" });
    let answer = server.call("changes/resume", &rest(true)).await;
    untouched(&server, &plan, answer, "interrupted").await;
    server.ask("changes/resume", &rest(false)).await;
    assert_eq!(server.over(&plan).await["steps"][0]["outcome"]["word"], "refused");
    assert_eq!(server.calls_of("DeleteWorkspace").await, 0);
}
