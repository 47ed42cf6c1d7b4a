//! Delivery: a minted secret goes to Secrets Manager, once, and nobody sees it.

use crate::keys::of_version_nine;
use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer};
use crate::tokens::{planned, revoke_what_was_minted, tokens, values};
use http::{Method, StatusCode};
use model::{AccountId, Region, Role, Scope};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A server that delivers to its own account and region.
pub async fn delivering() -> TestServer {
    delivering_for(vec![Role::Admin]).await
}

/// The same for somebody with other roles.
pub async fn delivering_for(roles: Vec<Role>) -> TestServer {
    TestServer::start_with(|config| {
        let scope = Scope { account: AccountId::parse(ACCOUNT).unwrap(), region: Region::parse(REGION).unwrap() };
        config.delivery = Some(server::config::Delivery::to(scope));
        config.roles = roles;
    })
    .await
}

/// A call to Secrets Manager by somebody beside the console.
pub async fn beside(server: &TestServer, operation: &str, input: &Value) -> Value {
    let credential = format!(
        "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20261120/{REGION}/secretsmanager/aws4_request, SignedHeaders=host, \
         Signature={}",
        "0".repeat(64)
    );
    let target = format!("secretsmanager.{operation}");
    let headers = [
        ("authorization", credential.as_str()),
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", target.as_str()),
    ];
    let (status, _, text) = server.send(Method::POST, &server.emulator, &headers, &input.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{operation}: {text}");
    serde_json::from_str(&text).unwrap_or_default()
}

/// The tags of a secret, as AWS has them.
pub async fn tags(server: &TestServer, name: &str) -> BTreeMap<String, String> {
    let found = beside(server, "DescribeSecret", &json!({ "SecretId": name })).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found["Tags"].as_array().unwrap().iter().map(|tag| (text(&tag["Key"]), text(&tag["Value"]))).collect()
}

pub async fn secrets(server: &TestServer) -> Vec<Value> {
    told(server, "secrets").await
}

/// One of the emulator's lists for the account and region.
async fn told(server: &TestServer, list: &str) -> Vec<Value> {
    let route = format!("{list}?account={ACCOUNT}&region={REGION}");
    serde_json::from_str(&server.emulator(Method::GET, &route, &json!({})).await).unwrap()
}

/// The digest of the secret that AWS minted for the token or API key of this name.
pub async fn digest(server: &TestServer, name: &str) -> Value {
    let minted = told(server, "minted").await;
    let found: Vec<&Value> = minted.iter().filter(|one| one["name"] == name).collect();
    assert_eq!(found.len(), 1, "{name}: {minted:?}");
    found[0]["sha256"].clone()
}

/// The digests of a delivered secret's versions, the oldest first.
pub fn versions(secret: &Value) -> Vec<Value> {
    secret["versions"].as_array().unwrap().iter().map(|version| version["sha256"].clone()).collect()
}

/// What the first token of a plan is called.
pub fn name_of(base: &str, plan: &str) -> String {
    format!("{base}-{}", &plan[..8])
}

#[tokio::test]
async fn a_delivered_secret_is_in_secrets_manager_and_in_no_answer() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert!(!view.to_string().contains("glsa_"), "{view}");
    let message = view["steps"][1]["outcome"]["message"].as_str().unwrap();
    assert!(message.contains("arn:aws:secretsmanager:"), "{message}");
    let found = secrets(&server).await;
    assert_eq!((found.len(), &found[0]["name"]), (1, &json!("belvedere/ci")));
    assert_eq!(versions(&found[0]), [digest(&server, &name_of("ci", &plan)).await], "what was minted arrived");
}

#[tokio::test]
async fn a_delivered_api_key_is_the_one_that_was_minted() {
    let server = delivering().await;
    let key = of_version_nine(&server).await;
    let form = json!({
        "workspace": key, "name": "exporter", "grafana_role": "VIEWER", "seconds_to_live": 3600,
        "deliver_to": "belvedere/exporter",
    });
    let plan = planned(&server, "mint-key", &form).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert_eq!(versions(&secrets(&server).await[0]), [digest(&server, &name_of("exporter", &plan)).await]);
}

