//! Workspaces that are gone, or take no change, when a batch is planned: the others are planned all the same, and what is
//! left out is named.

use crate::grants::{held, plan, refused, view, wish};
use crate::grants_midway::{all_verified, delete, ends, path, viewers, workspaces};
use crate::support::TestServer;
use http::{Method, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_left_elsewhere_is_planned_again_although_one_workspace_is_gone() {
    let server = TestServer::start().await;
    let [one, gone] = workspaces(&server).await;
    let wishes = [viewers(&one, 3), vec![wish(&one, &refused(1), Some("VIEWER"))], viewers(&gone, 3)].concat();
    let first = plan(&server, &wishes).await;
    delete(&server, &gone).await;
    let ended = server.apply(&first, "").await;
    assert_eq!(ended["state"], "failed");
    let (status, answer) = server.call("plan/retry", &json!({ "id": first })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    // AWS refuses the one row for good, and nothing stands in its way.
    let again = server.apply(answer.as_str().unwrap(), "").await;
    assert_eq!(again["steps"][0]["outcome"]["rows"][0]["word"], "failed", "{again}");
}

#[tokio::test]
async fn the_opposite_is_planned_for_the_others_although_one_workspace_is_gone() {
    let server = TestServer::start().await;
    let [one, gone] = workspaces(&server).await;
    let first = plan(&server, &[viewers(&one, 3), viewers(&gone, 3)].concat()).await;
    server.apply(&first, "").await;
    delete(&server, &gone).await;
    let (status, answer) = server.call("plan/undo", &json!({ "id": first })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(server.apply(answer.as_str().unwrap(), "").await["state"], "applied");
    assert!(held(&server, &one).await.is_empty());
}

/// A workspace begins to change, and does so until it is settled.
async fn keep_busy(server: &TestServer, key: &Value) {
    server.emulator(Method::POST, "switches", &json!({ "life_cycle_ms": 3_600_000 })).await;
    let update = json!({ "workspaceDescription": "Changed meanwhile." });
    assert!(server.aws("grafana", Method::PUT, &path(key), &update).await.0.is_success());
}

/// A plan for a busy workspace and another one.
async fn planned_while_busy(server: &TestServer) -> ([Value; 2], String) {
    let keys: [Value; 2] = workspaces(server).await;
    keep_busy(server, &keys[0]).await;
    let plan = plan(server, &[viewers(&keys[0], 2), viewers(&keys[1], 3)].concat()).await;
    let seen = view(server, &plan).await;
    assert!(seen["warnings"].to_string().contains("Updating") && seen["action"] == "Apply 5 role changes", "{seen}");
    (keys, plan)
}

#[tokio::test]
async fn rows_of_a_workspace_that_takes_no_change_are_refused_with_the_reason_and_planned_again() {
    let server = TestServer::start().await;
    let ([busy, calm], first) = planned_while_busy(&server).await;
    let ended = server.apply(&first, "").await;
    assert!(ended["state"] == "failed" && all_verified(&ends(&ended, &calm)), "{ended}");
    let [(word, _, message)] = &ends(&ended, &busy)[..] else { panic!("{ended}") };
    assert!(word == "refused" && message.contains("Updating"), "{message}");
    let (_, table) = server.page(&format!("/changes/{first}/outcome.csv")).await;
    assert_eq!(table.lines().filter(|line| line.contains("not tried") && line.contains("Updating")).count(), 2);
    server.emulator(Method::POST, "settle", &json!({})).await;
    let again = server.ask("plan/retry", &json!({ "id": first })).await;
    let again = server.apply(again.as_str().unwrap(), "").await;
    assert!(again["state"] == "applied" && again["title"].as_str().unwrap().starts_with("Retry"), "{again}");
    assert_eq!((held(&server, &busy).await.len(), ends(&again, &busy)[0].1.len()), (2, 2));
}

#[tokio::test]
async fn a_workspace_that_takes_changes_again_by_the_time_of_the_decision_gets_its_rows() {
    let server = TestServer::start().await;
    let ([busy, _], plan) = planned_while_busy(&server).await;
    server.emulator(Method::POST, "settle", &json!({})).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    assert_eq!(held(&server, &busy).await.len(), 2);
}

#[tokio::test]
async fn a_batch_for_a_busy_workspace_alone_says_why_it_is_not_planned() {
    let server = TestServer::start().await;
    let [busy] = workspaces(&server).await;
    keep_busy(&server, &busy).await;
    let (status, answer) = server
        .call("plan/grants", &json!({ "form": server.form().await, "batch": { "wishes": viewers(&busy, 2) } }))
        .await;
    assert!(answer.to_string().contains("Updating"), "{status} {answer}");
}

#[tokio::test]
async fn a_batch_that_a_person_wrote_leaves_no_workspace_out_whatever_title_it_comes_with() {
    let server = TestServer::start().await;
    let [one, gone] = workspaces(&server).await;
    delete(&server, &gone).await;
    let batch = |wishes| json!({ "title": "Undo: nothing at all", "wishes": wishes });
    let both = json!({ "form": server.form().await, "batch": batch([viewers(&one, 1), viewers(&gone, 1)].concat()) });
    let (status, answer) = server.call("plan/grants", &both).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
    assert!(answer.to_string().contains(gone["id"].as_str().unwrap()), "{answer}");
    let alone = json!({ "form": server.form().await, "batch": batch(viewers(&one, 1)) });
    let plan = server.ask("plan/grants", &alone).await;
    let seen = view(&server, plan.as_str().unwrap()).await;
    assert!(seen["title"].as_str().unwrap().starts_with("1 role change in "), "{seen}");
}
