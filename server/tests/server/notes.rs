//! Notes of who answers for a token, and what it is for.

use crate::mint::account;
use crate::support::{TestServer, eventually};
use crate::tokens::row;
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_note_is_kept_shown_and_on_record() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let subject = json!({ "of": "account", "workspace": key, "account": account });
    let note = json!({ "owner": "Team Edge", "purpose": "Deploys dashboards" });
    server.ask("tokens/note", &json!({ "subject": subject, "note": note })).await;
    eventually("the note shows", async || (row(&server, "deployer").await["note"] == note).then_some(())).await;
    let audit = server.ask("audit/page", &json!({ "search": [["event", "note"]] })).await;
    assert_eq!(audit["page"]["events"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_note_that_is_too_long_is_refused_at_its_field() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let subject = json!({ "of": "account", "workspace": key, "account": account });
    let body = json!({ "subject": subject, "note": { "owner": "x".repeat(101) } });
    let (status, answer) = server.call("tokens/note", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("owner")));
}

#[tokio::test]
async fn a_note_about_what_cannot_be_there_is_refused_and_not_on_record() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let of = |id: &str, kind: &str| json!({ "kind": kind, "scope": key["scope"], "id": id });
    let subjects = [
        json!({ "of": "token", "workspace": key, "account": account, "token": "x".repeat(100_000) }),
        json!({ "of": "token", "workspace": key, "account": account, "token": "1\u{0}" }),
        json!({ "of": "key", "workspace": key, "name": "x".repeat(101) }),
        json!({ "of": "key", "workspace": key, "name": "" }),
        json!({ "of": "account", "workspace": of("packages", "codeartifact"), "account": account }),
        json!({ "of": "account", "workspace": of(&"g".repeat(100_000), "grafana"), "account": account }),
    ];
    for subject in subjects {
        let body = json!({ "subject": subject, "note": { "owner": "Team Edge" } });
        let (status, answer) = server.call("tokens/note", &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    }
    let audit = server.ask("audit/page", &json!({ "search": [["event", "note"]] })).await;
    assert_eq!(audit["page"]["events"], json!([]));
}
