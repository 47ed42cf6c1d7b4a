//! Whose account: nothing is read from, changed in or delivered to another account than the one the page names.

use crate::support::{ACCOUNT, REGION, TestServer, eventually, workspace};
use http::{Method, StatusCode};
use model::{AccountId, Region, Scope};
use serde_json::{Value, json};
use server::config::{Account, Config};

/// Configured without a role, though the credentials are not its own.
const OTHER: &str = "903211874410";

fn without_a_role(id: &str) -> Account {
    Account { id: AccountId::parse(id).unwrap(), name: String::new(), role_arn: None, external_id: None }
}

fn scope(account: &str) -> Scope {
    Scope { account: AccountId::parse(account).unwrap(), region: Region::parse(REGION).unwrap() }
}

fn of(account: &str, id: &str) -> Value {
    json!({ "kind": "grafana", "scope": { "account": account, "region": REGION }, "id": id })
}

/// A server that looks after `OTHER` as well.
async fn misled() -> TestServer {
    TestServer::start_with(|config: &mut Config| config.accounts.push(without_a_role(OTHER))).await
}

fn names_both(text: &str) {
    assert!(text.contains(ACCOUNT) && text.contains(OTHER), "{text}");
}

/// What the list of Grafana workspaces says of `OTHER`.
async fn trouble(server: &TestServer) -> Value {
    eventually("the scope is told to be in trouble", async || {
        let index = server.ask("fleet/index", &json!({ "kind": "grafana" })).await;
        let scopes = index["scopes"].as_array().unwrap();
        let error = scopes.iter().find(|one| one["scope"]["account"] == OTHER).unwrap()["error"].clone();
        (!error.is_null()).then_some(error)
    })
    .await
}

#[tokio::test]
async fn an_account_the_credentials_do_not_belong_to_is_a_scope_in_trouble_and_the_others_are_shown() {
    let server = misled().await;
    server.workspace("payments-prod").await;
    names_both(trouble(&server).await["message"].as_str().unwrap());
    let (_, page) = server.page("/grafana").await;
    assert!(page.contains("payments-prod"), "{page}");
    let index = server.ask("fleet/index", &json!({ "kind": "grafana" })).await;
    let rows = index["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "{index}");
    let table = page.rsplit("Accounts and regions that could not be read").next().unwrap();
    names_both(table.split("</table>").next().unwrap());
}

#[tokio::test]
async fn a_deletion_planned_in_one_account_deletes_nothing_in_another() {
    let server = misled().await;
    let key = server.workspace("payments-prod").await;
    let astray = of(OTHER, key["id"].as_str().unwrap());
    let form = json!({ "form": server.form().await, "key": astray });
    let (status, answer) = server.call("plan/delete-resource", &form).await;
    assert_ne!(status, StatusCode::OK, "{answer}");
    names_both(answer["message"].as_str().unwrap());
    assert_eq!(server.calls_of("DeleteWorkspace").await, 0);
}

#[tokio::test]
async fn nothing_is_created_in_another_account() {
    let server = misled().await;
    let mut values = workspace("payments-prod");
    values["place"] = json!(format!("{OTHER}/{REGION}"));
    let form = json!({ "form": server.form().await, "values": values });
    let (status, answer) = server.call("plan/create-workspace", &form).await;
    if status == StatusCode::OK {
        let view = server.apply(answer.as_str().unwrap(), "").await;
        assert_ne!(view["state"], "applied", "{view}");
        names_both(view["steps"][0]["outcome"]["message"].as_str().unwrap());
    }
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
}

#[tokio::test]
async fn a_secret_for_one_account_is_not_delivered_to_another() {
    let server = TestServer::start_with(|config| {
        config.delivery = Some(server::config::Delivery::to(scope(OTHER)));
    })
    .await;
    let (key, account) = crate::mint::account(&server).await;
    let mut form = crate::tokens::values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let body = json!({ "form": server.form().await, "values": form });
    let (status, answer) = server.call("plan/mint-token", &body).await;
    assert_ne!(status, StatusCode::OK, "{answer}");
    names_both(answer["message"].as_str().unwrap());
    assert_eq!(server.calls_of("CreateSecret").await + server.calls_of("DescribeSecret").await, 0);
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 0);
}

#[tokio::test]
async fn a_secret_is_delivered_by_a_role_of_its_own() {
    let server = TestServer::start_with(|config| {
        let role_arn = Some(format!("arn:aws:iam::{OTHER}:role/belvedere-delivery"));
        config.delivery = Some(server::config::Delivery { role_arn, ..server::config::Delivery::to(scope(OTHER)) });
    })
    .await;
    let (key, account) = crate::mint::account(&server).await;
    let mut form = crate::tokens::values(&key, &account, "ci");
    form["deliver_to"] = json!("belvedere/ci");
    let plan = crate::tokens::planned(&server, "mint-token", &form).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    let told = server.emulator(Method::GET, &format!("secrets?account={OTHER}&region={REGION}"), &json!({})).await;
    assert!(told.contains("belvedere/ci"), "{told}");
}

#[tokio::test]
async fn the_callers_own_account_is_the_one_the_fleet_is_of() {
    let server = TestServer::start_with(|config| config.accounts.clear()).await;
    let key = server.workspace("payments-prod").await;
    assert_eq!(key["scope"]["account"], ACCOUNT);
    assert!(server.calls_of("GetCallerIdentity").await == 1);
}

#[tokio::test]
async fn a_directory_of_an_account_the_credentials_do_not_belong_to_is_not_asked() {
    let server = TestServer::start_with(|config| {
        crate::access::with_directory(config);
        config.directory.as_mut().unwrap().account = AccountId::parse(OTHER).unwrap();
    })
    .await;
    let told = eventually("the directory is told to be in trouble", async || {
        let error = crate::access::index(&server).await["directory"]["error"].take();
        (!error.is_null()).then_some(error)
    })
    .await;
    names_both(told["message"].as_str().unwrap());
    assert_eq!(server.calls_of("ListUsers").await + server.calls_of("ListGroups").await, 0);
}
