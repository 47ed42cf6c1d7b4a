//! Server functions: the checked-in table of them, their permissions, and what a foreign page cannot do with them.

use crate::support::{BUILD, Headers, TestServer, eventually, workspace};
use http::{Method, StatusCode};
use model::Role;
use model::document::Mapping;
use model::form::{Configuration, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../../../docs/server-functions.md");

/// path → (permission, kind), as the document has it.
fn table() -> BTreeMap<String, (String, String)> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| `/api/") || line.starts_with("| /api/"));
    let cells =
        |row: &str| -> Vec<String> { row.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect() };
    rows.map(cells).map(|cells| (cells[1].clone(), (cells[2].clone(), cells[3].clone()))).collect()
}

fn mounted() -> Vec<String> {
    let mut paths: Vec<String> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    paths.sort();
    paths
}

fn edit(key: &Value, values: &Value) -> Value {
    json!({ "key": key, "base": values, "values": values, "merge": false })
}

/// A body each call can read, so that it is the permission that decides.
fn bodies() -> BTreeMap<&'static str, Value> {
    let id = "01234567-89ab-cdef-0123-456789abcdef";
    let key = json!({ "kind": "grafana", "scope": { "account": "441122338890", "region": "eu-west-1" }, "id": "g-0123456789" });
    let place = json!("441122338890/eu-west-1");
    BTreeMap::from([
        ("/api/fleet/index", json!({ "kind": "grafana" })),
        ("/api/fleet/page", json!({ "kind": "grafana", "search": [] })),
        ("/api/resource/find", json!({ "key": key })),
        ("/api/access/page", json!({ "search": [] })),
        ("/api/access/index", json!({ "known": 0 })),
        ("/api/access/holder", json!({ "holder": { "kind": "user", "id": id } })),
        ("/api/access/workspace", json!({ "key": key })),
        ("/api/viewer/save-preferences", json!({ "preferences": {} })),
        ("/api/form/new", json!({})),
        ("/api/form/create-workspace", json!({ "opening": {} })),
        ("/api/form/create-prometheus", json!({ "opening": {} })),
        ("/api/form/create-domain", json!({ "opening": {} })),
        ("/api/form/create-service-account", json!({ "opening": {} })),
        ("/api/form/mint-token", json!({ "opening": {} })),
        ("/api/form/mint-key", json!({ "opening": {} })),
        ("/api/tokens/page", json!({ "search": [] })),
        ("/api/attention/feed", json!({})),
        (
            "/api/tokens/note",
            json!({ "subject": { "of": "key", "workspace": key, "name": "ci" }, "note": { "owner": "Platform" } }),
        ),
        (
            "/api/plan/mint-key",
            json!({ "form": id, "values": { "workspace": key, "name": "ci", "grafana_role": "VIEWER", "seconds_to_live": 60 } }),
        ),
        ("/api/plan/revoke", json!({ "form": id, "values": { "keys": [{ "workspace": key, "name": "ci" }] } })),
        ("/api/plan/purge", json!({ "form": id, "workspaces": [key] })),
        (
            "/api/plan/rotate",
            json!({ "form": id, "values": { "tokens": [{ "workspace": key, "account": "7", "token": "1" }], "seconds_to_live": 60, "folder": "belvedere/grafana" } }),
        ),
        ("/api/plan/create-workspace", json!({ "form": id, "values": workspace("a") })),
        (
            "/api/plan/create-prometheus",
            json!({ "form": id, "values": { "place": place, "alias": "", "kms_key_arn": "", "tags": [] } }),
        ),
        (
            "/api/plan/create-domain",
            json!({ "form": id, "values": { "place": place, "name": "ab", "encryption_key": "", "tags": [] } }),
        ),
        ("/api/plan/delete-resource", json!({ "form": id, "key": key })),
        (
            "/api/plan/create-service-account",
            json!({ "form": id, "values": { "workspace": key, "name": "a", "grafana_role": "VIEWER" } }),
        ),
        ("/api/plan/delete-service-account", json!({ "form": id, "workspace": key, "account": "1" })),
        (
            "/api/plan/mint-token",
            json!({ "form": id, "values": { "workspace": key, "account": "1", "name": "a", "seconds_to_live": 60 } }),
        ),
        ("/api/audit/page", json!({ "search": [] })),
        ("/api/audit/event", json!({ "sequence": 1 })),
        ("/api/changes/view", json!({ "id": id })),
        ("/api/changes/list", json!({ "before": null })),
        ("/api/changes/apply", json!({ "id": id, "reviewed": 0, "typed": "", "secret": "" })),
        ("/api/changes/resume", json!({ "id": id, "send": true, "secret": "" })),
        ("/api/changes/commands", json!({ "id": id })),
        ("/api/plan/undo", json!({ "id": id })),
        ("/api/plan/retry", json!({ "id": id })),
        ("/api/form/grants", json!({ "opening": {}, "among": [] })),
        ("/api/form/find-holders", json!({ "text": "a" })),
        ("/api/form/resolve-holders", json!({ "text": "" })),
        ("/api/form/like-workspace", json!({ "source": key, "targets": [], "exactly": true })),
        ("/api/plan/grants", json!({ "form": id, "batch": { "wishes": [] } })),
        ("/api/form/edit-settings", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-sign-in", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-configuration", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-tags", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-alias", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-workspace-configuration", json!({ "key": key, "opening": {} })),
        ("/api/form/edit-policy", json!({ "key": key, "opening": {} })),
        ("/api/form/upgrade", json!({ "key": key, "opening": {} })),
        ("/api/form/license", json!({ "key": key, "opening": {} })),
        ("/api/plan/edit-settings", json!({ "form": id, "edit": edit(&key, &json!(Settings::default())) })),
        ("/api/plan/edit-sign-in", json!({ "form": id, "edit": edit(&key, &json!({})) })),
        ("/api/plan/edit-configuration", json!({ "form": id, "edit": edit(&key, &json!(Configuration::default())) })),
        ("/api/plan/edit-tags", json!({ "form": id, "edit": edit(&key, &json!({ "tags": [] })) })),
        ("/api/plan/edit-alias", json!({ "form": id, "edit": edit(&key, &json!({ "alias": "" })) })),
        (
            "/api/plan/edit-workspace-configuration",
            json!({ "form": id, "edit": edit(&key, &json!({
                "retention_days": "",
                "limits": [],
                "out_of_order_seconds": "",
                "rule_offset_seconds": "",
            })) }),
        ),
        ("/api/plan/edit-policy", json!({ "form": id, "edit": edit(&key, &json!({ "document": "" })) })),
        ("/api/plan/copy-sign-in", json!({ "form": id, "values": { "from": key, "to": [] } })),
        ("/api/plan/upgrade", json!({ "form": id, "values": { "key": key, "version": "10.4" } })),
        ("/api/plan/license", json!({ "form": id, "values": { "key": key, "license": "" } })),
        ("/api/form/copy-sign-in", json!({ "key": key, "opening": {} })),
        ("/api/form/check-metadata", json!({ "xml": "" })),
        ("/api/form/try-sign-in", json!({ "mapping": Mapping::default(), "pasted": "" })),
        ("/api/form/sign-in-history", json!({ "key": key })),
        ("/api/plan/restore-sign-in", json!({ "form": id, "key": key, "number": 1 })),
        ("/api/mint/reveal", json!({ "id": id, "reviewed": 0 })),
        ("/api/mint/received", json!({ "id": id })),
    ])
}

#[test]
fn every_server_function_is_in_the_checked_in_table_and_no_other() {
    let documented: Vec<String> = table().into_keys().collect();
    assert_eq!(documented, mounted());
}

#[test]
fn every_row_of_the_table_names_a_permission_and_reads_or_writes() {
    for (path, (permission, kind)) in table() {
        assert!(!permission.is_empty(), "{path} names no permission");
        assert!(["reads", "writes"].contains(&kind.as_str()), "{path} is \"{kind}\"");
    }
}

#[tokio::test]
async fn a_principal_without_permissions_gets_403_from_every_call() {
    let server = TestServer::start_with(|config| config.roles.clear()).await;
    let bodies = bodies();
    for path in mounted() {
        let body = bodies.get(path.as_str()).unwrap_or_else(|| panic!("no body to try {path} with"));
        let (status, answer) = server.call(path.trim_start_matches("/api/"), body).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}: {answer}");
    }
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
}

#[tokio::test]
async fn a_principal_without_permissions_gets_a_page_with_status_403() {
    let server = TestServer::start_with(|config| config.roles.clear()).await;
    let (status, page) = server.page("/grafana").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("fleet.read"), "the page names what is missing");
}

async fn refused(headers: Headers<'_>) -> StatusCode {
    let server = TestServer::start().await;
    let url = format!("{}/api/fleet/index", server.url);
    server.send(Method::POST, &url, headers, r#"{"kind":"grafana"}"#).await.0
}

const JSON: (&str, &str) = ("content-type", "application/json");
const SAME: (&str, &str) = ("sec-fetch-site", "same-origin");
const NOW: (&str, &str) = ("x-belvedere", BUILD);

#[tokio::test]
async fn a_call_of_this_servers_own_page_is_answered() {
    assert_eq!(refused(&[JSON, SAME, NOW]).await, StatusCode::OK);
}

#[tokio::test]
async fn a_call_from_another_site_is_forbidden() {
    assert_eq!(refused(&[JSON, ("sec-fetch-site", "cross-site"), NOW]).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_call_from_a_sibling_site_is_forbidden() {
    assert_eq!(refused(&[JSON, ("sec-fetch-site", "same-site"), NOW]).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_call_with_a_foreign_origin_is_forbidden() {
    assert_eq!(refused(&[JSON, ("origin", "http://evil.example"), NOW]).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_call_that_says_nothing_of_where_it_comes_from_is_forbidden() {
    assert_eq!(refused(&[JSON, NOW]).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_call_with_a_forms_content_type_is_refused() {
    let form = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(refused(&[form, SAME, NOW]).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_call_that_wants_html_is_refused() {
    assert_eq!(refused(&[JSON, SAME, NOW, ("accept", "text/html")]).await, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn a_call_of_an_older_page_is_told_to_reload() {
    assert_eq!(refused(&[JSON, SAME, ("x-belvedere", "old")]).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_call_under_another_host_name_is_misdirected() {
    assert_eq!(refused(&[JSON, SAME, NOW, ("host", "evil.example")]).await, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_call_through_a_proxy_is_forbidden() {
    assert_eq!(refused(&[JSON, SAME, NOW, ("x-forwarded-for", "10.0.0.1")]).await, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn no_method_but_post_reaches_a_call() {
    let server = TestServer::start().await;
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let url = format!("{}/api/fleet/index", server.url);
        let (status, ..) = server.send(method.clone(), &url, &[SAME, NOW], "").await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let server = TestServer::start().await;
    let more = "x".repeat(3 * 1024 * 1024);
    let (status, answer) = server.call("fleet/index", &json!({ "kind": "grafana", "more": more })).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    let message = answer["message"].as_str().unwrap_or_default();
    assert!(message.contains("too large") && message.contains("3 MiB"), "a page can show it: {answer}");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_invalid() {
    let server = TestServer::start().await;
    for body in [json!({}), json!({ "kind": "nothing" }), json!([]), json!("text"), json!(null)] {
        let (status, answer) = server.call("fleet/index", &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {answer}");
    }
}

#[tokio::test]
async fn an_unknown_call_is_not_found_and_not_repeated() {
    let server = TestServer::start().await;
    let (status, answer) = server.call("%3Cscript%3E", &json!({})).await;
    assert!(status == StatusCode::NOT_FOUND && !answer.to_string().contains("script"), "{status} {answer}");
}

#[tokio::test]
async fn every_answer_forbids_storing_and_framing() {
    let server = TestServer::start().await;
    for path in ["/grafana", "/nothing", "/healthz", "/pkg/nothing.js", "/api/fleet/index"] {
        let (_, headers, _) = server.send(Method::GET, &format!("{}{path}", server.url), &[], "").await;
        assert_eq!(headers["cache-control"], "no-store", "{path}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    }
}

#[tokio::test]
async fn a_refusal_goes_on_record() {
    let server = TestServer::start_with(|config| config.roles = vec![Role::Auditor]).await;
    let values = json!({ "form": server.form().await, "values": workspace("a") });
    assert_eq!(server.call("plan/create-workspace", &values).await.0, StatusCode::FORBIDDEN);
    eventually("the refusal is on record", async || {
        let page = server.ask("audit/page", &json!({ "search": [["event", "denied"]] })).await;
        page.to_string().contains("The permission grafana.create is missing.").then_some(())
    })
    .await;
}
