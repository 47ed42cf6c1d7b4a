//! What may not be done twice: after its server was killed it is looked up and never sent again, and what is not known
//! is said to be so.

use crate::process::{ACCOUNT, Emulator, REGION, Server};
use crate::windows::{end, held, strike};
use crate::world::{calls, key, mark, workspace};
use http::Method;
use serde_json::{Value, json};

/// One workspace with one service account, and a server that was killed while a plan of its was under way.
pub struct Killed {
    pub emulator: Emulator,
    pub server: Server,
    pub plan: String,
}

impl Killed {
    /// Plans something on a workspace of that name, has it sent, and kills the server while AWS holds `operation`.
    pub async fn start(
        form: &str,
        values: impl Fn(&str, &str) -> Value,
        operation: &str,
        target: &str,
        kind: &str,
    ) -> Self {
        let emulator = Emulator::start();
        let id = workspace(&emulator, "edge").await;
        let account = json!({ "name": "deployer", "grafanaRole": "EDITOR" });
        let made = emulator.grafana(Method::POST, &format!("/workspaces/{id}/serviceaccounts"), &account).await;
        let account = made["id"].as_str().unwrap();
        let mut server = Server::start(&emulator).await;
        let mut body = values(&id, account);
        body["form"] = server.ask("form/new", json!({})).await;
        let plan = server.ask(form, body).await.as_str().unwrap().to_owned();
        let view = server.view(&plan).await;
        let since = mark(&emulator).await;
        strike(&emulator, operation, &target.replace("ID", &id).replace("ACCOUNT", account), kind).await;
        // What is delivered is shown to nobody, and applied like any other plan.
        let shown = !view["credential"].is_null() && view["credential"]["delivered_to"].is_null();
        let (path, mut body) = match shown {
            true => ("mint/reveal", json!({ "id": plan, "reviewed": view["created_at"] })),
            false => Server::next(&view),
        };
        body["typed"] = view["confirmation"]["text"].as_str().unwrap_or_default().into();
        let request = tokio::spawn(server.request(path, body));
        held(&emulator).await;
        end(&emulator, &mut server, since).await;
        let _lost = request.await;
        Self { emulator, server, plan }
    }

    async fn mint(operation: &str, target: &str, kind: &str) -> Self {
        let values = |id: &str, account: &str| {
            let token = json!({ "workspace": key(id), "account": account, "name": "ci", "seconds_to_live": 3600 });
            json!({ "values": token })
        };
        Self::start("plan/mint-token", values, operation, target, kind).await
    }

    async fn deletion(kind: &str) -> Self {
        Self::start("plan/delete-resource", |id, _| json!({ "key": key(id) }), "DeleteWorkspace", "ID", kind).await
    }

    /// Has the next server go on with the plan; what became of its one step.
    async fn outcome(&mut self) -> Value {
        self.server.restart();
        let view = self.server.view(&self.plan).await;
        assert_eq!(view["state"], "interrupted", "{view}");
        self.server.go_on(&view).await;
        let view = self.server.over(&self.plan).await;
        assert_eq!(view["steps"].as_array().unwrap().len(), 1);
        view["steps"][0]["outcome"].clone()
    }

    /// The same, with what was not sent yet dropped.
    async fn outcome_of_dropping(&mut self) -> Value {
        self.server.restart();
        self.server.ask("changes/resume", json!({ "id": self.plan, "send": false, "secret": "" })).await;
        self.server.over(&self.plan).await["steps"][0]["outcome"].clone()
    }

    pub async fn count(&self, operation: &str) -> usize {
        calls(&self.emulator, 0).await.iter().filter(|call| call.operation == operation).count()
    }
}

fn told<'a>(outcome: &'a Value, word: &str) -> &'a str {
    assert_eq!(outcome["word"], word, "{outcome}");
    outcome["message"].as_str().unwrap()
}

const MINT: &str = "CreateWorkspaceServiceAccountToken";

#[tokio::test]
async fn a_mint_of_a_dead_server_that_was_done_is_not_repeated_and_says_that_the_token_exists() {
    let mut killed = Killed::mint(MINT, "ID/ACCOUNT", "held_after").await;
    let outcome = killed.outcome().await;
    let message = told(&outcome, "unknown");
    assert!(
        message.contains("a token named ci-")
            && message.contains("exists now")
            && message.contains("Unless somebody has its"),
        "{message}"
    );
    assert_eq!(killed.count(MINT).await, 1);
}

