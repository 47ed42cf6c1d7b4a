//! Faults armed from outside, and calls held until released.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Bench, Severed, Who, eventually, plain};

pub async fn arm(bench: &Bench, order: Value) {
    bench.own(Method::POST, "faults", order).await.is(200);
}

async fn armed(bench: &Bench) -> Vec<Value> {
    bench.own(Method::GET, "faults", Value::Null).await.is(200).list_at("")
}

pub async fn held(bench: &Bench) -> u64 {
    armed(bench).await.iter().map(|fault| fault["held"].as_u64().unwrap()).sum()
}

pub async fn count(bench: &Bench) -> usize {
    bench.grafana("ListWorkspaces", json!({})).await.list_at("/workspaces").len()
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_it_was_told() {
    let bench = Bench::empty().await;
    for (kind, status) in [("throttled", 429), ("denied", 403), ("internal", 500)] {
        arm(&bench, json!({ "operation": "ListVersions", "kind": kind, "times": 2 })).await;
        for expected in [status, status, 200] {
            bench.grafana("ListVersions", json!({})).await.is(expected);
        }
        assert!(armed(&bench).await.is_empty());
    }
}

#[tokio::test]
async fn a_fault_strikes_only_what_it_names() {
    let bench = Bench::empty().await;
    let order = json!({
        "service": "grafana", "operation": "ListWorkspaces", "account": "903211874410", "region": "us-east-1",
        "kind": "denied",
    });
    arm(&bench, order).await;
    for (key, region, service, expected) in [
        ("903211874410", "us-east-1", "grafana", 403),
        ("903211874410", "us-east-1", "prometheus", 200),
        ("903211874410", "us-west-2", "grafana", 200),
        ("441122338890", "us-east-1", "grafana", 200),
    ] {
        let who = Who::at(key, region);
        bench.call_as(&who, service, "ListWorkspaces", json!({})).await.is(expected);
    }
}

#[tokio::test]
async fn a_fault_can_wait_for_a_target_or_let_some_calls_pass() {
    let bench = Bench::empty().await;
    let (one, other) = (bench.workspace("a").await, bench.workspace("b").await);
    let order = json!({ "operation": "DescribeWorkspace", "target": other, "kind": "internal", "skip": 1, "times": 1 });
    arm(&bench, order).await;
    for (id, expected) in [(&one, 200), (&other, 200), (&one, 200), (&other, 500), (&other, 200)] {
        bench.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await.is(expected);
    }
}

#[tokio::test]
async fn faults_without_a_number_stay_until_they_are_cleared() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "service": "aps", "kind": "internal" })).await;
    for _ in 0..3 {
        bench.call("prometheus", "ListWorkspaces", json!({})).await.is(500);
    }
    assert_eq!(armed(&bench).await[0]["struck"], 3);
    bench.own(Method::DELETE, "faults", Value::Null).await.is(200);
    bench.call("prometheus", "ListWorkspaces", json!({})).await.is(200);
}

#[tokio::test]
async fn armed_cuts_come_before_or_after_the_work() {
    let bench = Bench::empty().await;
    for (kind, made) in [("cut_before", 0), ("cut_after", 1)] {
        arm(&bench, json!({ "operation": "CreateWorkspace", "kind": kind, "times": 1 })).await;
        let cut = bench.try_as(&Who::default(), "grafana", "CreateWorkspace", plain("a")).await;
        assert_eq!(cut.err(), Some(Severed));
        assert_eq!(count(&bench).await, made, "{kind}");
    }
}

#[tokio::test]
async fn a_held_call_does_its_work_when_it_is_released_and_not_before() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "operation": "CreateWorkspace", "kind": "held" })).await;
    let during = async {
        eventually(async || held(&bench).await == 1).await;
        assert_eq!(count(&bench).await, 0);
        let released = bench.own(Method::POST, "release", json!({ "operation": "CreateWorkspace" })).await;
        assert_eq!(released.body, json!({ "released": 1 }));
    };
    let (answer, ()) = tokio::join!(bench.grafana("CreateWorkspace", plain("a")), during);
    answer.is(202);
    assert_eq!((count(&bench).await, armed(&bench).await.len()), (1, 0));
}

#[tokio::test]
async fn a_call_can_be_held_when_its_work_is_done() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "operation": "CreateWorkspace", "kind": "held_after", "times": 1 })).await;
    let during = async {
        eventually(async || held(&bench).await == 1).await;
        assert_eq!(count(&bench).await, 1);
        bench.own(Method::DELETE, "faults", Value::Null).await.is(200);
    };
    let (answer, ()) = tokio::join!(bench.grafana("CreateWorkspace", plain("a")), during);
    answer.is(202);
}

#[tokio::test]
async fn a_caller_that_goes_away_is_no_longer_held_and_its_work_is_not_done() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "operation": "CreateWorkspace", "kind": "held" })).await;
    {
        let call = bench.grafana("CreateWorkspace", plain("a"));
        let waiting = eventually(async || held(&bench).await == 1);
        tokio::select! { _ = call => panic!("it was not held"), () = waiting => {} }
    }
    eventually(async || held(&bench).await == 0).await;
    bench.own(Method::DELETE, "faults", Value::Null).await.is(200);
    assert_eq!(count(&bench).await, 0);
}

#[tokio::test]
async fn a_hold_for_one_call_lets_the_next_pass() {
    let bench = Bench::empty().await;
    arm(&bench, json!({ "operation": "ListVersions", "kind": "held", "times": 1 })).await;
    let during = async {
        eventually(async || held(&bench).await == 1).await;
        bench.grafana("ListVersions", json!({})).await.is(200);
        bench.own(Method::POST, "reset", json!({})).await.is(200);
    };
    let (answer, ()) = tokio::join!(bench.grafana("ListVersions", json!({})), during);
    answer.is(200);
}

#[tokio::test]
async fn orders_that_make_no_sense_are_refused() {
    let bench = Bench::empty().await;
    for order in [
        json!({ "kind": "rain" }),
        json!({ "kind": "denied", "operation": "NoSuchOperation" }),
        json!({ "kind": "denied", "service": "s3" }),
        json!({ "kind": "denied", "service": "sts", "operation": "ListWorkspaces" }),
        json!({ "kind": "denied", "when": "never" }),
        json!({}),
    ] {
        bench.own(Method::POST, "faults", order).await.is(400);
    }
    assert!(armed(&bench).await.is_empty());
    bench.own(Method::GET, "no-such-route", Value::Null).await.is(404);
}
