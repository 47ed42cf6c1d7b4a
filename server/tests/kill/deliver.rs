//! A delivery whose server is killed: the secret died with it, so the next server looks whether it arrived, and sends
//! nothing in its place. The tag that says whose it is is looked for and sent.

use crate::once::Killed;
use crate::process::{ACCOUNT, Emulator, REGION, Server};
use crate::windows::{end, held, strike};
use crate::world::{key, mark, workspace};
use http::Method;
use serde_json::{Value, json};

const DELIVER: &str = "CreateSecret";

/// A server that was killed while AWS held the delivery of a token it had minted.
async fn delivery(kind: &str) -> Killed {
    let values = |id: &str, account: &str| {
        let token = json!({
            "workspace": key(id), "account": account, "name": "ci", "seconds_to_live": 3600, "deliver_to": "belvedere/ci",
        });
        json!({ "values": token })
    };
    Killed::start("plan/mint-token", values, DELIVER, "", kind).await
}

/// Has the next server go on, with a secret somebody entered; what became of the delivery.
async fn outcome(killed: &mut Killed) -> Value {
    killed.server.restart();
    assert_eq!(killed.server.view(&killed.plan).await["state"], "interrupted");
    let resume = json!({ "id": killed.plan, "send": true, "secret": "entered by somebody" });
    killed.server.ask("changes/resume", resume).await;
    killed.server.over(&killed.plan).await["steps"][1]["outcome"].clone()
}

/// How many versions of secrets AWS holds.
async fn versions(killed: &Killed) -> usize {
    let route = format!("secrets?account={ACCOUNT}&region={REGION}");
    let found = killed.emulator.own(Method::GET, &route, &Value::Null).await;
    found.as_array().unwrap().iter().map(|secret| secret["versions"].as_array().unwrap().len()).sum()
}

#[tokio::test]
async fn a_delivery_of_a_dead_server_that_was_not_done_is_unknown_and_no_other_secret_takes_its_place() {
    let mut killed = delivery("held").await;
    let outcome = outcome(&mut killed).await;
    assert_eq!(outcome["word"], "unknown", "{outcome}");
    assert_eq!((killed.count(DELIVER).await, versions(&killed).await), (1, 0));
}

#[tokio::test]
async fn a_delivery_of_a_dead_server_that_was_done_is_found_done() {
    let mut killed = delivery("held_after").await;
    let outcome = outcome(&mut killed).await;
    assert_eq!(outcome["word"], "verified", "{outcome}");
    assert_eq!((killed.count(DELIVER).await, versions(&killed).await), (1, 1));
}

/// The plan of a token that is delivered.
async fn planned(server: &Server, id: &str, account: &str, name: &str) -> Value {
    let values = json!({
        "workspace": key(id), "account": account, "name": name, "seconds_to_live": 3600, "deliver_to": "belvedere/ci",
    });
    let form = server.ask("form/new", json!({})).await;
    let plan = server.ask("plan/mint-token", json!({ "form": form, "values": values })).await;
    let mut view = server.view(plan.as_str().unwrap()).await;
    view["typed"] = view["confirmation"]["text"].take();
    view
}

/// A server that was killed while AWS held the tag of a secret that had been another token's.
async fn tagging(kind: &str) -> Killed {
    let emulator = Emulator::start();
    let id = workspace(&emulator, "edge").await;
    let account = json!({ "name": "deployer", "grafanaRole": "EDITOR" });
    let made = emulator.grafana(Method::POST, &format!("/workspaces/{id}/serviceaccounts"), &account).await;
    let account = made["id"].as_str().unwrap();
    let mut server = Server::start(&emulator).await;
    let first = planned(&server, &id, account, "first").await;
    server.go_on(&first).await;
    assert_eq!(server.over(first["id"].as_str().unwrap()).await["state"], "applied");
    let view = planned(&server, &id, account, "second").await;
    let since = mark(&emulator).await;
    strike(&emulator, "TagResource", "belvedere/ci", kind).await;
    let (path, mut body) = Server::next(&view);
    body["typed"] = view["typed"].clone();
    let request = tokio::spawn(server.request(path, body));
    held(&emulator).await;
    end(&emulator, &mut server, since).await;
    let _lost = request.await;
    let plan = view["id"].as_str().unwrap().to_owned();
    Killed { emulator, server, plan }
}

#[tokio::test]
async fn a_tag_of_a_dead_server_is_looked_for_and_sent_where_it_is_not_there() {
    for (kind, calls) in [("held", 2), ("held_after", 1)] {
        let mut killed = tagging(kind).await;
        killed.server.restart();
        let resume = json!({ "id": killed.plan, "send": true, "secret": "" });
        killed.server.ask("changes/resume", resume).await;
        let view = killed.server.over(&killed.plan).await;
        let words: Vec<&Value> =
            view["steps"].as_array().unwrap().iter().map(|step| &step["outcome"]["word"]).collect();
        assert_eq!(words, ["applied", "applied", "verified"], "{kind}: {view}");
        assert_eq!((killed.count("TagResource").await, versions(&killed).await), (calls, 2), "{kind}");
    }
}
