//! Calls that are under way while somebody else fetches the credentials anew: they wait for nobody.

use crate::support::barred::{Barred, PATIENCE};
use crate::support::control::fault;
use crate::support::{emulator, home, settings, workspace};
use aws::Urgency::Read;
use aws::{Aws, Certainty, Failure, Settings};
use emulator::{Emulator, Seed};
use model::Code;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// An account that a role opens, and that was asked something before.
async fn asked_before() -> (Emulator, Aws, Arc<Barred>) {
    let (emulator, gate) = (emulator(Seed::Empty).await, Arc::new(Barred::default()));
    let short = Settings { attempt_timeout: Duration::from_secs(2), ..settings(&emulator.url()) };
    let aws = Aws::connect(short, gate.clone()).await.unwrap();
    aws.grafana(&home()).list_workspaces(Read).await.unwrap();
    (emulator, aws, gate)
}

async fn expire(emulator: &Emulator, operation: &str) {
    let headers = json!({ "x-amzn-errortype": "ExpiredTokenException" });
    let order = json!({ "kind": "answer", "operation": operation, "times": 1, "status": 403, "headers": headers,
        "body": { "message": "The security token included in the request is expired" } });
    fault(emulator, order).await;
}

/// A read finds the session expired; the next one has come to ask for another, and is kept waiting.
async fn waiting_for_a_session(emulator: &Emulator, aws: &Aws, gate: &Barred) -> JoinHandle<Result<(), Failure>> {
    expire(emulator, "ListWorkspaces").await;
    let grafana = aws.grafana(&home());
    let failure = grafana.list_workspaces(Read).await.unwrap_err();
    assert!(failure.error.message.contains("does not accept the credentials"), "{failure}");
    gate.bar("AssumeRole");
    let next = tokio::spawn(async move { grafana.list_workspaces(Read).await.map(drop) });
    gate.has_come("AssumeRole", 2).await;
    next
}

async fn goes_on(gate: &Barred, waiting: JoinHandle<Result<(), Failure>>) {
    gate.open("AssumeRole");
    timeout(PATIENCE, waiting).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn a_write_that_was_throttled_is_sent_again_while_another_call_waits_for_a_session() {
    let (emulator, aws, gate) = asked_before().await;
    fault(&emulator, json!({ "kind": "throttled", "operation": "CreateWorkspace", "times": 1 })).await;
    let grafana = aws.grafana(&home());
    let write = tokio::spawn(async move { grafana.create_workspace(&workspace("soon")).await.map(drop) });
    // Its first try is over; the second one stands before the gate.
    gate.is_barred("CreateWorkspace").await;
    let waiting = waiting_for_a_session(&emulator, &aws, &gate).await;
    gate.open("CreateWorkspace");
    let done = timeout(PATIENCE, write).await.unwrap().unwrap();
    assert_eq!(done, Ok(()));
    goes_on(&gate, waiting).await;
    assert_eq!(emulator.calls().iter().filter(|call| call.operation == "CreateWorkspace").count(), 2);
}

#[tokio::test]
async fn a_call_whose_session_is_not_taken_says_so_while_another_call_waits_for_the_next_one() {
    let (emulator, aws, gate) = asked_before().await;
    gate.bar("DescribeWorkspace");
    let grafana = aws.grafana(&home());
    let under_way = tokio::spawn(async move { grafana.describe_workspace("g-0123456789", Read).await.map(drop) });
    gate.has_come("DescribeWorkspace", 1).await;
    let waiting = waiting_for_a_session(&emulator, &aws, &gate).await;
    expire(&emulator, "DescribeWorkspace").await;
    gate.open("DescribeWorkspace");
    let failure = timeout(PATIENCE, under_way).await.unwrap().unwrap().unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused), "{failure}");
    goes_on(&gate, waiting).await;
}
