//! A delivery of which nobody knows whether it happened: the new token may be in use, and is not called lost.

use crate::deliver::delivering;
use crate::deliver_others::{delivered_to, view};
use crate::mint::account;
use crate::support::TestServer;
use crate::tokens::{minted, planned, tokens};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// The first secret that is made from now on is made, nobody is told so, and a look does not help; `after` is what
/// becomes of those that follow.
async fn unanswered(server: &TestServer, after: Option<&str>) {
    let mut faults = vec![
        json!({ "operation": "CreateSecret", "kind": "cut_after", "times": 1 }),
        // The look before the mint is let pass.
        json!({ "operation": "DescribeSecret", "kind": "denied", "skip": 1, "times": 1 }),
        json!({ "operation": "CreateSecret", "kind": "denied", "times": 1 }),
    ];
    faults.extend(after.map(|kind| json!({ "operation": "CreateSecret", "kind": kind })));
    for fault in faults {
        server.emulator(Method::POST, "faults", &fault).await;
    }
}

/// What the plan's opposite revokes, by its name.
async fn revoked(server: &TestServer, plan: &str) -> Vec<String> {
    let (status, answer) = server.call("plan/undo", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let undo = view(server, answer.as_str().unwrap()).await;
    let diff = undo["targets"][0]["diff"].as_array().unwrap();
    diff.iter().map(|line| line["field"].as_str().unwrap().trim_start_matches("token ").to_owned()).collect()
}

/// The names that a plan gives to what it mints.
fn names(view: &Value) -> Vec<String> {
    let steps = view["steps"].as_array().unwrap().iter();
    let mints = steps.filter(|step| step["operation"] == "grafana:CreateWorkspaceServiceAccountToken");
    let request = |step: &Value| serde_json::from_str::<Value>(step["request"].as_str().unwrap()).unwrap();
    mints.map(|step| request(step)["name"].as_str().unwrap().to_owned()).collect()
}

fn words(view: &Value) -> Vec<&str> {
    view["steps"].as_array().unwrap().iter().map(|step| step["outcome"]["word"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_token_whose_delivery_is_not_known_is_not_said_to_be_lost_and_the_page_says_where_to_look_first() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", "belvedere/ci")).await;
    unanswered(&server, None).await;
    let view = server.apply(&plan, "").await;
    assert_eq!((&view["state"], words(&view)), (&json!("unknown"), vec!["applied", "unknown"]), "{view}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(!page.contains("Nobody has its secret"), "{page}");
    assert!(page.contains("Look at the secret first"), "{page}");
    assert_eq!(revoked(&server, &plan).await, names(&view), "whoever looked can revoke it from there");
}

/// A plan that rotates two tokens, and a server where it can be applied.
async fn rotating_two() -> (TestServer, String) {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let at = |token: &Value| json!({ "workspace": key, "account": account, "token": token["id"] });
    let form = json!({
        "tokens": old.iter().map(at).collect::<Vec<_>>(), "seconds_to_live": 7200, "folder": "belvedere/grafana",
    });
    let plan = planned(&server, "rotate", &form).await;
    (server, plan)
}

#[tokio::test]
async fn of_many_one_whose_delivery_is_not_known_is_not_said_to_be_lost() {
    let (server, plan) = rotating_two().await;
    unanswered(&server, None).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(words(&view), ["applied", "unknown", "applied", "applied"], "{view}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(!page.contains("Nobody has the secrets"), "{page}");
    assert!(page.contains("Look at their secrets first"), "{page}");
    assert_eq!(revoked(&server, &plan).await, names(&view)[..1], "what was delivered goes on");
}

#[tokio::test]
async fn of_many_only_what_is_known_not_to_be_delivered_is_revoked_as_lost() {
    let (server, plan) = rotating_two().await;
    unanswered(&server, Some("denied")).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(words(&view), ["applied", "unknown", "applied", "failed"], "{view}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(page.contains("Revoke tokens that were not delivered"), "{page}");
    assert_eq!(revoked(&server, &plan).await, names(&view)[1..]);
}
