//! Reading: what is shown of scopes that answer, of those that do not, and of ids nobody knows.

use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use http::{Method, StatusCode};
use model::Kind;
use serde_json::{Value, json};
use std::time::Duration;

async fn index(server: &TestServer) -> Value {
    server.ask("fleet/index", &json!({ "kind": "grafana" })).await
}

/// Answers once every scope was read or has said why not.
async fn read(server: &TestServer) -> Value {
    eventually("every scope was read", async || {
        let index = index(server).await;
        let done = |scope: &Value| !scope["read_at"].is_null() || !scope["error"].is_null();
        index["scopes"].as_array().unwrap().iter().all(done).then_some(index)
    })
    .await
}

#[tokio::test]
async fn a_workspace_made_beside_the_console_appears() {
    let server = TestServer::start().await;
    read(&server).await;
    let body = json!({
        "accountAccessType": "CURRENT_ACCOUNT", "authenticationProviders": ["AWS_SSO"],
        "permissionType": "CUSTOMER_MANAGED", "workspaceName": "made-elsewhere"
    });
    let (status, answer) = server.aws("grafana", Method::POST, "/workspaces", &body).await;
    assert!(status.is_success(), "{answer}");
    eventually("it is listed", async || (index(&server).await["rows"][0]["name"] == "made-elsewhere").then_some(()))
        .await;
}