#[tokio::test]
async fn a_mint_of_a_dead_server_that_was_not_done_is_not_repeated_and_says_that_no_token_is_listed() {
    let mut killed = Killed::mint(MINT, "ID/ACCOUNT", "held").await;
    let outcome = killed.outcome().await;
    let message = told(&outcome, "unknown");
    assert!(message.contains("no token named ci-") && message.contains("is listed"), "{message}");
    assert_eq!(killed.count(MINT).await, 1);
}

#[tokio::test]
async fn a_mint_of_a_dead_server_that_cannot_be_looked_up_claims_nothing_of_the_token() {
    let mut killed = Killed::mint(MINT, "ID/ACCOUNT", "held_after").await;
    let denied = json!({ "operation": "ListWorkspaceServiceAccountTokens", "kind": "denied" });
    killed.emulator.own(Method::POST, "faults", &denied).await;
    let outcome = killed.outcome().await;
    let message = told(&outcome, "unknown");
    assert!(!message.contains("no token named") && message.contains("could not be listed"), "{message}");
    assert_eq!(killed.count(MINT).await, 1);
}

#[tokio::test]
async fn a_mint_of_a_dead_server_that_was_never_sent_is_not_sent_any_more() {
    let mut killed = Killed::mint("ListWorkspaceServiceAccountTokens", "ID/ACCOUNT", "held").await;
    let outcome = killed.outcome().await;
    assert!(told(&outcome, "refused").contains("not sent"), "{outcome}");
    assert_eq!(killed.count(MINT).await, 0);
}

#[tokio::test]
async fn a_deletion_of_a_dead_server_that_was_done_is_found_done() {
    let mut killed = Killed::deletion("held_after").await;
    told(&killed.outcome().await, "verified");
    assert_eq!(killed.count("DeleteWorkspace").await, 1);
}

#[tokio::test]
async fn a_deletion_of_a_dead_server_that_was_not_done_is_not_repeated() {
    let mut killed = Killed::deletion("held").await;
    let outcome = killed.outcome().await;
    assert!(told(&outcome, "unknown").contains("not sent again"), "{outcome}");
    assert_eq!(killed.count("DeleteWorkspace").await, 1);
}

/// A server that was killed while AWS held the creation of a service account.
async fn account(kind: &str) -> Killed {
    let values =
        |id: &str, _: &str| json!({ "values": { "workspace": key(id), "name": "ci", "grafana_role": "EDITOR" } });
    Killed::start("plan/create-service-account", values, "CreateWorkspaceServiceAccount", "ID", kind).await
}

#[tokio::test]
async fn a_service_account_of_a_dead_server_that_was_made_is_found_and_not_made_twice() {
    let mut killed = account("held_after").await;
    told(&killed.outcome().await, "verified");
    // The first was made by the test.
    assert_eq!(killed.count("CreateWorkspaceServiceAccount").await, 2);
}

#[tokio::test]
async fn dropping_a_service_account_that_was_begun_looks_for_it_and_makes_none() {
    let mut killed = account("held").await;
    let outcome = killed.outcome_of_dropping().await;
    assert!(told(&outcome, "unknown").contains("not sent again"), "{outcome}");
    assert_eq!(killed.count("CreateWorkspaceServiceAccount").await, 2);
}

/// A server that was killed while AWS held the creation of a workspace.
async fn creation(kind: &str) -> Killed {
    let values = |_: &str, _: &str| {
        let place = model::form::Place(format!("{ACCOUNT}/{REGION}"));
        let form =
            model::form::CreateWorkspace { name: "payments".to_owned(), ..model::form::CreateWorkspace::fresh(place) };
        json!({ "values": form })
    };
    Killed::start("plan/create-workspace", values, "CreateWorkspace", "", kind).await
}

#[tokio::test]
async fn a_creation_of_a_dead_server_is_sent_again_under_its_token_and_makes_one_workspace() {
    let mut killed = creation("held_after").await;
    told(&killed.outcome().await, "verified");
    let found = killed.emulator.grafana(Method::GET, "/workspaces", &Value::Null).await;
    // The first was made by the test.
    assert_eq!(found["workspaces"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_creation_that_was_begun_too_long_ago_for_its_token_is_not_sent_again() {
    let mut killed = creation("held").await;
    killed.server.change("UPDATE steps SET intended_at = intended_at - 1800000").await;
    let outcome = killed.outcome().await;
    assert!(told(&outcome, "unknown").contains("not sent again"), "{outcome}");
    assert_eq!(killed.count("CreateWorkspace").await, 2);
}

#[tokio::test]
async fn dropping_a_creation_that_was_begun_does_not_send_it_again() {
    let mut killed = creation("held").await;
    let outcome = killed.outcome_of_dropping().await;
    assert!(told(&outcome, "unknown").contains("not sent again"), "{outcome}");
    assert_eq!(killed.count("CreateWorkspace").await, 2);
}
