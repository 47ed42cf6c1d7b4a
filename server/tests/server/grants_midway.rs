//! Batches of roles to which something happens half-way: AWS throttles, a workspace goes away or begins to change.
//! What was done is told as done, what was not as not done, and nothing is done twice.

use crate::audit::tamper;
use crate::grants::{beside, held, id, plan, refused, view, wish};
use crate::support::{TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};

const UPDATE: &str = "UpdatePermissions";

pub fn viewers(key: &Value, count: usize) -> Vec<Value> {
    (0..count).map(|n| wish(key, &id(n), Some("VIEWER"))).collect()
}

pub fn path(key: &Value) -> String {
    format!("/workspaces/{}", key["id"].as_str().unwrap())
}

/// Lets calls that reach one workspace go wrong, after the first `skip`.
async fn arm(server: &TestServer, key: &Value, operation: &str, kind: &str, (skip, times): (u64, Option<u64>)) {
    let fault = json!({ "operation": operation, "target": key["id"], "kind": kind, "skip": skip, "times": times });
    server.emulator(Method::POST, "faults", &fault).await;
}

/// Begins to apply a plan, and waits until AWS holds a call of it.
async fn apply_until_held(server: &TestServer, plan: &str) {
    server.ask("changes/apply", &server.decision(plan, "").await).await;
    eventually("a call is held", async || {
        let faults = server.emulator(Method::GET, "faults", &Value::Null).await;
        faults.contains("\"held\":1").then_some(())
    })
    .await;
}

async fn release(server: &TestServer, operation: &str) {
    server.emulator(Method::POST, "release", &json!({ "operation": operation })).await;
}

/// Somebody deletes a workspace beside the console, and it is gone.
pub async fn delete(server: &TestServer, key: &Value) {
    assert_eq!(server.aws("grafana", Method::DELETE, &path(key), &Value::Null).await.0, StatusCode::ACCEPTED);
    server.emulator(Method::POST, "settle", &json!({})).await;
}

/// The calls after a number that were to change roles.
async fn updates(server: &TestServer, since: u64) -> Vec<Value> {
    let calls = server.emulator(Method::GET, &format!("calls?since={since}"), &json!({})).await;
    let mut calls: Vec<Value> = serde_json::from_str(&calls).unwrap();
    calls.retain(|call| call["operation"] == UPDATE);
    calls
}

/// How AWS answered each call that was to change roles in a workspace.
async fn answers(server: &TestServer, key: &Value) -> Vec<u64> {
    let calls = updates(server, 0).await;
    calls.iter().filter(|call| call["target"] == key["id"]).map(|call| call["status"].as_u64().unwrap()).collect()
}

/// What became of the calls of one workspace: of each the word, the words of its rows, and what is said.
pub fn ends(ended: &Value, key: &Value) -> Vec<(String, Vec<String>, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let targets = ended["targets"].as_array().unwrap();
    let at = targets.iter().position(|one| text(&one["path"]).ends_with(key["id"].as_str().unwrap())).unwrap();
    let own = ended["steps"].as_array().unwrap().iter().filter(|step| step["target"] == at);
    own.map(|step| {
        let outcome = &step["outcome"];
        let rows = outcome["rows"].as_array().into_iter().flatten().map(|row| text(&row["word"])).collect();
        (text(&outcome["word"]), rows, text(&outcome["message"]))
    })
    .collect()
}

pub fn all_verified(ends: &[(String, Vec<String>, String)]) -> bool {
    ends.iter().all(|(word, rows, _)| word == "verified" && rows.iter().all(|row| row == "verified"))
}

/// Workspaces in the order in which a plan does them.
pub async fn workspaces<const N: usize>(server: &TestServer) -> [Value; N] {
    let mut keys = Vec::new();
    for number in 0..N {
        keys.push(server.workspace(&format!("edge-{number}")).await);
    }
    keys.sort_by_key(|key| key["id"].as_str().unwrap().to_owned());
    keys.try_into().unwrap()
}

#[tokio::test]
async fn a_call_that_is_throttled_in_the_middle_is_sent_again_and_no_other_is() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let plan = plan(&server, &viewers(&key, 50)).await;
    arm(&server, &key, UPDATE, "throttled", (1, Some(2))).await;
    let ended = server.apply(&plan, "").await;
    assert!(ended["state"] == "applied" && all_verified(&ends(&ended, &key)), "{ended}");
    assert_eq!(answers(&server, &key).await, [200, 429, 429, 200, 200]);
    assert_eq!(held(&server, &key).await.len(), 50);
}

/// A batch of 50 whose first call is done; the second is throttled for good.
async fn throttled_away(server: &TestServer, key: &Value) -> (String, Value) {
    let plan = plan(server, &viewers(key, 50)).await;
    arm(server, key, UPDATE, "throttled", (1, None)).await;
    let ended = server.apply(&plan, "").await;
    server.emulator(Method::DELETE, "faults", &Value::Null).await;
    (plan, ended)
}

