//! Client tokens.

use serde_json::json;

use crate::support::{Bench, Who, plain, with};

#[tokio::test]
async fn the_same_call_under_the_same_token_makes_one_workspace() {
    let bench = Bench::empty().await;
    let input = with(plain("a"), json!({ "clientToken": "t" }));
    let first = bench.grafana("CreateWorkspace", input.clone()).await;
    let second = bench.grafana("CreateWorkspace", input).await;
    assert_eq!(first.body, second.body);
    assert_eq!(bench.grafana("ListWorkspaces", json!({})).await.list_at("/workspaces").len(), 1);
}

#[tokio::test]
async fn other_parameters_under_a_used_token_are_a_conflict() {
    let bench = Bench::empty().await;
    bench.grafana("CreateWorkspace", with(plain("a"), json!({ "clientToken": "t" }))).await.is(202);
    let other = bench.grafana("CreateWorkspace", with(plain("b"), json!({ "clientToken": "t" }))).await;
    other.failed(409, "ConflictException");
    assert_eq!(bench.grafana("ListWorkspaces", json!({})).await.list_at("/workspaces").len(), 1);
}

#[tokio::test]
async fn without_a_token_names_need_not_be_unique() {
    let bench = Bench::empty().await;
    assert_ne!(bench.creating("a").await, bench.creating("a").await);
}

#[tokio::test]
async fn a_token_means_nothing_in_another_scope() {
    let bench = Bench::empty().await;
    let input = with(plain("a"), json!({ "clientToken": "t" }));
    let here = bench.grafana("CreateWorkspace", input.clone()).await.text_at("/workspace/id");
    let there = bench.call_as(&Who::at("903211874410", "eu-west-1"), "grafana", "CreateWorkspace", input).await;
    assert_ne!(here, there.text_at("/workspace/id"));
}

#[tokio::test]
async fn a_failed_call_does_not_use_up_its_token() {
    let bench = Bench::empty().await;
    let bad = with(plain("a"), json!({ "clientToken": "t", "grafanaVersion": "1.0" }));
    bench.grafana("CreateWorkspace", bad).await.refused_for("grafanaVersion");
    bench.grafana("CreateWorkspace", with(plain("a"), json!({ "clientToken": "t" }))).await.is(202);
}

#[tokio::test]
async fn a_repeated_delete_under_its_token_works_after_the_workspace_is_gone() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({})).await;
    let one = json!({ "workspaceId": made.text_at("/workspaceId") });
    bench.settle().await;
    let delete = with(one.clone(), json!({ "clientToken": "t" }));
    bench.call("prometheus", "DeleteWorkspace", delete.clone()).await.is(202);
    bench.settle().await;
    bench.call("prometheus", "DeleteWorkspace", delete).await.is(202);
    bench.call("prometheus", "DeleteWorkspace", one.clone()).await.failed(404, "ResourceNotFoundException");
}
