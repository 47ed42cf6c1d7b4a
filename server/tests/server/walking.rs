//! Plans that are being carried out, while the server looks for such that nobody carries out.

use crate::clock::{MINUTE, Moved, planned, started, stored};
use crate::support::{TestServer, eventually};
use http::Method;
use serde_json::{Value, json};

/// A plan that the database has as under way, and that nobody carries out, is interrupted: the server has looked.
async fn has_looked(server: &TestServer, clock: &Moved, name: &str) {
    let (stray, _) = planned(server, name).await;
    crate::audit::tamper(&server.data, "UPDATE plans SET state = 'applying' WHERE state = 'planned'").await;
    clock.set(MINUTE);
    eventually("it is interrupted", async || (stored(server, &stray).await == "interrupted").then_some(())).await;
}

#[tokio::test]
async fn a_plan_that_is_being_carried_out_is_not_left_for_a_person() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    let held = json!({ "operation": "CreateWorkspace", "kind": "held" });
    server.emulator(Method::POST, "faults", &held).await;
    server.ask("changes/apply", &server.decision(&plan, "").await).await;
    eventually("the call is held", async || {
        server.emulator(Method::GET, "faults", &Value::Null).await.contains("\"held\":1").then_some(())
    })
    .await;
    // The second look begins when the first has come to its end.
    has_looked(&server, &clock, "one").await;
    has_looked(&server, &clock, "two").await;
    assert_eq!(stored(&server, &plan).await, "applying");
    server.emulator(Method::POST, "release", &json!({ "operation": "CreateWorkspace" })).await;
    assert_eq!(server.over(&plan).await["state"], "applied");
}