#[tokio::test]
async fn a_call_that_stays_throttled_and_those_after_it_are_told_as_not_done() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let (_, ended) = throttled_away(&server, &key).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    let [first, second, third] = &ends(&ended, &key)[..] else { panic!("{ended}") };
    assert!(all_verified(std::slice::from_ref(first)) && first.1.len() == 20, "{ended}");
    assert!(second.0 == "failed" && second.2.contains("nothing was changed"), "{second:?}");
    assert!(second.2.contains("asked too often"), "{second:?}");
    assert!(third.0 == "refused" && third.2.starts_with("Not tried"), "{third:?}");
    assert_eq!(answers(&server, &key).await, [200, 429, 429, 429]);
}

#[tokio::test]
async fn what_was_throttled_away_is_all_that_is_planned_again() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let (first, _) = throttled_away(&server, &key).await;
    let again = server.ask("plan/retry", &json!({ "id": first })).await;
    let ended = server.apply(again.as_str().unwrap(), "").await;
    let rows: usize = ends(&ended, &key).iter().map(|(_, rows, _)| rows.len()).sum();
    assert!(rows == 30 && ended["state"] == "applied", "{ended}");
    assert_eq!(answers(&server, &key).await, [200, 429, 429, 429, 200, 200]);
    assert_eq!(held(&server, &key).await.len(), 50);
}

#[tokio::test]
async fn a_row_that_is_so_already_stays_verified_where_the_rest_of_its_call_is_throttled() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let plan = plan(&server, &viewers(&key, 3)).await;
    // The first look is for the whole workspace, the second for the call.
    arm(&server, &key, "ListPermissions", "held", (1, Some(1))).await;
    apply_until_held(&server, &plan).await;
    beside(&server, &key, &[("ADD", "VIEWER", &id(1))]).await;
    arm(&server, &key, UPDATE, "throttled", (0, None)).await;
    release(&server, "ListPermissions").await;
    let ended = server.over(&plan).await;
    let rows = &ended["steps"][0]["outcome"]["rows"];
    let words: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["word"]).collect();
    assert_eq!(words, ["failed", "verified", "failed"], "{ended}");
    assert!(rows[0]["message"].as_str().unwrap().contains("asked too often"), "{rows}");
}

/// Three workspaces, and a batch for all of them of which the middle one is deleted after the first of its three calls.
async fn deleted_midway(server: &TestServer) -> ([Value; 3], String, Value) {
    let keys: [Value; 3] = workspaces(server).await;
    let [one, gone, other] = &keys;
    let wishes = [viewers(one, 5), viewers(gone, 45), viewers(other, 5)].concat();
    let plan = plan(server, &wishes).await;
    arm(server, gone, UPDATE, "held", (1, Some(1))).await;
    apply_until_held(server, &plan).await;
    delete(server, gone).await;
    release(server, UPDATE).await;
    let ended = server.over(&plan).await;
    (keys, plan, ended)
}

#[tokio::test]
async fn of_a_workspace_that_is_deleted_midway_what_was_done_is_told_and_why_the_rest_was_not() {
    let server = TestServer::start().await;
    let ([_, gone, _], _, ended) = deleted_midway(&server).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    let [first, second, third] = &ends(&ended, &gone)[..] else { panic!("{ended}") };
    assert!(all_verified(std::slice::from_ref(first)) && first.1.len() == 20, "{ended}");
    assert!(second.0 == "failed" && second.2.contains("does not exist"), "{second:?}");
    assert!(second.2.contains("AWS says: "), "{second:?}");
    assert!(third.0 == "refused" && third.2.starts_with("Not tried"), "{third:?}");
    assert_eq!(answers(&server, &gone).await, [200, 404]);
}

#[tokio::test]
async fn the_other_workspaces_of_a_batch_are_done_although_one_is_deleted_midway() {
    let server = TestServer::start().await;
    let (keys, _, ended) = deleted_midway(&server).await;
    for key in [&keys[0], &keys[2]] {
        assert!(all_verified(&ends(&ended, key)), "{ended}");
        assert_eq!(held(&server, key).await.len(), 5);
    }
}

