//! Whole workspaces as a file or another workspace has them: against what AWS has now, not what was read before.

use crate::grants::{beside, id};
use crate::support::TestServer;
use http::StatusCode;
use serde_json::{Value, json};

/// "id → role" of each, without a role where it is taken.
fn told(resolved: &Value) -> Vec<String> {
    let one =
        |found: &Value| format!("{} → {}", found["holder"]["id"].as_str().unwrap(), found["role"].as_str().unwrap());
    resolved["found"].as_array().unwrap().iter().map(one).collect()
}

fn file(key: &Value, holders: &[(&str, &str)]) -> String {
    let holder = |(id, role): &(&str, &str)| json!({ "type": "user", "id": id, "role": role });
    let holders: Vec<Value> = holders.iter().map(holder).collect();
    let (scope, workspace) = (&key["scope"], &key["id"]);
    let workspace = json!({
        "account": scope["account"], "region": scope["region"], "id": workspace, "holders": holders,
    });
    json!({ "version": 1, "workspaces": [workspace] }).to_string()
}

#[tokio::test]
async fn a_file_is_held_against_what_aws_has_now() {
    let server = TestServer::start().await;
    let key = server.workspace("team").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1)), ("ADD", "VIEWER", &id(2)), ("ADD", "VIEWER", &id(3))]).await;
    let text = file(&key, &[(&id(1), "ADMIN"), (&id(2), "EDITOR")]);
    let resolved = server.ask("form/resolve-holders", &json!({ "text": text })).await;
    assert_eq!(told(&resolved), [format!("{} → EDITOR", id(2)), format!("{} → ", id(3))]);
    assert_eq!(resolved["left"], "");
}

#[tokio::test]
async fn a_file_that_is_so_already_asks_for_nothing() {
    let server = TestServer::start().await;
    let key = server.workspace("team").await;
    beside(&server, &key, &[("ADD", "ADMIN", &id(1))]).await;
    let text = file(&key, &[(&id(1), "ADMIN")]);
    let (status, answer) = server.call("form/resolve-holders", &json!({ "text": text })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    assert!(answer["message"].as_str().unwrap().starts_with("Everything is so already"), "{answer}");
}

#[tokio::test]
async fn a_workspace_of_a_file_that_is_not_looked_after_is_named() {
    let server = TestServer::start().await;
    let mut key = server.workspace("team").await;
    key["scope"]["account"] = json!("999999999999");
    let text = file(&key, &[(&id(1), "ADMIN")]);
    let (status, answer) = server.call("form/resolve-holders", &json!({ "text": text })).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains(key["id"].as_str().unwrap()) && message.contains("999999999999"), "{message}");
}

#[tokio::test]
async fn another_workspace_gives_its_holders_and_exactly_takes_the_others() {
    let server = TestServer::start().await;
    let (source, target) = (server.workspace("source").await, server.workspace("target").await);
    beside(&server, &source, &[("ADD", "ADMIN", &id(1)), ("ADD", "EDITOR", &id(2))]).await;
    beside(&server, &target, &[("ADD", "EDITOR", &id(2)), ("ADD", "VIEWER", &id(3))]).await;
    let ask = |exactly: bool| json!({ "source": source, "targets": [target, source], "exactly": exactly });
    let given = server.ask("form/like-workspace", &ask(false)).await;
    assert_eq!(told(&given), [format!("{} → ADMIN", id(1)), format!("{} → EDITOR", id(2))]);
    let exact = server.ask("form/like-workspace", &ask(true)).await;
    assert_eq!(told(&exact), [format!("{} → ADMIN", id(1)), format!("{} → ", id(3))]);
    assert!(exact["found"].as_array().unwrap().iter().all(|one| one["workspace"]["id"] == target["id"]), "{exact}");
}

#[tokio::test]
async fn no_more_workspaces_become_like_another_one_than_a_batch_may_change() {
    let server = TestServer::start().await;
    let source = server.workspace("source").await;
    beside(&server, &source, &[("ADD", "ADMIN", &id(1))]).await;
    let before = server.calls_of("ListPermissions").await;
    let target = |n: usize| json!({ "kind": "grafana", "scope": source["scope"], "id": format!("g-{n:010}") });
    let ask = |count: usize, exactly: bool| {
        let targets: Vec<Value> = (0..count).map(target).collect();
        json!({ "source": source, "targets": targets, "exactly": exactly })
    };
    for exactly in [false, true] {
        let (status, answer) = server.call("form/like-workspace", &ask(201, exactly)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
        assert!(answer["message"].as_str().unwrap().contains("at most 200 workspaces"), "{answer}");
    }
    assert_eq!(server.calls_of("ListPermissions").await, before, "nothing is read for it");
    let given = server.ask("form/like-workspace", &ask(200, false)).await;
    assert_eq!(told(&given).len(), 200);
    let mut long = ask(1, false);
    long["targets"][0]["id"] = json!("g".repeat(100_000));
    let (status, _) = server.call("form/like-workspace", &long).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_list_without_holders_takes_nobodys_role() {
    let server = TestServer::start().await;
    let (key, empty) = (server.workspace("team").await, server.workspace("empty").await);
    beside(&server, &key, &[("ADD", "ADMIN", &id(1))]).await;
    let (status, answer) = server.call("form/resolve-holders", &json!({ "text": file(&key, &[]) })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains(key["id"].as_str().unwrap()) && message.contains("No role"), "{message}");
    let exactly = json!({ "source": empty, "targets": [key], "exactly": true });
    let (status, answer) = server.call("form/like-workspace", &exactly).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    // A batch that was emptied plans nothing.
    let body = json!({ "form": server.form().await, "batch": { "wishes": [] } });
    assert_eq!(server.call("plan/grants", &body).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    // Where nobody has a role, none is taken.
    let (_, answer) = server.call("form/resolve-holders", &json!({ "text": file(&empty, &[]) })).await;
    assert!(answer["message"].as_str().unwrap().starts_with("Everything is so already"), "{answer}");
}
