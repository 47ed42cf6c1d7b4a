//! Prometheus workspaces: aliases and tags.

use serde_json::json;

use crate::support::{Bench, with};

#[tokio::test]
async fn the_alias_filter_is_a_prefix_and_trims_blanks() {
    let bench = Bench::empty().await;
    for alias in ["eks-prod", "eks-staging", "edge"] {
        bench.call("prometheus", "CreateWorkspace", json!({ "alias": alias })).await.is(202);
    }
    bench.call("prometheus", "CreateWorkspace", json!({})).await.is(202);
    let found = bench.call("prometheus", "ListWorkspaces", json!({ "alias": " eks " })).await;
    assert_eq!(found.texts_at("/workspaces", "alias"), ["eks-prod", "eks-staging"]);
}

#[tokio::test]
async fn an_alias_can_be_taken_away() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "alias": "a" })).await;
    let one = json!({ "workspaceId": made.text_at("/workspaceId") });
    let describe = async || bench.call("prometheus", "DescribeWorkspace", one.clone()).await.body["workspace"].clone();
    bench.settle().await;
    bench.call("prometheus", "UpdateWorkspaceAlias", one.clone()).await.is(204);
    bench.settle().await;
    assert_eq!(describe().await.get("alias"), None);
}

#[tokio::test]
async fn tags_are_kept_and_merged() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "tags": { "a": "1" } })).await;
    let one = json!({ "resourceArn": made.text_at("/arn") });
    bench.call("prometheus", "TagResource", with(one.clone(), json!({ "tags": { "b": "2" } }))).await.is(200);
    bench.call("prometheus", "UntagResource", with(one.clone(), json!({ "tagKeys": ["a"] }))).await.is(200);
    let held = bench.call("prometheus", "ListTagsForResource", one).await;
    assert_eq!(held.body, json!({ "tags": { "b": "2" } }));
    let other = json!({ "resourceArn": "arn:aws:aps:eu-west-1:441122338890:workspace/ws-unknown" });
    bench.call("prometheus", "ListTagsForResource", other).await.failed(404, "ResourceNotFoundException");
}