#[tokio::test]
async fn what_is_left_for_a_deleted_workspace_alone_is_not_planned_again_and_the_workspace_is_named() {
    let server = TestServer::start().await;
    let ([_, gone, _], plan, _) = deleted_midway(&server).await;
    let (status, answer) = server.call("plan/retry", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
    let message = answer["message"].as_str().unwrap();
    assert!(message.contains(gone["id"].as_str().unwrap()) && message.contains("does not exist"), "{answer}");
}

#[tokio::test]
async fn what_aws_took_before_its_workspace_was_deleted_is_told_as_applied_and_unread() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let plan = plan(&server, &viewers(&key, 25)).await;
    arm(&server, &key, UPDATE, "held_after", (0, Some(1))).await;
    apply_until_held(&server, &plan).await;
    delete(&server, &key).await;
    release(&server, UPDATE).await;
    let ended = server.over(&plan).await;
    let [first, second] = &ends(&ended, &key)[..] else { panic!("{ended}") };
    assert!(first.1.len() == 20 && first.1.iter().all(|word| word == "applied"), "{first:?}");
    assert!(ended["steps"][0]["outcome"]["rows"][0].to_string().contains("could not be read again"), "{ended}");
    assert!(second.0 == "failed" && second.2.contains("does not exist"), "{second:?}");
    assert_eq!(answers(&server, &key).await, [200]);
}

#[tokio::test]
async fn of_a_call_that_was_left_in_the_middle_nothing_is_known_while_the_holders_cannot_be_read() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let plan = plan(&server, &viewers(&key, 3)).await;
    server.apply(&plan, "").await;
    // The process ended after AWS took the call and before that was on record.
    tamper(&server.data, "UPDATE steps SET outcome = NULL").await;
    tamper(&server.data, "UPDATE plans SET state = 'interrupted'").await;
    arm(&server, &key, "ListPermissions", "denied", (0, None)).await;
    server.ask("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
    let ended = server.over(&plan).await;
    let [(word, _, message)] = &ends(&ended, &key)[..] else { panic!("{ended}") };
    assert!(word == "unknown" && message.contains("Looking again failed"), "{ended}");
    assert_eq!(answers(&server, &key).await, [200]);
}

#[tokio::test]
async fn a_workspace_that_began_to_change_after_the_review_gets_nothing_until_it_is_planned_again() {
    let server = TestServer::start().await;
    let keys: [Value; 2] = workspaces(&server).await;
    let [busy, calm] = &keys;
    let first = plan(&server, &[viewers(busy, 3), viewers(calm, 3)].concat()).await;
    server.emulator(Method::POST, "switches", &json!({ "life_cycle_ms": 3_600_000 })).await;
    let update = json!({ "workspaceDescription": "Changed meanwhile." });
    assert!(server.aws("grafana", Method::PUT, &path(busy), &update).await.0.is_success());
    let ended = server.apply(&first, "").await;
    let [(word, _, message)] = &ends(&ended, busy)[..] else { panic!("{ended}") };
    assert!(word == "refused" && message.starts_with("Nothing was sent. Its state is \"Updating\"."), "{message}");
    assert!(all_verified(&ends(&ended, calm)), "{ended}");
    assert!(answers(&server, busy).await.is_empty());
    server.emulator(Method::POST, "settle", &json!({})).await;
    let again = server.ask("plan/retry", &json!({ "id": first })).await;
    assert_eq!(server.apply(again.as_str().unwrap(), "").await["state"], "applied");
    assert_eq!((answers(&server, busy).await.len(), answers(&server, calm).await.len()), (1, 1));
}

/// Applies a plan of many calls: every ten of them have their own time, and nobody looks at the plan meanwhile, which
/// would slow it down.
async fn apply_long(server: &TestServer, plan: &str, tens: usize) -> Value {
    server.ask("changes/apply", &server.decision(plan, "").await).await;
    let mut since = 0;
    for _ in 0..tens {
        since = eventually("ten more calls are answered", async || {
            updates(server, since).await.get(9).and_then(|call| call["seq"].as_u64())
        })
        .await;
    }
    server.over(plan).await
}

#[tokio::test]
async fn a_thousand_rows_in_one_workspace_are_fifty_calls_and_of_each_row_it_is_known() {
    let server = TestServer::start().await;
    let [key] = workspaces(&server).await;
    let mut wishes = viewers(&key, 993);
    wishes.extend((0..7).map(|n| wish(&key, &refused(n), Some("VIEWER"))));
    let plan = plan(&server, &wishes).await;
    let steps = view(&server, &plan).await["steps"].take();
    assert!(steps.as_array().unwrap().iter().all(|step| step["rows"].as_array().unwrap().len() == 20), "{steps}");
    let ended = apply_long(&server, &plan, 5).await;
    let rows: Vec<String> = ends(&ended, &key).into_iter().flat_map(|(_, rows, _)| rows).collect();
    let count = |word: &str| rows.iter().filter(|row| *row == word).count();
    assert_eq!((count("verified"), count("failed"), rows.len()), (993, 7, 1000));
    assert_eq!(answers(&server, &key).await, [200; 50]);
    assert_eq!(held(&server, &key).await.len(), 993);
}