#[tokio::test]
async fn a_scope_that_cannot_be_read_says_why_and_is_not_counted_as_empty() {
    let server = TestServer::start().await;
    let denied = json!({ "operation": "ListWorkspaces", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    eventually("the reason is there", async || {
        (index(&server).await["scopes"][0]["error"]["code"] == "denied").then_some(())
    })
    .await;
    let (status, page) = server.page("/grafana").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(REGION), "the unreadable scope is listed");
}

#[tokio::test]
async fn against_real_aws_a_session_is_opened_once_by_the_printed_token() {
    let server = TestServer::start_with(without_aws).await;
    assert_eq!(server.page("/grafana").await.0, StatusCode::UNAUTHORIZED);
    let (status, ..) = server.send(Method::GET, &server.address, &[], "").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (status, ..) = server.send(Method::GET, &server.address, &[], "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "the token is spent");
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_leaves_the_page_and_names_the_scope_with_the_reason() {
    let server = TestServer::start_with(without_aws).await;
    let (_, headers, _) = server.send(Method::GET, &server.address, &[], "").await;
    let cookie = headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    eventually("the page says why", async || {
        let url = format!("{}/grafana", server.url);
        let (status, _, page) = server.send(Method::GET, &url, &[("cookie", &cookie)], "").await;
        assert_eq!(status, StatusCode::OK);
        (page.contains("never read") && page.contains(REGION)).then_some(())
    })
    .await;
}

/// Nothing listens on the discard port.
fn without_aws(config: &mut server::config::Config) {
    config.emulator = None;
    config.endpoint_url = Some("http://127.0.0.1:9".to_owned());
}

#[tokio::test]
async fn an_id_nobody_knows_is_a_page_with_status_404() {
    let server = TestServer::start().await;
    read(&server).await;
    let (status, page) = server.page(&format!("/grafana/{ACCOUNT}/{REGION}/g-0123456789")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Belvedere"), "the shell stays");
}

#[tokio::test]
async fn an_id_of_a_scope_that_was_never_read_is_not_called_missing() {
    let server = TestServer::start().await;
    let denied = json!({ "service": "grafana", "operation": "ListWorkspaces", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let key =
        json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": "us-east-1" }, "id": "g-0123456789" });
    let found = server.ask("resource/find", &json!({ "key": key })).await;
    assert!(found["NotRead"].is_object(), "{found}");
}

#[tokio::test]
async fn odd_paths_are_404_or_400_and_never_500() {
    let server = TestServer::start().await;
    let long = "/x".repeat(500);
    let odd = [
        "/grafana/1/2/3",
        "/grafana/441122338890/eu-west-1/..%2fx",
        "/grafana//x",
        "/changes/nothing",
        "/changes/01234567-89ab-cdef-0123-456789abcdef",
        "/prometheus/441122338890/eu-west-1/ws-1",
        "/%00",
        &long,
    ];
    for path in odd {
        let (status, _) = server.page(path).await;
        assert!([StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].contains(&status), "{path}: {status}");
    }
}

#[tokio::test]
async fn odd_queries_are_answered_and_said_to_be_ignored() {
    let server = TestServer::start().await;
    let (status, page) = server.page("/grafana?sort=nothing&page=-1&size=7&what=%3Cscript%3E&account=!").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("sort=nothing") && !page.contains("what=<script>"), "said, and escaped");
}

#[tokio::test]
async fn what_was_read_in_a_state_that_is_over_is_read_again_at_once() {
    let server = TestServer::start().await;
    server.emulator(Method::POST, "switches", &json!({ "life_cycle_ms": 3_600_000 })).await;
    let plan = server.plan_workspace("degrades-soon").await;
    let view = server.apply(&plan, "").await;
    let id = view["result_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let key = json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": id });
    let shown = async || server.ask("resource/find", &json!({ "key": key })).await.to_string();
    eventually("its parts were read", async || shown().await.contains("CUSTOMER_MANAGED").then_some(())).await;
    server.emulator(Method::POST, "settle", &json!({})).await;
    let reason =
        eventually("AWS's reason is shown", async || shown().await.contains("managed key cannot").then_some(()));
    // Half of the time for which a reading counts as fresh while nothing happens.
    assert!(tokio::time::timeout(Duration::from_secs(5), reason).await.is_ok(), "it is read before it is old");
}

/// A server that looks after Prometheus alone, once it has read it.
async fn of_prometheus_alone() -> TestServer {
    let server = TestServer::start_with(|config| config.kinds = vec![Kind::Prometheus]).await;
    eventually("its list was read", async || (server.calls_of("ListWorkspaces").await > 0).then_some(())).await;
    server
}

#[tokio::test]
async fn a_service_that_is_not_configured_is_never_called() {
    let server = of_prometheus_alone().await;
    assert_eq!(server.calls_of("ListDomains").await, 0);
    assert_eq!(server.calls_of("ListVersions").await, 0);
}

#[tokio::test]
async fn the_list_of_a_service_that_is_not_configured_says_so() {
    let server = of_prometheus_alone().await;
    let (status, page) = server.page("/codeartifact").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("CodeArtifact domains are not read here."), "{page}");
}

#[tokio::test]
async fn no_page_leads_to_a_service_that_is_not_configured() {
    let server = of_prometheus_alone().await;
    let (_, page) = server.page("/prometheus").await;
    assert!(page.contains("href=\"/prometheus\"") && !page.contains("href=\"/codeartifact\""), "{page}");
}

#[tokio::test]
async fn nothing_is_planned_for_a_service_that_is_not_configured() {
    let server = of_prometheus_alone().await;
    let opening = json!({ "opening": { "form": null, "from": null } });
    let (status, answer) = server.call("form/create-domain", &opening).await;
    assert_eq!((status, &answer["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{answer}");
    let form = server.form().await;
    let values =
        json!({ "place": format!("{ACCOUNT}/{REGION}"), "name": "packages", "encryption_key": "", "tags": [] });
    let (status, answer) = server.call("plan/create-domain", &json!({ "form": form, "values": values })).await;
    assert_eq!((status, &answer["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{answer}");
}

#[tokio::test]
async fn the_first_page_is_the_first_list_there_is() {
    let server = of_prometheus_alone().await;
    let (_, headers, _) = server.send(Method::GET, &format!("{}/", server.url), &[], "").await;
    assert_eq!(headers["location"], "/prometheus");
}
