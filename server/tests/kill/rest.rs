//! What becomes of the rest of an interrupted plan: it is sent or dropped, and nothing of somebody else's is overwritten.

use crate::process::{ACCOUNT, Emulator, REGION, Server};
use crate::windows::{Window, end, held, kill, strike};
use crate::world::{LOOK, SIGN_IN, WRITE, calls, key, mark, metadata, plan, source, workspace};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// A plan to copy a sign-in to four workspaces, and the server that is about to apply it.
struct Copying {
    emulator: Emulator,
    server: Server,
    from: String,
    to: Vec<String>,
    plan: String,
}

impl Copying {
    async fn start() -> Self {
        let emulator = Emulator::start();
        let from = source(&emulator, "one").await;
        let mut to = Vec::new();
        for number in 0..4 {
            to.push(workspace(&emulator, &format!("edge-{number}")).await);
        }
        let server = Server::start(&emulator).await;
        let plan = plan(&server, &from, &to).await;
        Self { emulator, server, from, to, plan }
    }

    /// Kills the server in a window of the second step, and starts the next.
    async fn interrupt(&mut self, window: Window) {
        let view = self.server.view(&self.plan).await;
        kill(&self.emulator, &mut self.server, &view, (SIGN_IN, &self.to[1]), window).await;
        self.server.restart();
        assert_eq!(self.server.view(&self.plan).await["state"], "interrupted");
    }

    async fn drop_the_rest(&self) -> Value {
        self.server.ask("changes/resume", json!({ "id": self.plan, "send": false, "secret": "" })).await;
        self.server.over(&self.plan).await
    }

    async fn go_on(&self) -> Value {
        self.server.go_on(&self.server.view(&self.plan).await).await;
        self.server.over(&self.plan).await
    }

    /// How often a target was written to.
    async fn writes(&self, target: usize) -> usize {
        let calls = calls(&self.emulator, 0).await;
        calls.iter().filter(|call| call.is(WRITE, &self.to[target])).count()
    }
}

fn words(view: &Value) -> Vec<&str> {
    let steps = view["steps"].as_array().unwrap();
    steps.iter().map(|step| step["outcome"]["word"].as_str().unwrap_or("none")).collect()
}

fn message(view: &Value, step: usize) -> &str {
    view["steps"][step]["outcome"]["message"].as_str().unwrap()
}

#[tokio::test]
async fn dropping_the_rest_sends_nothing_more_and_ends_the_plan() {
    let mut plan = Copying::start().await;
    plan.interrupt(Window::Recorded).await;
    let view = plan.drop_the_rest().await;
    assert_eq!((words(&view), &view["state"]), (vec!["applied", "refused", "refused", "refused"], &json!("failed")));
    assert!(message(&view, 3).contains("not sent"), "{view}");
    assert_eq!((plan.writes(1).await, plan.writes(2).await, plan.writes(3).await), (0, 0, 0));
    let again = json!({ "id": plan.plan, "send": true, "secret": "" });
    let (status, _) = plan.server.request("changes/resume", again).await.unwrap();
    assert_eq!(status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn dropping_the_rest_looks_up_what_was_begun_and_does_not_send_it_again() {
    let mut plan = Copying::start().await;
    plan.interrupt(Window::Held).await;
    let since = mark(&plan.emulator).await;
    let view = plan.drop_the_rest().await;
    assert_eq!((words(&view), &view["state"]), (vec!["applied", "unknown", "refused", "refused"], &json!("unknown")));
    assert!(message(&view, 1).contains("not sent again"), "{view}");
    assert!(calls(&plan.emulator, since).await.iter().any(|call| call.is(LOOK, &plan.to[1])));
    assert_eq!(plan.writes(1).await, 1);
}

#[tokio::test]
async fn dropping_the_rest_says_of_what_was_begun_that_it_was_done() {
    let mut plan = Copying::start().await;
    plan.interrupt(Window::Done).await;
    let view = plan.drop_the_rest().await;
    assert_eq!(words(&view), ["applied", "verified", "refused", "refused"], "{view}");
    assert_eq!(plan.writes(1).await, 1);
}

#[tokio::test]
async fn what_somebody_else_changed_while_the_server_was_dead_is_not_overwritten() {
    let mut plan = Copying::start().await;
    plan.interrupt(Window::Held).await;
    let theirs = json!({ "authenticationProviders": ["AWS_SSO", "SAML"], "samlConfiguration": {
        "idpMetadata": { "url": "https://theirs.example.com" }, "roleValues": { "admin": ["Theirs"] },
    } });
    plan.emulator.grafana(Method::POST, &format!("/workspaces/{}/authentication", plan.to[1]), &theirs).await;
    let view = plan.go_on().await;
    assert_eq!(words(&view), ["applied", "unknown", "applied", "applied"], "{view}");
    assert!(message(&view, 1).contains("not sent again"), "{view}");
    assert_eq!(metadata(&plan.emulator, &plan.to[1]).await, "https://theirs.example.com");
    assert_eq!(metadata(&plan.emulator, &plan.to[2]).await, metadata(&plan.emulator, &plan.from).await);
}

#[tokio::test]
async fn the_rest_of_a_target_that_somebody_else_changed_meanwhile_is_refused() {
    let emulator = Emulator::start();
    let id = workspace(&emulator, "edge").await;
    let arn = format!("arn:aws:grafana:{REGION}:{ACCOUNT}:/workspaces/{id}");
    let path = format!("/tags/{}", arn.replace('/', "%2F").replace(':', "%3A"));
    emulator.grafana(Method::POST, &path, &json!({ "tags": { "stage": "prod" } })).await;
    let mut server = Server::start(&emulator).await;
    let opening = json!({ "key": key(&id), "opening": { "form": null, "from": null } });
    let opened = server.ask("form/edit-tags", opening).await;
    let values = json!({ "tags": [["team", "edge"]] });
    let edit = json!({ "key": key(&id), "base": opened["base"], "values": values, "merge": false });
    let plan = server.ask("plan/edit-tags", json!({ "form": opened["id"], "edit": edit })).await;
    let plan = plan.as_str().unwrap();
    let since = mark(&emulator).await;
    strike(&emulator, "TagResource", &arn, "held").await;
    server.go_on(&server.view(plan).await).await;
    held(&emulator).await;
    end(&emulator, &mut server, since).await;
    // As if the server had died a moment earlier.
    server.change("UPDATE steps SET intended_at = NULL WHERE number = 2").await;
    emulator.grafana(Method::POST, &path, &json!({ "tags": { "team": "theirs" } })).await;
    server.restart();
    server.go_on(&server.view(plan).await).await;
    let view = server.over(plan).await;
    assert_eq!(words(&view), ["applied", "refused"], "{view}");
    assert_eq!(view["steps"][1]["outcome"]["moved"][0]["field"], "team", "{view}");
    assert_eq!(emulator.grafana(Method::GET, &path, &Value::Null).await["tags"], json!({ "team": "theirs" }));
}
