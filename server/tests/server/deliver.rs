//! Delivery: a minted secret goes to Secrets Manager, once, and nobody sees it.

use crate::keys::of_version_nine;
use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use crate::tokens::{minted, planned, revoke_what_was_minted, tokens, values};
use http::{Method, StatusCode};
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
    told(server, "secrets").await
}

/// One of the emulator's lists for the account and region.
async fn told(server: &TestServer, list: &str) -> Vec<Value> {
    let route = format!("{list}?account={ACCOUNT}&region={REGION}");
    serde_json::from_str(&server.emulator(Method::GET, &route, &json!({})).await).unwrap()
}

/// The digest of the secret that AWS minted for the token or API key of this name.
async fn digest(server: &TestServer, name: &str) -> Value {
    let minted = told(server, "minted").await;
    let found: Vec<&Value> = minted.iter().filter(|one| one["name"] == name).collect();
    assert_eq!(found.len(), 1, "{name}: {minted:?}");
    found[0]["sha256"].clone()
}

/// The digests of a delivered secret's versions, the oldest first.
fn versions(secret: &Value) -> Vec<Value> {
    secret["versions"].as_array().unwrap().iter().map(|version| version["sha256"].clone()).collect()
}

/// What the first token of a plan is called.
fn name_of(base: &str, plan: &str) -> String {
    format!("{base}-{}", &plan[..8])
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
    assert_eq!(versions(&found[0]), [digest(&server, &name_of("ci", &plan)).await], "what was minted arrived");
}

#[tokio::test]
async fn a_delivered_api_key_is_the_one_that_was_minted() {
    let server = delivering().await;
    let key = of_version_nine(&server).await;
    let form = json!({
        "workspace": key, "name": "exporter", "grafana_role": "VIEWER", "seconds_to_live": 3600,
        "deliver_to": "grafana/exporter",
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
    form["deliver_to"] = json!("grafana/ci");
    let mut minted = Vec::new();
    for _ in 0..2 {
        let plan = planned(&server, "mint-token", &form).await;
        assert_eq!(server.apply(&plan, "").await["state"], "applied");
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
    assert_eq!(versions(&secrets(&server).await[0]), [digest(&server, &name_of("ci", &plan)).await]);
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
    let (all, delivered) = (tokens(&server, &key, &account).await, secrets(&server).await);
    assert_eq!((all.len(), delivered.len()), (4, 2));
    for name in ["one", "two"] {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let secret = delivered.iter().find(|one| text(&one["name"]).ends_with(&format!("/{name}"))).unwrap();
        let own = |token: &&Value| !old.contains(token) && text(&token["name"]).starts_with(&format!("{name}-"));
        let successor = all.iter().find(own).unwrap();
        assert_eq!(versions(secret), [digest(&server, &text(&successor["name"])).await], "{name}");
    }
    eventually("both are rotating", async || (rotating(&server).await == 2).then_some(())).await;
    revoke_what_was_minted(&server, &plan).await;
    assert_eq!(rotating(&server).await, 0, "without a successor nothing is to be revoked");
}

async fn rotating(server: &TestServer) -> u64 {
    let page = server.ask("tokens/page", &json!({ "search": [["concern", "rotating"]] })).await;
    page["page"]["matches"].as_u64().unwrap()
}

/// A form that rotates all tokens of an account.
fn rotation(key: &Value, account: &str, old: &[Value]) -> Value {
    let at = |token: &Value| json!({ "workspace": key, "account": account, "token": token["id"] });
    json!({ "tokens": old.iter().map(at).collect::<Vec<_>>(), "seconds_to_live": 7200, "folder": "grafana" })
}

/// As somebody at AWS's own console does, beside us.
async fn delete_secret(server: &TestServer, name: &str) {
    let route = format!("secrets?account={ACCOUNT}&region={REGION}&name={}", name.replace('/', "%2F"));
    server.emulator(Method::DELETE, &route, &json!({})).await;
}

fn delivered_form(key: &Value, account: &str) -> Value {
    let mut form = values(key, account, "ci");
    form["deliver_to"] = json!("grafana/ci");
    form
}

#[tokio::test]
async fn two_tokens_whose_successors_would_go_to_one_secret_are_not_rotated_together() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for _ in 0..2 {
        minted(&server, &key, &account, "ci").await;
    }
    let old = tokens(&server, &key, &account).await;
    let body = json!({ "form": server.form().await, "values": rotation(&key, &account, &old) });
    let (status, answer) = server.call("plan/rotate", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("tokens")));
    for token in &old {
        assert!(answer["message"].as_str().unwrap().contains(token["name"].as_str().unwrap()), "{answer}");
    }
}

#[tokio::test]
async fn a_rotation_begins_only_once_the_successor_is_delivered() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
    let denied = json!({ "operation": "CreateSecret", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["steps"][1]["outcome"]["word"], "failed", "{view}");
    let names: Vec<Value> = tokens(&server, &key, &account).await.iter().map(|token| token["name"].clone()).collect();
    eventually("all four are read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["kind", "token"]] })).await.to_string();
        names.iter().all(|name| page.contains(name.as_str().unwrap())).then_some(())
    })
    .await;
    assert_eq!(rotating(&server).await, 1);
}

#[tokio::test]
async fn of_a_rotation_of_many_what_was_not_delivered_is_revoked_alone() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
    let denied = json!({ "operation": "CreateSecret", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    server.apply(&plan, "").await;
    revoke_what_was_minted(&server, &plan).await;
    assert_eq!(tokens(&server, &key, &account).await.len(), 3, "the delivered successor goes on");
}

#[tokio::test]
async fn a_secret_that_waits_for_its_deletion_is_refused_while_planning() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let form = delivered_form(&key, &account);
    let plan = planned(&server, "mint-token", &form).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    delete_secret(&server, "grafana/ci").await;
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
    delete_secret(&server, "grafana/ci").await;
    let view = server.apply(&plan, "").await;
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

#[tokio::test]
async fn many_mints_in_a_workspace_that_is_nearly_full_are_counted_together() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let path = format!("/workspaces/{}/serviceaccounts/{account}/tokens", key["id"].as_str().unwrap());
    for number in 0..98 {
        let body = json!({ "name": format!("token-{number}"), "secondsToLive": 3600 });
        server.aws("grafana", Method::POST, &path, &body).await;
    }
    // Read again at once for a change of ours; a page that is open waits for a minute.
    minted(&server, &key, &account, "ours").await;
    eventually("all are read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["kind", "token"]] })).await;
        (page["page"]["matches"] == 99).then_some(())
    })
    .await;
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old[..3])).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    let warned = view["warnings"].to_string();
    assert!(warned.contains("it will refuse 2 of the 3 new ones"), "{warned}");
}
