//! Minting: the secret reaches one request, once, and is nowhere afterwards.

use crate::adversity::{held, impatient, lock, release};
use crate::audit::tamper;
use crate::support::{TestServer, eventually};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// A workspace with one service account: (workspace key, account id).
pub async fn account(server: &TestServer) -> (Value, String) {
    let key = server.workspace("payments-prod").await;
    let values = json!({ "workspace": key, "name": "deployer", "grafana_role": "EDITOR" });
    let plan =
        server.ask("plan/create-service-account", &json!({ "form": server.form().await, "values": values })).await;
    let view = server.apply(plan.as_str().unwrap(), "").await;
    assert_eq!(view["state"], "applied", "{view}");
    let path = format!("/workspaces/{}/serviceaccounts", key["id"].as_str().unwrap());
    let (_, accounts) = server.aws("grafana", Method::GET, &path, &json!({})).await;
    (key, accounts["serviceAccounts"][0]["id"].as_str().unwrap().to_owned())
}

async fn plan(server: &TestServer, key: &Value, account: &str, name: &str) -> String {
    let values = json!({ "workspace": key, "account": account, "name": name, "seconds_to_live": 3600 });
    let plan = server.ask("plan/mint-token", &json!({ "form": server.form().await, "values": values })).await;
    plan.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_secret_is_answered_once_and_never_again() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let minted = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    assert!(minted["secret"].as_str().unwrap().starts_with("glsa_"));
    let (status, again) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(!again.to_string().contains("glsa_"), "{again}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn a_plan_minted_by_two_requests_at_once_makes_one_token_for_one_of_them() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let body = server.decision(&plan, "").await;
    let answers = futures::future::join_all((0..8).map(|_| server.call("mint/reveal", &body))).await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == StatusCode::OK).count(), 1);
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn a_secret_is_not_in_the_database_nor_in_the_plans_page() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let minted = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let secret = minted["secret"].as_str().unwrap();
    for file in std::fs::read_dir(&server.data).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(secret));
    }
    let (status, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(status == StatusCode::OK && !page.contains(secret));
}

#[tokio::test]
async fn a_mint_cannot_be_applied_where_its_secret_would_be_lost() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let (status, _) = server.call("changes/apply", &server.decision(&plan, "").await).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 0);
}

#[tokio::test]
async fn a_mint_whose_answer_is_lost_says_that_the_token_exists_and_is_not_repeated() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let cut = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "cut_after", "times": 1 });
    server.emulator(Method::POST, "faults", &cut).await;
    let (_, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    assert!(answer["message"].as_str().unwrap().contains("exists now"), "{answer}");
    assert_eq!(server.calls_of("CreateWorkspaceServiceAccountToken").await, 1);
}

#[tokio::test]
async fn a_mint_is_carried_to_its_end_when_its_request_goes_away() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let held = json!({ "operation": "CreateWorkspaceServiceAccountToken", "kind": "held_after", "times": 1 });
    server.emulator(Method::POST, "faults", &held).await;
    let body = server.decision(&plan, "").await;
    tokio::select! {
        _ = server.call("mint/reveal", &body) => panic!("a held call was answered"),
        () = eventually("the mint is held at AWS", async || {
            let armed: Value = serde_json::from_str(&server.emulator(Method::GET, "faults", &json!({})).await).unwrap();
            (armed[0]["held"] == 1).then_some(())
        }) => {}
    }
    server.emulator(Method::DELETE, "faults", &json!({})).await;
    let view = server.over(&plan).await;
    assert_eq!(view["state"], "applied", "{view}");
}

const MINT: &str = "CreateWorkspaceServiceAccountToken";

#[tokio::test]
async fn a_secret_reaches_its_reader_while_the_database_stays_locked() {
    let server = impatient().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let body = server.decision(&plan, "").await;
    server.emulator(Method::POST, "faults", &json!({ "operation": MINT, "kind": "held", "times": 1 })).await;
    let locked = async {
        held(&server).await;
        let lock = lock(&server).await;
        release(&server, MINT).await;
        lock
    };
    let ((status, answer), lock) = tokio::join!(server.call("mint/reveal", &body), locked);
    assert_eq!(status, StatusCode::OK, "{}", answer["message"]);
    assert!(answer["secret"].as_str().unwrap().starts_with("glsa_"));
    sqlx::Connection::close(lock).await.unwrap();
    assert_eq!(server.over(&plan).await["state"], "interrupted");
    let audit = server.ask("audit/page", &json!({ "search": [["event", "undelivered"]] })).await;
    assert_eq!(audit["page"]["events"], json!([]));
}

#[tokio::test]
async fn a_secret_reaches_its_reader_though_its_plan_cannot_be_read_any_more() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let body = server.decision(&plan, "").await;
    let spoilt = "CREATE TRIGGER spoilt AFTER UPDATE OF state ON plans WHEN NEW.state = 'applied' \
                  BEGIN UPDATE plans SET view = '{' WHERE id = NEW.id; END";
    tamper(&server.data, spoilt).await;
    let minted = server.ask("mint/reveal", &body).await;
    assert!(minted["secret"].as_str().unwrap().starts_with("glsa_"));
    assert_eq!(minted["view"]["state"], "applying");
}

#[tokio::test]
async fn a_mint_that_is_throttled_is_sent_once_and_told_to_have_minted_nothing() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "throttled-ci").await;
    let (status, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    let message = answer["message"].as_str().unwrap();
    assert!(status == StatusCode::CONFLICT && message.contains("asked too often"), "{answer}");
    assert!(message.contains("Nothing was minted") && message.contains("plan it again"), "{answer}");
    assert_eq!(server.calls_of(MINT).await, 1);
}

#[tokio::test]
async fn a_mint_that_aws_refused_is_told_to_be_refused_when_it_is_asked_for_again() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let body = server.decision(&plan, "").await;
    server.emulator(Method::POST, "faults", &json!({ "operation": MINT, "kind": "denied", "times": 1 })).await;
    server.call("mint/reveal", &body).await;
    let (status, answer) = server.call("mint/reveal", &body).await;
    let message = answer["message"].as_str().unwrap();
    assert!(status == StatusCode::CONFLICT && message.contains("AWS refused it"), "{answer}");
    assert!(!message.contains("minted already"), "{answer}");
    assert_eq!(server.calls_of(MINT).await, 1);
}

#[tokio::test]
async fn a_mint_that_is_under_way_for_another_tab_is_told_to_be() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let plan = plan(&server, &key, &account, "ci").await;
    let body = server.decision(&plan, "").await;
    server.emulator(Method::POST, "faults", &json!({ "operation": MINT, "kind": "held", "times": 1 })).await;
    let other = async {
        held(&server).await;
        let answer = server.call("mint/reveal", &body).await;
        release(&server, MINT).await;
        answer
    };
    let ((first, _), (second, answer)) = tokio::join!(server.call("mint/reveal", &body), other);
    assert_eq!((first, second), (StatusCode::OK, StatusCode::CONFLICT));
    assert!(answer["message"].as_str().unwrap().contains("being minted just now"), "{answer}");
}

#[tokio::test]
async fn a_lifetime_aws_does_not_take_is_refused_on_its_field() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    for seconds in [0, 2_592_001] {
        let values = json!({ "workspace": key, "account": account, "name": "ci", "seconds_to_live": seconds });
        let (status, answer) =
            server.call("plan/mint-token", &json!({ "form": server.form().await, "values": values })).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer["fields"][0]["field"], "seconds_to_live", "{answer}");
    }
}
