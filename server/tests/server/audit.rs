//! The record over HTTP: who may read it, what its pages show, and what its downloads hold.

use crate::support::{ACCOUNT, TestServer};
use http::{HeaderMap, Method, StatusCode};
use model::Role;
use model::audit::AuditEvent;
use serde_json::{Value, json};
use std::path::Path;
use store::{NewAuditEvent, Origin, Settings, Store};
use tempfile::TempDir;

pub fn event(actor: &str, message: &str) -> NewAuditEvent {
    NewAuditEvent {
        at: 1_763_682_432_070,
        event: "outcome".to_owned(),
        actor: actor.to_owned(),
        plan: None,
        operation: "grafana:UpdateWorkspace".to_owned(),
        target: format!("{ACCOUNT} eu-west-1"),
        outcome: "applied".to_owned(),
        message: message.to_owned(),
        request_id: Some("r-77".to_owned()),
        detail: json!({
            "diff": [{ "sign": "~", "field": "description", "before": "one", "after": "two" }],
            "saml": { "certificates": ["AA:BB"] },
        }),
    }
}

/// Runs SQL on the database as somebody with access to the file could.
pub async fn tamper(folder: &Path, sql: &'static str) {
    use sqlx::{AnyConnection, Connection};
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", folder.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// A server whose record holds `events` from the start.
async fn with(roles: &[Role], events: Vec<NewAuditEvent>) -> TestServer {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&Settings::sqlite(folder.path())).await.unwrap();
    for event in events {
        store.append_audit(event).await.unwrap();
    }
    store.close().await;
    drop(store);
    let server = TestServer::start_with(|config| {
        config.store = Settings::sqlite(folder.path());
        config.roles = roles.to_vec();
        config.adopt = Some(Origin::Emulator);
    })
    .await;
    // The server holds its files open to the end of the test.
    drop(folder.keep());
    server
}

async fn download(server: &TestServer, path: &str) -> (StatusCode, HeaderMap, String) {
    server.send(Method::GET, &format!("{}{path}", server.url), &[], "").await
}

async fn ask(server: &TestServer, search: &[(&str, &str)]) -> Vec<AuditEvent> {
    let answer = server.ask("audit/page", &json!({ "search": search })).await;
    serde_json::from_value(answer["page"]["events"].clone()).unwrap()
}

#[tokio::test]
async fn what_was_planned_and_applied_is_found_on_the_page_by_its_plan() {
    let server = TestServer::start().await;
    let plan = server.plan_workspace("payments-prod").await;
    server.apply(&plan, "").await;
    server.plan_workspace("another").await;
    let events = ask(&server, &[("plan", &plan)]).await;
    for kind in ["plan", "intent", "outcome"] {
        assert_eq!(events.iter().filter(|event| event.event == kind).count(), 1, "{kind}: {events:?}");
    }
    assert!(events.iter().all(|event| event.plan.as_deref() == Some(plan.as_str())), "{events:?}");
    let (status, page) = server.page(&format!("/audit?plan={plan}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(&format!("href=\"/audit/{}\"", events[0].sequence)), "{page}");
    let (status, page) = server.page(&format!("/audit/{}", events[0].sequence)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(events[0].request_id.as_deref().unwrap()), "{page}");
}

#[tokio::test]
async fn an_event_shows_its_diff_and_the_rest_of_its_detail() {
    let server = with(&[Role::Auditor], vec![event("alice", "Done.")]).await;
    let entry = server.ask("audit/event", &json!({ "sequence": 1 })).await;
    assert_eq!(entry["diff"], json!([{ "sign": "~", "field": "description", "before": "one", "after": "two" }]));
    assert_eq!(entry["detail"], json!([["saml.certificates.1", "AA:BB"]]));
    assert_eq!(entry["prev_hash"], json!("0".repeat(64)));
}

#[tokio::test]
async fn an_event_that_does_not_exist_is_a_page_with_status_404() {
    let server = TestServer::start().await;
    let (status, page) = server.page("/audit/7").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("The record has no event of this number."), "{page}");
}

#[tokio::test]
async fn without_the_permission_pages_and_downloads_are_403_and_no_page_leads_there() {
    let server = with(&[Role::Operator], vec![event("alice", "Done.")]).await;
    for path in ["/audit", "/audit/1", "/audit/export.csv", "/audit/export.jsonl"] {
        let (status, _, body) = download(&server, path).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(body.contains("audit.read") && !body.contains("alice"), "{path}: {body}");
    }
    assert!(!server.page("/changes").await.1.contains("href=\"/audit\""));
}

#[tokio::test]
async fn who_may_read_the_record_is_led_there() {
    let server = with(&[Role::Auditor], Vec::new()).await;
    assert!(server.page("/changes").await.1.contains("href=\"/audit\""));
    assert!(server.page("/audit").await.1.contains("Nothing is on record yet."));
}

#[tokio::test]
async fn filters_of_the_address_narrow_the_page_and_odd_ones_are_said() {
    let server = with(&[Role::Auditor], vec![event("alice", "Done."), event("bob", "Okta is used.")]).await;
    let (status, page) = server.page("/audit?q=OKTA&colour=%3Cscript%3E").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("href=\"/audit/2\"") && !page.contains("href=\"/audit/1\""), "{page}");
    assert!(page.contains("colour=") && !page.contains("colour=<script>"), "{page}");
}

