//! Tokens on the write road: minted, revoked, found again after a lost answer.

use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};

pub fn values(key: &Value, account: &str, name: &str) -> Value {
    json!({ "workspace": key, "account": account, "name": name, "seconds_to_live": 3600 })
}

pub async fn planned(server: &TestServer, what: &str, values: &Value) -> String {
    let body = json!({ "form": server.form().await, "values": values });
    server.ask(&format!("plan/{what}"), &body).await.as_str().unwrap().to_owned()
}

/// Mints a token on the road and answers its secret.
pub async fn minted(server: &TestServer, key: &Value, account: &str, name: &str) -> (String, Value) {
    let plan = planned(server, "mint-token", &values(key, account, name)).await;
    let answer = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    (plan, answer)
}

/// The tokens of an account as AWS lists them.
pub async fn tokens(server: &TestServer, key: &Value, account: &str) -> Vec<Value> {
    let path = format!("/workspaces/{}/serviceaccounts/{account}/tokens", key["id"].as_str().unwrap());
    let (_, answer) = server.aws("grafana", Method::GET, &path, &json!({})).await;
    answer["serviceAccountTokens"].as_array().cloned().unwrap_or_default()
}

/// The rows of the page of tokens, once one of this name is there, or none is.
pub async fn row(server: &TestServer, name: &str) -> Value {
    eventually("the row is there", async || {
        let page = server.ask("tokens/page", &json!({ "search": [] })).await;
        let groups = page["page"]["groups"].as_array().cloned().unwrap_or_default();
        let mut rows = groups.iter().flat_map(|group| group["rows"].as_array().cloned().unwrap_or_default());
        rows.find(|row| row["name"].as_str().is_some_and(|found| found.starts_with(name)))
    })
    .await
}

#[tokio::test]
async fn a_token_carries_the_mark_of_its_mint_in_its_name() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let (plan, _) = minted(&server, &key, &account, "ci").await;
    let found = tokens(&server, &key, &account).await;
    assert_eq!(found[0]["name"], format!("ci-{}", &plan[..8]));
}

/// The one-click way from a mint's plan to the end of what it made.
pub async fn revoke_what_was_minted(server: &TestServer, plan: &str) {
    let undo = server.ask("plan/undo", &json!({ "id": plan })).await.as_str().unwrap().to_owned();
    let view = server.ask("changes/view", &json!({ "id": undo })).await["value"].take();
    let typed = view["confirmation"]["text"].as_str().unwrap_or_default().to_owned();
    assert_eq!(server.apply(&undo, &typed).await["state"], "applied");
}

#[tokio::test]
async fn a_token_whose_minting_was_not_answered_is_found_by_its_name_and_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let cut = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    let (status, _) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(tokens(&server, &key, &account).await.len(), 1);
    revoke_what_was_minted(&server, &plan).await;
    assert!(tokens(&server, &key, &account).await.is_empty());
}

#[tokio::test]
async fn of_a_mint_that_was_never_sent_nothing_can_be_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let cut = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "cut_before", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    server.call("mint/reveal", &server.decision(&plan, "").await).await;
    let (status, answer) = server.call("plan/undo", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
}

#[tokio::test]
async fn an_admin_token_and_one_for_thirty_days_are_minted_only_once_their_name_was_typed() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let mut form = values(&key, &account, "ci");
    form["seconds_to_live"] = json!(2_592_000);
    let plan = planned(&server, "mint-token", &form).await;
    let (status, _) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 0);
    server.ask("mint/reveal", &server.decision(&plan, "deployer").await).await;
}

#[tokio::test]
async fn an_api_key_with_a_name_that_aws_takes_for_none_is_not_planned_to_be_revoked() {
    let server = TestServer::start().await;
    let (key, _) = account(&server).await;
    let values = json!({ "keys": [{ "workspace": key, "name": "x".repeat(101) }] });
    let body = json!({ "form": server.form().await, "values": values });
    let (status, answer) = server.call("plan/revoke", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("keys")));
}

