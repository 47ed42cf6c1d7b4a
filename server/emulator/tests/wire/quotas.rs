//! Published rates and numbers.

use emulator::{Seed, Settings};
use http::Method;
use serde_json::json;

use crate::support::{Bench, Who, plain, settings, with};

async fn strict() -> Bench {
    Bench::with(Settings { quotas: true, ..settings(Seed::Demo) }).await
}

async fn first_workspace(bench: &Bench, who: &Who) -> serde_json::Value {
    let all = bench.call_as(who, "grafana", "ListWorkspaces", json!({})).await.is(200);
    json!({ "workspaceId": all.text_at("/workspaces/0/id") })
}

#[tokio::test]
async fn calls_above_the_published_rate_are_throttled_with_a_time_to_wait() {
    let bench = strict().await;
    let one = first_workspace(&bench, &Who::default()).await;
    let mut last = bench.grafana("DescribeWorkspaceAuthentication", one.clone()).await.is(200);
    // The rate is one a second: among calls as quick as these the limit must show.
    for _ in 0..50 {
        if last.status != 200 {
            break;
        }
        last = bench.grafana("DescribeWorkspaceAuthentication", one.clone()).await;
    }
    let throttled = last.failed(429, "ThrottlingException");
    assert_eq!(throttled.header("retry-after"), "1");
    assert_eq!(throttled.text_at("/serviceCode"), "grafana");
    bench.grafana("DescribeWorkspace", one).await.is(200);
    let elsewhere = Who::at("903211874410", "eu-west-1");
    let other = first_workspace(&bench, &elsewhere).await;
    bench.call_as(&elsewhere, "grafana", "DescribeWorkspaceAuthentication", other).await.is(200);
}

#[tokio::test]
async fn without_quotas_nothing_is_throttled() {
    let bench = Bench::demo().await;
    let one = first_workspace(&bench, &Who::default()).await;
    for _ in 0..20 {
        bench.grafana("DescribeWorkspaceAuthentication", one.clone()).await.is(200);
    }
}

#[tokio::test]
async fn five_workspaces_beyond_the_seed_are_the_quota() {
    let bench = Bench::demo().await;
    for _ in 0..5 {
        bench.creating("a").await;
    }
    bench.own(Method::POST, "switches", json!({ "quotas": true })).await.is(200);
    let refused = bench.grafana("CreateWorkspace", plain("a")).await.failed(402, "ServiceQuotaExceededException");
    assert_eq!(refused.text_at("/quotaCode"), "L-2C2D5119");
    assert_eq!(refused.text_at("/serviceCode"), "grafana");
    let elsewhere = Who::at("903211874410", "eu-west-1");
    bench.call_as(&elsewhere, "grafana", "CreateWorkspace", plain("a")).await.is(202);
}

#[tokio::test]
async fn a_hundred_service_accounts_tokens_and_keys_are_the_quota() {
    let bench = Bench::demo().await;
    let id = bench.workspace("a").await;
    bench.own(Method::POST, "switches", json!({ "quotas": true })).await.is(200);
    let one = json!({ "workspaceId": id });
    let mut account = String::new();
    for number in 0..100 {
        let input = with(one.clone(), json!({ "name": format!("a{number}"), "grafanaRole": "VIEWER" }));
        account = bench.grafana("CreateWorkspaceServiceAccount", input).await.is(200).text_at("/id");
        let key = json!({ "keyName": format!("k{number}"), "keyRole": "VIEWER", "secondsToLive": 1 });
        bench.grafana("CreateWorkspaceApiKey", with(one.clone(), key)).await.is(200);
        let token = json!({ "serviceAccountId": account, "name": format!("t{number}"), "secondsToLive": 1 });
        bench.grafana("CreateWorkspaceServiceAccountToken", with(one.clone(), token)).await.is(200);
    }
    for (operation, more) in [
        ("CreateWorkspaceServiceAccount", json!({ "name": "a", "grafanaRole": "VIEWER" })),
        ("CreateWorkspaceApiKey", json!({ "keyName": "k", "keyRole": "VIEWER", "secondsToLive": 1 })),
        ("CreateWorkspaceServiceAccountToken", json!({ "serviceAccountId": account, "name": "t", "secondsToLive": 1 })),
    ] {
        let answer = bench.grafana(operation, with(one.clone(), more)).await;
        answer.failed(402, "ServiceQuotaExceededException");
    }
}
