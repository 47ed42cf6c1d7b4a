//! Accounts and regions keep apart.

use serde_json::json;

use crate::support::{Bench, Who};

#[tokio::test]
async fn what_one_account_makes_in_one_region_no_other_scope_sees() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let metrics = bench.call("prometheus", "CreateWorkspace", json!({ "alias": "a" })).await;
    bench.call("codeartifact", "CreateDomain", json!({ "domain": "packages" })).await.is(200);
    let arn = format!("arn:aws:grafana:eu-west-1:441122338890:/workspaces/{id}");
    let metrics_id = json!({ "workspaceId": metrics.text_at("/workspaceId") });
    for who in [Who::at("903211874410", "eu-west-1"), Who::at("441122338890", "us-east-1")] {
        for (service, operation, input) in [
            ("grafana", "DescribeWorkspace", json!({ "workspaceId": id })),
            ("grafana", "DeleteWorkspace", json!({ "workspaceId": id })),
            ("grafana", "ListTagsForResource", json!({ "resourceArn": arn })),
            ("prometheus", "DescribeWorkspace", metrics_id.clone()),
            ("prometheus", "ListTagsForResource", json!({ "resourceArn": metrics.text_at("/arn") })),
            ("codeartifact", "DescribeDomain", json!({ "domain": "packages" })),
        ] {
            let answer = bench.call_as(&who, service, operation, input).await;
            answer.failed(404, "ResourceNotFoundException");
        }
        let all = bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await;
        assert_eq!(all.list_at("/workspaces").len(), 0);
    }
}

#[tokio::test]
async fn grafana_and_prometheus_share_paths_and_not_workspaces() {
    let bench = Bench::empty().await;
    bench.workspace("a").await;
    let metrics = bench.call("prometheus", "ListWorkspaces", json!({})).await;
    assert_eq!(metrics.list_at("/workspaces").len(), 0);
}

#[tokio::test]
async fn an_unknown_account_is_there_and_empty() {
    let bench = Bench::demo().await;
    let who = Who::at("000000000001", "eu-west-1");
    assert_eq!(bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.list_at("/workspaces").len(), 0);
}
