//! A delivery whose server is killed: the secret died with it, so the next server looks whether it arrived, and sends
//! nothing in its place.

use crate::once::Killed;
use crate::process::{ACCOUNT, REGION};
use crate::world::key;
use http::Method;
use serde_json::{Value, json};

const DELIVER: &str = "CreateSecret";

/// A server that was killed while AWS held the delivery of a token it had minted.
async fn delivery(kind: &str) -> Killed {
    let values = |id: &str, account: &str| {
        let token = json!({
            "workspace": key(id), "account": account, "name": "ci", "seconds_to_live": 3600, "deliver_to": "grafana/ci",
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
