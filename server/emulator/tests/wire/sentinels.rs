//! Names that make a failure happen.

use http::Method;
use serde_json::json;

use crate::support::{Bench, Severed, Who, plain, with};

async fn names(bench: &Bench) -> Vec<String> {
    bench.grafana("ListWorkspaces", json!({})).await.texts_at("/workspaces", "name")
}

#[tokio::test]
async fn throttled_names_are_throttled_twice_and_then_work() {
    let bench = Bench::empty().await;
    for expected in [429, 429, 202] {
        let answer = bench.grafana("CreateWorkspace", plain("throttled-a")).await.is(expected);
        assert_eq!(answer.header("retry-after") == "1", expected == 429);
    }
    let id = bench.grafana("ListWorkspaces", json!({})).await.text_at("/workspaces/0/id");
    for expected in [429, 429, 200] {
        bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await.is(expected);
    }
}

#[tokio::test]
async fn a_fresh_client_token_does_not_begin_the_tries_again() {
    let bench = Bench::empty().await;
    for (token, expected) in [("a", 429), ("b", 429), ("c", 202)] {
        let input = with(plain("throttled-a"), json!({ "clientToken": token }));
        bench.grafana("CreateWorkspace", input).await.is(expected);
    }
}

#[tokio::test]
async fn some_names_fail_always_and_change_nothing() {
    let bench = Bench::empty().await;
    for (name, status, code) in [
        ("throttled-always-a", 429, "ThrottlingException"),
        ("denied-a", 403, "AccessDeniedException"),
        ("internal-a", 500, "InternalServerException"),
    ] {
        for _ in 0..4 {
            bench.grafana("CreateWorkspace", plain(name)).await.failed(status, code);
            bench.call("prometheus", "CreateWorkspace", json!({ "alias": name })).await.failed(status, code);
            bench.call("codeartifact", "CreateDomain", json!({ "domain": name })).await.failed(status, code);
        }
    }
    assert!(names(&bench).await.is_empty());
    assert!(bench.call("prometheus", "ListWorkspaces", json!({})).await.list_at("/workspaces").is_empty());
    assert!(bench.call("codeartifact", "ListDomains", json!({})).await.list_at("/domains").is_empty());
}

#[tokio::test]
async fn connections_are_cut_before_or_after_the_work() {
    let bench = Bench::empty().await;
    for (name, made) in [("cut-before-a", false), ("cut-after-a", true)] {
        let cut = bench.try_as(&Who::default(), "grafana", "CreateWorkspace", plain(name)).await;
        assert_eq!(cut.err(), Some(Severed), "{name}");
        assert_eq!(names(&bench).await.contains(&name.to_owned()), made, "{name}");
    }
    let calls = bench.emulator.calls();
    let errors: Vec<_> = calls.iter().filter(|call| call.status.is_none()).map(|call| call.error.clone()).collect();
    assert_eq!(errors, [Some("cut_before".to_owned()), Some("cut_after".to_owned())]);
}

#[tokio::test]
async fn what_a_cut_call_left_behind_can_be_read() {
    let bench = Bench::empty().await;
    let cut = bench.try_as(&Who::default(), "grafana", "CreateWorkspace", plain("cut-after-a")).await;
    assert_eq!(cut.err(), Some(Severed));
    let id = bench.grafana("ListWorkspaces", json!({})).await.text_at("/workspaces/0/id");
    bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await.is(200);
    bench.settle().await;
    let delete = bench.try_as(&Who::default(), "grafana", "DeleteWorkspace", json!({ "workspaceId": id })).await;
    assert_eq!(delete.err(), Some(Severed));
    assert_eq!(bench.passes(&id).await[1], "gone");
}

#[tokio::test]
async fn names_of_tokens_and_accounts_count_as_well() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let one = json!({ "workspaceId": id });
    let account = json!({ "name": "denied-ci", "grafanaRole": "VIEWER" });
    let answer = bench.grafana("CreateWorkspaceServiceAccount", with(one.clone(), account)).await;
    answer.failed(403, "AccessDeniedException");
    let good = with(one.clone(), json!({ "name": "ci", "grafanaRole": "VIEWER" }));
    let account = bench.grafana("CreateWorkspaceServiceAccount", good).await.text_at("/id");
    let at = with(one, json!({ "serviceAccountId": account }));
    let token = with(at.clone(), json!({ "name": "cut-after-t", "secondsToLive": 60 }));
    let cut = bench.try_as(&Who::default(), "grafana", "CreateWorkspaceServiceAccountToken", token).await;
    assert_eq!(cut.err(), Some(Severed));
    let listed = bench.grafana("ListWorkspaceServiceAccountTokens", at).await;
    assert_eq!(listed.texts_at("/serviceAccountTokens", "name"), ["cut-after-t"]);
}

#[tokio::test]
async fn every_call_on_a_denied_workspace_is_denied() {
    let bench = Bench::demo().await;
    let who = Who::at("778812004532", "us-west-2");
    let all = bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.list_at("/workspaces");
    let denied = all.iter().find(|one| one["name"] == "denied-sandbox").unwrap();
    let arn = format!("arn:aws:grafana:us-west-2:778812004532:/workspaces/{}", denied["id"].as_str().unwrap());
    for (operation, input) in [
        ("DescribeWorkspace", json!({ "workspaceId": denied["id"] })),
        ("DeleteWorkspace", json!({ "workspaceId": denied["id"] })),
        ("ListTagsForResource", json!({ "resourceArn": arn })),
    ] {
        bench.call_as(&who, "grafana", operation, input).await.failed(403, "AccessDeniedException");
    }
}

#[tokio::test]
async fn a_slow_name_is_answered_in_the_end() {
    let bench = Bench::empty().await;
    bench.grafana("CreateWorkspace", plain("slow-a")).await.is(202);
    assert_eq!(bench.own(Method::GET, "faults", json!(null)).await.body, json!([]));
}
