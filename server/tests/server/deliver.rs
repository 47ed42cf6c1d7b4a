//! Delivery: a minted secret goes to Secrets Manager, once, and nobody sees it.

use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer};
use crate::tokens::{minted, planned, revoke_what_was_minted, tokens, values};
use http::Method;
use model::{AccountId, Region, Scope};
use serde_json::{Value, json};

/// A server that delivers to its own account and region.
async fn delivering() -> TestServer {
    TestServer::start_with(|config| {
        let scope = Scope { account: AccountId::parse(ACCOUNT).unwrap(), region: Region::parse(REGION).unwrap() };
        config.delivery = Some(server::config::Delivery { scope, kms_key: None });
    })
    .await
}

async fn secrets(server: &TestServer) -> Vec<Value> {
    let route = format!("secrets?account={ACCOUNT}&region={REGION}");
    serde_json::from_str(&server.emulator(Method::GET, &route, &json!({})).await).unwrap()
}

#[tokio::test]
async fn a_delivered_secret_is_in_secrets_manager_and_in_no_answer() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("grafana/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert!(!view.to_string().contains("glsa_"), "{view}");
    let message = view["steps"][1]["outcome"]["message"].as_str().unwrap();
    assert!(message.contains("arn:aws:secretsmanager:"), "{message}");
    let found = secrets(&server).await;
    assert_eq!((found.len(), &found[0]["name"]), (1, &json!("grafana/ci")));
    assert_eq!(found[0]["versions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_secret_that_exists_gets_a_new_version() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("grafana/ci");
    for _ in 0..2 {
        let plan = planned(&server, "mint-token", &form).await;
        assert_eq!(server.apply(&plan, "").await["state"], "applied");
    }
    assert_eq!(secrets(&server).await[0]["versions"].as_array().unwrap().len(), 2);
    assert_eq!((server.calls_of("CreateSecret").await, server.calls_of("PutSecretValue").await), (1, 1));
}

#[tokio::test]
async fn a_delivery_whose_answer_is_lost_is_found_and_not_made_twice() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("grafana/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let cut = json!({ "operation": "CreateSecret", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(
        (&view["state"], &view["steps"][1]["outcome"]["word"]),
        (&json!("applied"), &json!("verified")),
        "{view}"
    );
    assert_eq!(secrets(&server).await[0]["versions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_delivery_that_is_refused_says_so_and_the_token_can_be_revoked_from_there() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("grafana/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let denied = json!({ "operation": "CreateSecret", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, "").await;
    assert_eq!((&view["state"], &view["undoable"]), (&json!("failed"), &json!(true)), "{view}");
    assert!(!view.to_string().contains("glsa_"));
    revoke_what_was_minted(&server, &plan).await;
    assert!(tokens(&server, &key, &account).await.is_empty());
}

#[tokio::test]
async fn several_tokens_are_rotated_in_one_plan_and_nobody_sees_a_secret() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let at = |token: &Value| json!({ "workspace": key, "account": account, "token": token["id"] });
    let values =
        json!({ "tokens": old.iter().map(at).collect::<Vec<_>>(), "seconds_to_live": 7200, "folder": "grafana" });
    let plan = planned(&server, "rotate", &values).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert!(!view.to_string().contains("glsa_"));
    assert_eq!((tokens(&server, &key, &account).await.len(), secrets(&server).await.len()), (4, 2));
    let rotating = async |server: &TestServer| {
        let page = server.ask("tokens/page", &json!({ "search": [["concern", "rotating"]] })).await;
        page["page"]["matches"].as_u64()
    };
    assert_eq!(rotating(&server).await, Some(2));
    revoke_what_was_minted(&server, &plan).await;
    assert_eq!(rotating(&server).await, Some(0), "without a successor nothing is to be revoked");
}
