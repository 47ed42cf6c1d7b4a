//! Downloads are on record: who took what, and who was refused.

use crate::audit::tamper;
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use http::{Method, StatusCode};
use model::Role;
use serde_json::{Value, json};

/// The events of this kind, newest first, each whole.
async fn events(server: &TestServer, kind: &str) -> Vec<Value> {
    let page = server.ask("audit/page", &json!({ "search": [["event", kind]] })).await;
    let mut all = Vec::new();
    for event in page["page"]["events"].as_array().unwrap() {
        all.push(server.ask("audit/event", &json!({ "sequence": event["sequence"] })).await);
    }
    all
}

/// What the detail of an event says under a name.
fn said<'a>(event: &'a Value, name: &str) -> Option<&'a str> {
    let lines = event["detail"].as_array().unwrap();
    lines.iter().find(|line| line[0] == name).and_then(|line| line[1].as_str())
}

#[tokio::test]
async fn every_download_is_on_record_with_who_took_what_and_how_much() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let outcome = format!("/changes/{plan}/outcome.csv");
    for (path, filters, rows) in [
        ("/audit/export.csv", "?actor=local", None),
        ("/audit/export.jsonl", "", None),
        ("/access/export.csv", "?role=admin", Some("0")),
        ("/access/export.json", "", Some("0")),
        ("/access/holders.json", "", Some("0")),
        ("/access/holders.tf", "", Some("0")),
        (outcome.as_str(), "", Some("1")),
    ] {
        let (status, body) = server.page(&format!("{path}{filters}")).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        let newest = events(&server, "export").await.remove(0);
        assert_eq!((&newest["event"]["actor"], &newest["event"]["target"]), (&json!("local"), &json!(path)));
        assert_eq!(said(&newest, "rows"), rows, "{newest}");
        let filter = filters.trim_start_matches('?').split_once('=');
        assert_eq!(filter.and_then(|(name, _)| said(&newest, &format!("filters.{name}"))), filter.map(|(_, of)| of));
    }
    assert_eq!(events(&server, "export").await[0]["event"]["plan"], json!(plan));
    assert!(server.page("/audit?event=export").await.1.contains("Export"), "the page names the event");
}

#[tokio::test]
async fn an_export_of_the_record_holds_what_was_there_when_it_was_asked_for() {
    let server = TestServer::start().await;
    let (_, first) = server.page("/audit/export.jsonl").await;
    let (_, second) = server.page("/audit/export.jsonl").await;
    assert_eq!((first.lines().count(), second.lines().count()), (0, 1), "{second}");
    assert!(second.contains("\"export\""), "{second}");
}

#[tokio::test]
async fn a_refused_download_is_on_record_once_a_minute() {
    let server = TestServer::start_with(|config| config.roles = vec![Role::Operator]).await;
    // Refused at the page before, which must not hide that they asked for the downloads.
    server.call("audit/page", &json!({ "search": [] })).await;
    for path in ["/audit/export.csv", "/audit/export.jsonl", "/audit/export.csv?actor=eva"] {
        assert_eq!(server.page(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    // They go on record one after the other: with this last one all of them are there.
    let scope = json!({ "account": ACCOUNT, "region": REGION });
    let key = json!({ "kind": "grafana", "scope": scope, "id": "g-0123456789" });
    assert_eq!(server.call("form/sign-in-history", &json!({ "key": key })).await.0, StatusCode::FORBIDDEN);
    let last = "SELECT COUNT(*) FROM audit_index WHERE event = 'denied' AND words LIKE '%grafana.sign%'";
    eventually("the last refusal is on record", async || (counted(&server, last).await == 1).then_some(())).await;
    let count = "SELECT COUNT(*) FROM audit_index WHERE event = 'denied' AND target LIKE '/audit/export.%'";
    assert_eq!(counted(&server, count).await, 2);
    assert_eq!(counted(&server, "SELECT COUNT(*) FROM audit_index WHERE event = 'export'").await, 0);
}

/// A number straight from the database, for somebody who may not read the record.
async fn counted(server: &TestServer, sql: &'static str) -> i64 {
    use sqlx::{AnyConnection, Connection};
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", server.data.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let count = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

#[tokio::test]
async fn a_download_that_cannot_be_put_on_record_is_not_given() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END;";
    tamper(&server.data, refuse).await;
    let outcome = format!("/changes/{plan}/outcome.csv");
    for path in ["/audit/export.csv", "/audit/export.jsonl", "/access/export.csv", "/access/holders.json", &outcome] {
        let (status, _, body) = server.send(Method::GET, &format!("{}{path}", server.url), &[], "").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {body}");
        assert!(!body.contains("payments-prod") && body.contains("record"), "{path}: {body}");
    }
}

#[tokio::test]
async fn a_download_that_another_site_asks_for_is_refused_and_leaves_nothing_on_record() {
    let server = TestServer::start().await;
    let url = format!("{}/audit/export.csv", server.url);
    for site in ["cross-site", "same-site"] {
        let (status, _, body) = server.send(Method::GET, &url, &[("sec-fetch-site", site)], "").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{site}: {body}");
    }
    assert_eq!(counted(&server, "SELECT COUNT(*) FROM audit_index WHERE event = 'export'").await, 0);
    let (status, _, _) = server.send(Method::GET, &url, &[("sec-fetch-site", "none")], "").await;
    assert_eq!(status, StatusCode::OK);
}
