//! API keys: in the ledger from before the call until they are revoked, whatever becomes of the answer.

use crate::support::{ACCOUNT, REGION, TestServer, eventually, workspace};
use crate::tokens::{planned, revoke_what_was_minted, row};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// A workspace of a version that still has API keys.
pub async fn of_version_nine(server: &TestServer) -> Value {
    named_of_version_nine(server, "legacy").await
}

async fn named_of_version_nine(server: &TestServer, name: &str) -> Value {
    let mut values = workspace(name);
    values["version"] = json!("9.4");
    let plan = planned(server, "create-workspace", &values).await;
    let view = server.apply(&plan, "").await;
    let id = view["result_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let key = json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": id });
    eventually("the workspace is active", async || {
        let found = server.ask("resource/find", &json!({ "key": key })).await;
        (found["Here"]["row"]["status"] == "ACTIVE").then_some(())
    })
    .await;
    key
}

pub fn key_values(key: &Value, name: &str) -> Value {
    json!({ "workspace": key, "name": name, "grafana_role": "VIEWER", "seconds_to_live": 3600, "note": { "owner": "Platform" } })
}

#[tokio::test]
async fn an_api_key_is_known_from_the_ledger_until_it_is_revoked() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "exporter")).await;
    let minted = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    assert!(minted["secret"].as_str().unwrap().len() > 40);
    let shown = row(&server, "exporter").await;
    assert_eq!(
        (&shown["kind"], &shown["note"]["owner"], &shown["created_by"]),
        (&json!("key"), &json!("Platform"), &json!("local"))
    );
    let name = shown["name"].as_str().unwrap().to_owned();
    let revoke = planned(&server, "revoke", &json!({ "keys": [{ "workspace": key, "name": name }] })).await;
    assert_eq!(server.apply(&revoke, &name).await["state"], "applied");
    let page = server.ask("tokens/page", &json!({ "search": [["kind", "key"]] })).await;
    assert_eq!(page["page"]["matches"], 0);
}

#[tokio::test]
async fn an_api_key_that_is_throttled_is_asked_for_once_and_is_not_in_the_ledger() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "busy")).await;
    let throttled = json!({ "operation": "CreateWorkspaceApiKey", "kind": "throttled" });
    server.emulator(Method::POST, "faults", &throttled).await;
    let (_, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert!(answer["message"].as_str().unwrap().contains("Nothing was minted"), "{answer}");
    assert_eq!(server.calls_of("CreateWorkspaceApiKey").await, 1);
    let page = server.ask("tokens/page", &json!({ "search": [["kind", "key"]] })).await;
    assert_eq!(page["page"]["matches"], 0);
}

#[tokio::test]
async fn an_api_key_that_aws_refused_is_not_in_the_ledger() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "denied")).await;
    let denied = json!({ "operation": "CreateWorkspaceApiKey", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let (status, _) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let page = server.ask("tokens/page", &json!({ "search": [["kind", "key"]] })).await;
    assert_eq!(page["page"]["matches"], 0);
}

#[tokio::test]
async fn an_api_key_whose_answer_was_lost_is_listed_as_perhaps_there_and_revoked_by_its_name() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "lost")).await;
    let cut = json!({ "operation": "CreateWorkspaceApiKey", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(row(&server, "lost").await["unsure"], true);
    revoke_what_was_minted(&server, &plan).await;
    let page = server.ask("tokens/page", &json!({ "search": [["kind", "key"]] })).await;
    assert_eq!(page["page"]["matches"], 0);
}

#[tokio::test]
async fn a_version_without_api_keys_is_told_before_anything_is_planned() {
    let server = TestServer::start().await;
    let key = server.workspace("modern").await;
    let body = json!({ "form": server.form().await, "values": key_values(&key, "exporter") });
    let (status, answer) = server.call("plan/mint-key", &body).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(answer["message"].as_str().unwrap().contains("no API keys any more"), "{answer}");
}

#[tokio::test]
async fn a_key_that_is_not_there_yet_stays_in_the_ledger_after_a_mint_without_an_answer() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let plan = planned(&server, "mint-key", &key_values(&key, "late")).await;
    let cut = json!({ "operation": "CreateWorkspaceApiKey", "kind": "cut_before", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    server.call("mint/reveal", &server.decision(&plan, "").await).await;
    let name = row(&server, "late").await["name"].as_str().unwrap().to_owned();
    let revoke = server.ask("plan/undo", &json!({ "id": plan })).await.as_str().unwrap().to_owned();
    let view = server.apply(&revoke, &name).await;
    assert_eq!(view["state"], "unknown", "{view}");
    assert!(view["steps"][0]["outcome"]["message"].as_str().unwrap().contains("in some minutes"), "{view}");
    assert_eq!(row(&server, "late").await["unsure"], true);
}

#[tokio::test]
async fn a_key_of_a_workspace_whose_deletion_fails_stays_in_the_ledger() {
    let server = TestServer::start().await;
    let key = named_of_version_nine(&server, "delete-fails-legacy").await;
    let plan = planned(&server, "mint-key", &key_values(&key, "exporter")).await;
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let delete = server.ask("plan/delete-resource", &json!({ "form": server.form().await, "key": key })).await;
    server.apply(delete.as_str().unwrap(), "delete-fails-legacy").await;
    eventually("the deletion failed", async || {
        let found = server.ask("resource/find", &json!({ "key": key })).await;
        (found["Here"]["row"]["status"] == "DELETION_FAILED").then_some(())
    })
    .await;
    let shown = row(&server, "exporter").await;
    assert_eq!((&shown["kind"], &shown["note"]["owner"]), (&json!("key"), &json!("Platform")));
}

#[tokio::test]
async fn a_key_named_like_the_folder_above_is_not_revoked_and_its_workspace_stays() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    for name in ["..", ".", "%2e%2E", "..%2f", "a/../.."] {
        let values = json!({ "keys": [{ "workspace": key, "name": name }] });
        let body = json!({ "form": server.form().await, "values": values });
        let (status, answer) = server.call("plan/revoke", &body).await;
        assert_eq!(
            (status, &answer["fields"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("keys")),
            "{name}"
        );
    }
    assert_eq!(server.calls_of("DeleteWorkspace").await + server.calls_of("DeleteWorkspaceApiKey").await, 0);
}

#[tokio::test]
async fn a_key_is_not_named_so_that_it_could_not_be_revoked() {
    let server = TestServer::start().await;
    let key = of_version_nine(&server).await;
    let body = json!({ "form": server.form().await, "values": key_values(&key, "a/../b") });
    let (status, answer) = server.call("plan/mint-key", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("name")), "{answer}");
}