#[tokio::test]
async fn a_table_is_downloaded_whole_under_a_dated_name_and_kept_by_nobody() {
    let server = with(&[Role::Auditor], (0..1_200).map(|number| event("alice", &number.to_string())).collect()).await;
    let (status, headers, body) = download(&server, "/audit/export.csv").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    let name = headers["content-disposition"].to_str().unwrap();
    let date =
        name.strip_prefix("attachment; filename=\"belvedere-audit-20").and_then(|name| name.strip_suffix(".csv\""));
    assert!(date.is_some_and(|date| date.len() == "26-01-31".len()), "{name}");
    let mut reader = csv::Reader::from_reader(body.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["sequence", "time", "actor"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let expected: Vec<String> = (1..=1_200).rev().map(|number| number.to_string()).collect();
    assert_eq!(rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(), expected);
    assert_eq!(&rows[0][1], "2025-11-20T23:47:12.070Z");
}

#[tokio::test]
async fn no_cell_of_the_table_is_a_formula_and_every_text_comes_back_whole() {
    let nasty = ["=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "\tx", "\r=x", "a,\"b\"\r\nc", "ü🦀"];
    let server = with(&[Role::Auditor], nasty.iter().map(|text| event("alice", text)).collect()).await;
    let (_, _, body) = download(&server, "/audit/export.csv").await;
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(body.as_bytes()).records().map(Result::unwrap).collect();
    for (row, text) in rows.iter().rev().zip(nasty) {
        let whole = row[7].replace("\\u{0009}", "\t").replace("\\u{000D}", "\r").replace("\\u{000A}", "\n");
        assert_eq!(whole.strip_prefix('\'').unwrap_or(&whole), text);
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@']) && !cell.contains(['\t', '\r', '\n'])));
    }
}

#[tokio::test]
async fn anybody_can_verify_the_chain_from_the_downloaded_lines() {
    use sha2::{Digest, Sha256};
    let server =
        with(&[Role::Auditor], vec![event("alice", "one"), event("bob", "ü\u{202e}two"), event("carol", "")]).await;
    let (_, headers, body) = download(&server, "/audit/export.jsonl").await;
    assert_eq!(headers["content-type"], "application/x-ndjson");
    let mut after = None;
    for line in body.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        let (prev_hash, hash) = (value["prev_hash"].as_str().unwrap(), value["hash"].as_str().unwrap());
        let record =
            line.split_once("\"record\":").unwrap().1.strip_suffix(&format!(",\"hash\":\"{hash}\"}}")).unwrap();
        let prev = hex::decode(prev_hash).unwrap();
        let digest =
            Sha256::new().chain_update("belvedere-audit-v1").chain_update(prev).chain_update(record).finalize();
        assert_eq!(hex::encode(digest), hash);
        assert!(after.replace(prev_hash.to_owned()).is_none_or(|after| after == hash), "newest first, without a gap");
    }
    assert_eq!((body.lines().count(), after), (3, Some("0".repeat(64))));
}

#[tokio::test]
async fn downloads_hold_what_the_filter_selects_and_refuse_what_they_do_not_understand() {
    let server = with(&[Role::Auditor], vec![event("alice", "one"), event("bob", "two")]).await;
    let (_, _, body) = download(&server, "/audit/export.jsonl?actor=bob&q=").await;
    assert!(body.lines().count() == 1 && body.contains("\"bob\""), "{body}");
    for odd in ["acter=bob", "plan=7", "from=soon"] {
        let (status, _, body) = download(&server, &format!("/audit/export.csv?{odd}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{odd}");
        assert!(body.contains(odd), "{body}");
    }
}

#[tokio::test]
async fn downloads_pass_the_same_checks_as_every_request() {
    let server = TestServer::start().await;
    let url = format!("{}/audit/export.csv", server.url);
    let (status, ..) = server.send(Method::GET, &url, &[("host", "evil.example")], "").await;
    assert_eq!(status, StatusCode::MISDIRECTED_REQUEST);
    let (status, ..) = server.send(Method::POST, &url, &[], "").await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    let (_, headers, _) = download(&server, "/audit/export.csv").await;
    assert_eq!(
        (&headers["x-content-type-options"], &headers["cross-origin-resource-policy"]),
        (&"nosniff".parse().unwrap(), &"same-origin".parse().unwrap())
    );
}

#[tokio::test]
async fn no_query_makes_the_page_fail_or_a_download_guess() {
    let server = with(&[Role::Auditor], vec![event("alice", "100% _")]).await;
    let long = format!("q={}", "a".repeat(4_000));
    let odd = ["q=%ff%00%fe", "before=99999999999999999999", "from=9999-99-99", "plan=../../etc", "%=%&=&&&", &long];
    for query in odd {
        let (status, page) = server.page(&format!("/audit?{query}")).await;
        assert_eq!(status, StatusCode::OK, "{query}");
        assert!(page.contains("was not understood and ignored"), "{query}");
        let (status, ..) = download(&server, &format!("/audit/export.jsonl?{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
    for (text, found) in [("100%25", 1), ("_", 1), ("%25%25", 0), ("1_0", 0), ("'", 0)] {
        let (_, _, body) = download(&server, &format!("/audit/export.jsonl?q={text}")).await;
        assert_eq!(body.lines().count(), found, "{text}");
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_said_and_never_shown_as_empty() {
    let server = TestServer::start().await;
    tamper(&server.data, "DROP TABLE audit_index;").await;
    for path in ["/audit", "/audit?actor=alice"] {
        let (status, page) = server.page(path).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.contains("database cannot be read just now") && page.contains("Try again"), "{page}");
        assert!(!page.contains("Nothing is on record") && !page.contains("None of the events"), "{page}");
    }
}