#[tokio::test]
async fn workspaces_that_cannot_be_listed_are_said_to_be_and_not_counted_as_none() {
    let server = TestServer::start().await;
    let denied = json!({ "service": "grafana", "operation": "ListWorkspaces", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let list = eventually("the refusal is told", async || {
        let page = server.ask("tokens/page", &json!({ "search": [] })).await;
        let list = page["page"]["unlisted"][0].clone();
        (!list["error"].is_null()).then_some(list)
    })
    .await;
    assert_eq!(list["scope"], json!({ "account": ACCOUNT, "region": REGION }));
    let (_, page) = server.page("/tokens").await;
    assert!(page.contains("grafana:ListWorkspaces is not allowed"), "{page}");
    assert!(!page.contains("No service accounts yet."), "{page}");
}

#[tokio::test]
async fn a_secret_nobody_waited_for_is_on_record_as_delivered_unknown_and_its_token_can_be_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let event = minted_for_nobody(&server, &plan).await;
    assert!(event["message"].as_str().unwrap().starts_with("Delivered: unknown."), "{event}");
    revoke_what_was_minted(&server, &plan).await;
    assert!(tokens(&server, &key, &account).await.is_empty());
}

/// Mints for a request that goes away, and answers what is on record of it.
pub async fn minted_for_nobody(server: &TestServer, plan: &str) -> Value {
    let held = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "held_after", "times": 1 });
    server.emulator(Method::POST, "faults", &held).await;
    let body = server.decision(plan, "").await;
    tokio::select! {
        _ = server.call("mint/reveal", &body) => panic!("a held call was answered"),
        () = eventually("the mint is held at AWS", async || {
            let armed: Value = serde_json::from_str(&server.emulator(Method::GET, "faults", &json!({})).await).unwrap();
            (armed[0]["held"] == 1).then_some(())
        }) => {}
    }
    server.emulator(Method::DELETE, "faults", &json!({})).await;
    server.over(plan).await;
    eventually("it is on record", async || {
        let audit = server.ask("audit/page", &json!({ "search": [["event", "undelivered"]] })).await;
        audit["page"]["events"].as_array().and_then(|events| events.first().cloned())
    })
    .await
}

#[tokio::test]
async fn one_token_that_cannot_be_revoked_holds_up_no_other() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let at = |token: &Value| json!({ "workspace": key, "account": account, "token": token["id"] });
    let plan = planned(&server, "revoke", &json!({ "tokens": old.iter().map(at).collect::<Vec<_>>() })).await;
    let denied = json!({ "operation": "DeleteWorkspaceServiceAccountToken", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, "2 tokens").await;
    let words: Vec<&str> =
        view["steps"].as_array().unwrap().iter().map(|step| step["outcome"]["word"].as_str().unwrap()).collect();
    assert_eq!((view["state"].as_str().unwrap(), words), ("failed", vec!["failed", "applied"]));
    assert_eq!(tokens(&server, &key, &account).await.len(), 1);
}

#[tokio::test]
async fn a_token_that_is_gone_already_counts_as_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    let plan = planned(&server, "revoke", &json!({ "tokens": [at] })).await;
    let id = key["id"].as_str().unwrap();
    let path = format!("/workspaces/{id}/serviceaccounts/{account}/tokens/{}", old["id"].as_str().unwrap());
    server.aws("grafana", Method::DELETE, &path, &json!({})).await;
    let view = server.apply(&plan, old["name"].as_str().unwrap()).await;
    assert_eq!(view["state"], "applied", "{view}");
}

#[tokio::test]
async fn a_workspace_that_is_being_deleted_takes_no_token() {
    let server = TestServer::start_with(|config| {
        if let Some(emulator) = &mut config.emulator {
            emulator.life_cycle = std::time::Duration::from_millis(1500);
        }
    })
    .await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let path = format!("/workspaces/{}", key["id"].as_str().unwrap());
    server.aws("grafana", Method::DELETE, &path, &json!({})).await;
    let (status, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 0);
}

#[tokio::test]
async fn a_mint_whose_secret_was_seen_does_not_offer_to_revoke_it() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let (plan, answer) = minted(&server, &key, &account, "ci").await;
    assert_eq!(answer["view"]["undoable"], false, "{answer}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(!page.contains("Revoke"), "{page}");
}

#[tokio::test]
async fn a_token_of_a_lost_mint_is_found_by_its_mark_where_aws_does_not_say_when_it_was_made() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &values(&key, &account, "ci")).await;
    let cut = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    server.call("mint/reveal", &server.decision(&plan, "").await).await;
    let mut token = tokens(&server, &key, &account).await.remove(0);
    token.as_object_mut().unwrap().remove("createdAt").unwrap();
    let body = json!({ "serviceAccountId": account, "workspaceId": key["id"], "serviceAccountTokens": [token] });
    let untold = json!({ "operation": "ListWorkspaceServiceAccountTokens", "kind": "answer", "body": body });
    server.emulator(Method::POST, "faults", &untold).await;
    let (status, answer) = server.call("plan/undo", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let undo = server.ask("changes/view", &json!({ "id": answer })).await["value"].take();
    assert!(undo["title"].as_str().unwrap().contains(token["name"].as_str().unwrap()), "{undo}");
}
