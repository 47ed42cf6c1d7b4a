//! Prometheus workspaces: aliases, tags and their configuration.

use http::Method;
use serde_json::{Value, json};

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

/// Of an active workspace: what names it in an input.
async fn active(bench: &Bench, alias: &str) -> Value {
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "alias": alias })).await;
    bench.settle().await;
    json!({ "workspaceId": made.text_at("/workspaceId") })
}

async fn configuration(bench: &Bench, one: &Value) -> Value {
    let answer = bench.call("prometheus", "DescribeWorkspaceConfiguration", one.clone()).await.is(200);
    answer.body["workspaceConfiguration"].clone()
}

fn set(labels: &Value, most: i64) -> Value {
    json!({ "labelSet": labels, "limits": { "maxSeries": most } })
}

#[tokio::test]
async fn a_workspace_has_a_configuration_of_its_own_and_looking_changes_nothing() {
    let bench = Bench::empty().await;
    let one = active(&bench, "a").await;
    let before = bench.emulator.fingerprint();
    let expected = json!({
        "status": { "statusCode": "ACTIVE" },
        "limitsPerLabelSet": [],
        "outOfOrderTimeWindowInSeconds": 60,
        "retentionPeriodInDays": 150,
        "ruleQueryOffsetInSeconds": 0,
    });
    assert_eq!(configuration(&bench, &one).await, expected);
    assert_eq!(bench.emulator.fingerprint(), before);
    let other = json!({ "workspaceId": "ws-unknown" });
    let answer = bench.call("prometheus", "DescribeWorkspaceConfiguration", other).await;
    answer.failed(404, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_configuration_is_updated_while_its_workspace_stays_active() {
    let bench = Bench::empty().await;
    let one = active(&bench, "a").await;
    let change = json!({ "retentionPeriodInDays": 30, "limitsPerLabelSet": [set(&json!({ "team": "a" }), 0)] });
    let answer = bench.call("prometheus", "UpdateWorkspaceConfiguration", with(one.clone(), change)).await.is(202);
    assert_eq!(answer.text_at("/status/statusCode"), "UPDATING");
    let found = configuration(&bench, &one).await;
    assert_eq!((&found["status"]["statusCode"], &found["retentionPeriodInDays"]), (&json!("UPDATING"), &json!(150)));
    let workspace = bench.call("prometheus", "DescribeWorkspace", one.clone()).await;
    assert_eq!(workspace.text_at("/workspace/status/statusCode"), "ACTIVE");
    let second = with(one.clone(), json!({ "ruleQueryOffsetInSeconds": 5 }));
    let refused = bench.call("prometheus", "UpdateWorkspaceConfiguration", second).await;
    refused.failed(409, "ConflictException");
    bench.settle().await;
    let found = configuration(&bench, &one).await;
    assert_eq!(found["status"], json!({ "statusCode": "ACTIVE" }));
    assert_eq!(found["limitsPerLabelSet"], json!([set(&json!({ "team": "a" }), 0)]));
    assert_eq!((&found["retentionPeriodInDays"], &found["ruleQueryOffsetInSeconds"]), (&json!(30), &json!(0)));
}

#[tokio::test]
async fn label_sets_are_replaced_as_a_whole_or_laid_over_those_there_are() {
    let sets = |list: &[(&str, i64)]| list.iter().map(|(team, most)| set(&json!({ "team": team }), *most)).collect();
    for (replaced, expected) in [(true, vec![("b", 3), ("c", 4)]), (false, vec![("a", 1), ("b", 3), ("c", 4)])] {
        let bench = Bench::empty().await;
        bench.own(Method::POST, "switches", json!({ "label_sets_replaced": replaced })).await.is(200);
        let one = active(&bench, "a").await;
        for list in [&[("a", 1), ("b", 2)], &[("b", 3), ("c", 4)]] {
            let list: Vec<Value> = sets(list);
            let change = with(one.clone(), json!({ "limitsPerLabelSet": list }));
            bench.call("prometheus", "UpdateWorkspaceConfiguration", change).await.is(202);
            bench.settle().await;
        }
        let expected: Vec<Value> = sets(&expected);
        assert_eq!(configuration(&bench, &one).await["limitsPerLabelSet"], json!(expected), "{replaced}");
    }
}

#[tokio::test]
async fn label_sets_that_are_none_may_be_left_out_of_the_answer() {
    let bench = Bench::empty().await;
    bench.own(Method::POST, "switches", json!({ "optional_lists": false })).await.is(200);
    let one = active(&bench, "a").await;
    assert_eq!(configuration(&bench, &one).await.get("limitsPerLabelSet"), None);
}

#[tokio::test]
async fn what_a_configuration_cannot_be_is_refused_at_its_field_and_changes_nothing() {
    let bench = Bench::empty().await;
    let one = active(&bench, "a").await;
    let before = bench.emulator.fingerprint();
    let label =
        |name: &str, value: &str| json!({ "limitsPerLabelSet": [set(&json!({}), 1), set(&json!({ name: value }), 1)] });
    for (change, field) in [
        (json!({ "retentionPeriodInDays": 0 }), "retentionPeriodInDays"),
        (json!({ "retentionPeriodInDays": 1096 }), "retentionPeriodInDays"),
        (json!({ "outOfOrderTimeWindowInSeconds": -1 }), "outOfOrderTimeWindowInSeconds"),
        (json!({ "ruleQueryOffsetInSeconds": -1 }), "ruleQueryOffsetInSeconds"),
        (json!({ "limitsPerLabelSet": [set(&json!({}), -1)] }), "limitsPerLabelSet.0.limits.maxSeries"),
        (json!({ "limitsPerLabelSet": [{ "limits": {} }] }), "limitsPerLabelSet.0.labelSet"),
        (json!({ "limitsPerLabelSet": [set(&json!({}), 1), set(&json!({}), 2)] }), "limitsPerLabelSet.1.labelSet"),
        (label("team", " "), "limitsPerLabelSet.1.labelSet.team"),
        (label("team", "\u{e9}"), "limitsPerLabelSet.1.labelSet.team"),
        (label("team", "a\tb"), "limitsPerLabelSet.1.labelSet.team"),
        (label("__name__", "a-b"), "limitsPerLabelSet.1.labelSet.__name__"),
        (label("a-b", "c"), "limitsPerLabelSet.1.labelSet.a-b"),
    ] {
        let answer = bench.call("prometheus", "UpdateWorkspaceConfiguration", with(one.clone(), change)).await;
        assert_eq!(answer.failed(400, "ValidationException").fields(), [field]);
    }
    let nothing = bench.call("prometheus", "UpdateWorkspaceConfiguration", one.clone()).await;
    nothing.failed(400, "ValidationException");
    assert_eq!(bench.emulator.fingerprint(), before);
}

#[tokio::test]
async fn a_configuration_that_could_not_be_updated_says_why_and_may_be_updated_again() {
    let bench = Bench::empty().await;
    let one = active(&bench, "update-fails-a").await;
    let change = with(one.clone(), json!({ "retentionPeriodInDays": 30 }));
    for token in ["one", "two"] {
        let change = with(change.clone(), json!({ "clientToken": token }));
        bench.call("prometheus", "UpdateWorkspaceConfiguration", change).await.is(202);
        bench.settle().await;
        let found = configuration(&bench, &one).await;
        assert_eq!(
            (&found["status"]["statusCode"], &found["retentionPeriodInDays"]),
            (&json!("UPDATE_FAILED"), &json!(150))
        );
        assert!(found["status"]["statusReason"].as_str().is_some_and(|reason| !reason.is_empty()), "{found}");
    }
}

#[tokio::test]
async fn a_workspace_that_is_not_active_takes_no_configuration_and_one_that_is_gone_has_none() {
    let bench = Bench::empty().await;
    let made = bench.call("prometheus", "CreateWorkspace", json!({ "alias": "a" })).await;
    let one = json!({ "workspaceId": made.text_at("/workspaceId") });
    let change = with(one.clone(), json!({ "retentionPeriodInDays": 30 }));
    let refused = bench.call("prometheus", "UpdateWorkspaceConfiguration", change.clone()).await;
    refused.failed(409, "ConflictException");
    bench.settle().await;
    bench.call("prometheus", "UpdateWorkspaceConfiguration", change).await.is(202);
    bench.settle().await;
    bench.call("prometheus", "DeleteWorkspace", one.clone()).await.is(202);
    bench.settle().await;
    let answer = bench.call("prometheus", "DescribeWorkspaceConfiguration", one).await;
    answer.failed(404, "ResourceNotFoundException");
}
