//! Purging: everything that expired goes in one plan.

use crate::mint::account;
use crate::support::{TestServer, eventually};
use crate::tokens::minted;
use emulator::Seed;
use http::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn all_expired_tokens_go_in_one_plan_and_the_others_stay() {
    let server = TestServer::start_with(|config| {
        if let Some(emulator) = &mut config.emulator {
            emulator.seed = Seed::Demo;
        }
    })
    .await;
    let mut expired = Value::Null;
    eventually("expired tokens are read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["concern", "expired"]] })).await;
        page["page"]["groups"].as_array().is_some_and(|groups| !groups.is_empty()).then_some(page)
    })
    .await["page"]["groups"][0]["rows"][0]["workspace"]
        .clone_into(&mut expired);
    let body = json!({ "form": server.form().await, "workspaces": [expired] });
    let plan = server.ask("plan/purge", &body).await.as_str().unwrap().to_owned();
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    eventually("none is left there", async || {
        let search = json!([["concern", "expired"], ["workspace", expired["id"]]]);
        let page = server.ask("tokens/page", &json!({ "search": search })).await;
        (page["page"]["matches"] == 0).then_some(())
    })
    .await;
}

/// An account with so many tokens that expired, once they are read.
async fn with_expired(server: &TestServer, count: usize) -> (Value, String) {
    let (key, account) = account(server).await;
    let path = format!("/workspaces/{}/serviceaccounts/{account}/tokens", key["id"].as_str().unwrap());
    for number in 0..count {
        let body = json!({ "name": format!("token-{number}"), "secondsToLive": 1 });
        server.aws("grafana", Method::POST, &path, &body).await;
    }
    // Read again at once for a change of ours; a page that is open waits for a minute.
    minted(server, &key, &account, "ours").await;
    eventually("all are read and expired", async || {
        let search = json!([["concern", "expired"], ["workspace", key["id"]]]);
        let page = server.ask("tokens/page", &json!({ "search": search })).await;
        (page["page"]["matches"] == count).then_some(())
    })
    .await;
    (key, account)
}

#[tokio::test]
async fn more_expired_tokens_go_in_one_plan_than_can_be_chosen_by_name() {
    let server = TestServer::start().await;
    let (key, _) = with_expired(&server, 201).await;
    let body = json!({ "form": server.form().await, "workspaces": [key] });
    let plan = server.ask("plan/purge", &body).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    assert_eq!(view["steps"].as_array().unwrap().len(), 201);
}

#[tokio::test]
async fn a_workspace_whose_tokens_cannot_be_read_is_left_out_of_a_purge_and_said_to_be() {
    let server = TestServer::start().await;
    let (readable, _) = with_expired(&server, 1).await;
    let (silent, account) = with_expired(&server, 1).await;
    let target = format!("{}/{account}", silent["id"].as_str().unwrap());
    let denied = json!({ "operation": "ListWorkspaceServiceAccountTokens", "target": target, "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let body = json!({ "form": server.form().await, "workspaces": [readable, silent] });
    let plan = server.ask("plan/purge", &body).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    assert_eq!(view["steps"].as_array().unwrap().len(), 1, "{view}");
    assert!(view["warnings"].to_string().contains("Its expired tokens stay."), "{view}");
}
