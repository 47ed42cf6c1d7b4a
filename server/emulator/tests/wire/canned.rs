//! The fault that answers what was ordered, and the switch that leaves lists out.

use http::Method;
use serde_json::{Value, json};

use crate::faults::{arm, count};
use crate::support::answer::Answer;
use crate::support::{Bench, Who, found, plain, request};

/// A call whose answer may be anything.
async fn odd(bench: &Bench, who: &Who, service: &str, operation: &str) -> Answer {
    let (service, operation) = found(service, operation);
    let request = request::built(&bench.emulator.url(), who, service, operation, &json!({}));
    bench.send(request).await.unwrap()
}

#[tokio::test]
async fn an_answer_is_what_was_ordered_with_its_status_headers_and_body() {
    let bench = Bench::empty().await;
    let order = json!({
        "kind": "answer", "operation": "ListWorkspaces", "service": "grafana", "times": 1, "status": 502,
        "headers": { "content-type": "text/html", "x-odd": "1" }, "body": "<h1>Bad gateway</h1>",
    });
    arm(&bench, order).await;
    let answer = odd(&bench, &Who::default(), "grafana", "ListWorkspaces").await;
    assert_eq!((answer.status, answer.text.as_str()), (502, "<h1>Bad gateway</h1>"));
    assert_eq!((answer.header("content-type"), answer.header("x-odd")), ("text/html", "1"));
    assert_eq!(count(&bench).await, 0, "it struck once");
}

#[tokio::test]
async fn an_answer_is_empty_json_or_a_text_of_the_services_type_and_of_one_region_if_it_is_told() {
    let bench = Bench::empty().await;
    for (body, text) in [
        (json!({}), ""),
        (json!({ "body": { "workspaces": null } }), r#"{"workspaces":null}"#),
        (json!({ "body": "{\"half" }), "{\"half"),
    ] {
        let order = json!({ "kind": "answer", "operation": "ListWorkspaces", "region": "us-east-1" });
        arm(&bench, crate::support::with(order, body)).await;
        let there = Who { region: "us-east-1".into(), ..Who::default() };
        let answer = odd(&bench, &there, "grafana", "ListWorkspaces").await;
        assert_eq!((answer.status, answer.text.as_str()), (200, text));
        assert_eq!(answer.header("content-type"), "application/json");
        assert!(!answer.header("x-amzn-requestid").is_empty());
        assert_eq!(count(&bench).await, 0, "elsewhere it answers as ever");
        bench.own(Method::DELETE, "faults", Value::Null).await.is(200);
    }
}

#[tokio::test]
async fn an_answer_is_made_as_large_as_it_is_told_and_stays_json() {
    let bench = Bench::empty().await;
    let order = json!({ "kind": "answer", "operation": "ListUsers", "body": { "Users": [] }, "pad": 9_000_000 });
    arm(&bench, order).await;
    let answer = odd(&bench, &Who::default(), "identitystore", "ListUsers").await;
    assert_eq!((answer.text.len(), &answer.body["Users"]), (9_000_000 + r#"{"Users":[]}"#.len(), &json!([])));
    assert_eq!(answer.header("content-type"), "application/x-amz-json-1.1");
}

#[tokio::test]
async fn an_answer_comes_in_place_of_the_work_or_after_it() {
    for (kind, made) in [("answer", 0), ("answer_after", 1)] {
        let bench = Bench::empty().await;
        arm(&bench, json!({ "kind": kind, "operation": "CreateWorkspace", "times": 1 })).await;
        let (service, operation) = found("grafana", "CreateWorkspace");
        let request = request::built(&bench.emulator.url(), &Who::default(), service, operation, &plain("a"));
        assert_eq!(bench.send(request).await.unwrap().text, "");
        assert_eq!(count(&bench).await, made, "{kind}");
        let calls = bench.own(Method::GET, "calls", Value::Null).await.list_at("");
        assert_eq!((&calls[0]["status"], &calls[0]["error"]), (&json!(200), &json!(kind)));
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_given_is_not_armed() {
    let bench = Bench::empty().await;
    let of = |more: Value| crate::support::with(json!({ "kind": "answer", "operation": "ListWorkspaces" }), more);
    for order in [
        json!({ "kind": "answer" }),
        json!({ "kind": "denied", "operation": "ListWorkspaces", "body": "" }),
        of(json!({ "status": 100 })),
        of(json!({ "status": 600 })),
        of(json!({ "headers": { "content-length": "7" } })),
        of(json!({ "headers": { "a b": "7" } })),
        of(json!({ "headers": { "a": "7\n8" } })),
        of(json!({ "pad": 2_000_000_000 })),
        of(json!({ "pad": -1 })),
        of(json!({ "bodies": "" })),
    ] {
        bench.own(Method::POST, "faults", order).await.is(400);
    }
    assert!(bench.own(Method::GET, "faults", Value::Null).await.list_at("").is_empty());
}

#[tokio::test]
async fn lists_that_the_model_does_not_require_are_left_out_when_they_are_told_to_be() {
    let bench = Bench::demo().await;
    let lists = [("grafana", "ListVersions", "grafanaVersions"), ("codeartifact", "ListDomains", "domains")];
    for (there, switched) in [(true, None), (false, Some(false)), (true, Some(true))] {
        if let Some(switched) = switched {
            bench.own(Method::POST, "switches", json!({ "optional_lists": switched })).await.is(200);
        }
        for (service, operation, list) in lists {
            let answer = bench.call(service, operation, json!({})).await.is(200);
            assert_eq!(answer.body[list].is_array(), there, "{operation}");
        }
        let answer = bench.grafana("ListWorkspaces", json!({})).await.is(200);
        assert!(answer.body["workspaces"].is_array(), "what is required stays");
    }
}