#[tokio::test]
async fn a_secret_that_exists_gets_a_new_version() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let mut minted = Vec::new();
    for typed in ["", "belvedere/ci"] {
        let plan = planned(&server, "mint-token", &form).await;
        assert_eq!(server.apply(&plan, typed).await["state"], "applied");
        minted.push(digest(&server, &name_of("ci", &plan)).await);
    }
    assert_ne!(minted[0], minted[1]);
    assert_eq!(versions(&secrets(&server).await[0]), minted, "each version is the secret of its own token");
    assert_eq!((server.calls_of("CreateSecret").await, server.calls_of("PutSecretValue").await), (1, 1));
}

#[tokio::test]
async fn a_delivery_whose_answer_is_lost_is_found_and_not_made_twice() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let cut = json!({ "operation": "CreateSecret", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(
        (&view["state"], &view["steps"][1]["outcome"]["word"]),
        (&json!("applied"), &json!("verified")),
        "{view}"
    );
    assert_eq!(versions(&secrets(&server).await[0]), [digest(&server, &name_of("ci", &plan)).await]);
}

#[tokio::test]
async fn a_delivery_that_is_refused_says_so_and_the_token_can_be_revoked_from_there() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let plan = planned(&server, "mint-token", &form).await;
    let denied = json!({ "operation": "CreateSecret", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, "").await;
    assert_eq!((&view["state"], &view["undoable"]), (&json!("failed"), &json!(true)), "{view}");
    assert!(!view.to_string().contains("glsa_"));
    revoke_what_was_minted(&server, &plan).await;
    assert!(tokens(&server, &key, &account).await.is_empty());
}

/// As somebody at AWS's own console does, beside us.
async fn delete_secret(server: &TestServer, name: &str) {
    let route = format!("secrets?account={ACCOUNT}&region={REGION}&name={}", name.replace('/', "%2F"));
    server.emulator(Method::DELETE, &route, &json!({})).await;
}

fn delivered_form(key: &Value, account: &str) -> Value {
    let mut form = values(key, account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    form
}

#[tokio::test]
async fn a_secret_that_waits_for_its_deletion_is_refused_while_planning() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let form = delivered_form(&key, &account);
    let plan = planned(&server, "mint-token", &form).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    delete_secret(&server, "belvedere/ci").await;
    let body = json!({ "form": server.form().await, "values": form });
    let (status, answer) = server.call("plan/mint-token", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("deliver_to")));
    assert!(answer["message"].as_str().unwrap().contains("scheduled for deletion"), "{answer}");
}

#[tokio::test]
async fn nothing_is_minted_for_a_secret_that_was_made_since_the_plan() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let form = delivered_form(&key, &account);
    let (first, second) = (planned(&server, "mint-token", &form).await, planned(&server, "mint-token", &form).await);
    assert_eq!(server.apply(&first, "").await["state"], "applied");
    let view = server.apply(&second, "").await;
    assert_eq!(view["steps"][0]["outcome"]["word"], "refused", "{view}");
    assert!(view["steps"][0]["outcome"]["message"].as_str().unwrap().contains("was made since the plan"), "{view}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn nothing_is_minted_for_a_secret_that_was_deleted_since_the_plan() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let form = delivered_form(&key, &account);
    let plan = planned(&server, "mint-token", &form).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    let plan = planned(&server, "mint-token", &form).await;
    delete_secret(&server, "belvedere/ci").await;
    let view = server.apply(&plan, "belvedere/ci").await;
    assert_eq!(view["steps"][0]["outcome"]["word"], "refused", "{view}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn a_refusal_after_a_lost_delivery_does_not_say_that_nothing_was_changed() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &delivered_form(&key, &account)).await;
    let cut = json!({ "operation": "CreateSecret", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    // The look before the mint is let pass.
    let unseen = json!({ "operation": "DescribeSecret", "kind": "denied", "skip": 1 });
    server.emulator(Method::POST, "faults", &unseen).await;
    let refused = json!({ "operation": "CreateSecret", "kind": "denied" });
    server.emulator(Method::POST, "faults", &refused).await;
    let view = server.apply(&plan, "").await;
    let outcome = &view["steps"][1]["outcome"];
    assert_eq!((&view["state"], &outcome["word"]), (&json!("unknown"), &json!("unknown")), "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("It was sent once more"), "{outcome}");
}
