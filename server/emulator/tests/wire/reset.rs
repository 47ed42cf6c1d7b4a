//! Starting again, and the list of calls.

use http::Method;
use serde_json::{Value, json};

use crate::support::{Bench, Who, plain, with};

#[tokio::test]
async fn a_reset_brings_back_the_seed_and_takes_away_all_else() {
    let bench = Bench::demo().await;
    let before = bench.emulator.fingerprint();
    bench.grafana("CreateWorkspace", with(plain("a"), json!({ "clientToken": "t" }))).await.is(202);
    bench.own(Method::POST, "faults", json!({ "kind": "internal" })).await.is(200);
    bench.own(Method::POST, "switches", json!({ "quotas": true })).await.is(200);
    assert_ne!(bench.emulator.fingerprint(), before);

    bench.own(Method::POST, "reset", Value::Null).await.is(200);
    let names = bench.grafana("ListWorkspaces", json!({})).await.is(200).texts_at("/workspaces", "name");
    assert!(names.contains(&"payments-prod".to_owned()) && !names.contains(&"a".to_owned()), "{names:?}");
    assert_eq!(bench.own(Method::GET, "switches", Value::Null).await.body["quotas"], false);
    bench.grafana("CreateWorkspace", with(plain("b"), json!({ "clientToken": "t" }))).await.is(202);
}

#[tokio::test]
async fn a_reset_can_change_the_seed() {
    let bench = Bench::demo().await;
    for (seed, some) in [("empty", false), ("demo", true)] {
        bench.own(Method::POST, "reset", json!({ "seed": seed })).await.is(200);
        let all = bench.grafana("ListWorkspaces", json!({})).await.list_at("/workspaces");
        assert_eq!(!all.is_empty(), some, "{seed}");
    }
    bench.own(Method::POST, "reset", json!({ "seed": "grown" })).await.is(400);
}

#[tokio::test]
async fn calls_are_listed_with_scope_operation_target_and_outcome() {
    let bench = Bench::empty().await;
    let who = Who::at("903211874410", "us-east-1");
    let missing = json!({ "workspaceId": "g-0000000000", "serviceAccountId": "7" });
    let answer = bench.call_as(&who, "grafana", "ListWorkspaceServiceAccountTokens", missing).await;
    bench.call("codeartifact", "DescribeDomain", json!({ "domain": "packages" })).await.is(404);
    let calls = bench.own(Method::GET, "calls", Value::Null).await.list_at("");
    let first = &calls[0];
    for (name, value) in [
        ("seq", json!(1)),
        ("account", json!("903211874410")),
        ("region", json!("us-east-1")),
        ("service", json!("grafana")),
        ("operation", json!("ListWorkspaceServiceAccountTokens")),
        ("target", json!("g-0000000000/7")),
        ("status", json!(404)),
        ("request_id", json!(answer.header("x-amzn-requestid"))),
        ("error", json!("ResourceNotFoundException")),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    assert_eq!(calls[1]["target"], "packages");
    let later = bench.own(Method::GET, "calls?since=1", Value::Null).await.list_at("");
    assert_eq!(later, calls[1..]);
}

#[tokio::test]
async fn no_secret_is_in_the_list_of_calls_or_in_any_later_answer() {
    let bench = Bench::empty().await;
    let id = bench.workspace("a").await;
    let one = json!({ "workspaceId": id });
    let account = with(one.clone(), json!({ "name": "ci", "grafanaRole": "VIEWER" }));
    let account = bench.grafana("CreateWorkspaceServiceAccount", account).await.text_at("/id");
    let at = with(one.clone(), json!({ "serviceAccountId": account }));
    let token = with(at.clone(), json!({ "name": "t", "secondsToLive": 60 }));
    let minted = bench.grafana("CreateWorkspaceServiceAccountToken", token).await;
    let key = json!({ "keyName": "k", "keyRole": "VIEWER", "secondsToLive": 60 });
    let key = bench.grafana("CreateWorkspaceApiKey", with(one, key)).await.text_at("/key");
    let secret = minted.text_at("/serviceAccountToken/key");
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let parts: Vec<&str> = secret.split('_').collect();
    assert!(matches!(parts.as_slice(), ["glsa", long, short] if long.len() == 32 && short.len() == 8 && letters(long)));
    let calls = bench.own(Method::GET, "calls", Value::Null).await.text;
    let listed = bench.grafana("ListWorkspaceServiceAccountTokens", at).await.text;
    for secret in [secret, key] {
        assert!(!calls.contains(&secret) && !listed.contains(&secret));
    }
}

#[tokio::test]
async fn health_is_good() {
    let bench = Bench::empty().await;
    bench.own(Method::GET, "health", Value::Null).await.is(200);
}

#[tokio::test]
async fn a_stopped_emulator_answers_no_more() {
    let bench = Bench::empty().await;
    let address = bench.emulator.addr();
    bench.emulator.stop().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn serving_ends_when_it_is_told_to() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let ended = async { drop(stopped.await) };
    let serving = tokio::spawn(emulator::serve(listener, emulator::Settings::default(), ended));
    tokio::net::TcpStream::connect(address).await.unwrap();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
