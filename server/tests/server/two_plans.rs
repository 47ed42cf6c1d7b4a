//! Two plans that deliver to one secret: nothing that was delivered is overwritten by somebody who never saw it there.

use crate::adversity::held;
use crate::deliver::{delivering, digest, secrets, versions};
use crate::deliver_others::{delivered_to, secret_of_others};
use crate::mint::account;
use crate::support::TestServer;
use crate::tokens::planned;
use http::Method;
use serde_json::{Value, json};

const MINT: &str = "CreateWorkspaceServiceAccountToken";
const SHARED: &str = "belvedere/shared";

/// Two plans of two workspaces for one secret, typed where it is asked for; the first is held at AWS while the second is
/// applied. Answers what became of both.
async fn raced(server: &TestServer, typed: &str) -> [(String, Value); 2] {
    let mut plans = Vec::new();
    for name in ["first", "second"] {
        let (key, account) = account(server).await;
        plans.push(planned(server, "mint-token", &delivered_to(&key, &account, name, SHARED)).await);
    }
    let fault = json!({ "operation": MINT, "kind": "held", "times": 1 });
    server.emulator(Method::POST, "faults", &fault).await;
    server.ask("changes/apply", &server.decision(&plans[0], typed).await).await;
    held(server).await;
    server.ask("changes/apply", &server.decision(&plans[1], typed).await).await;
    server.emulator(Method::POST, "release", &json!({ "operation": MINT })).await;
    let mut ended = Vec::new();
    for plan in plans {
        let view = server.over(&plan).await;
        ended.push((plan, view));
    }
    ended.try_into().unwrap()
}

/// The second minted nothing, for this reason; what the first delivered is what the secret holds.
async fn the_first_alone(server: &TestServer, [first, second]: [(String, Value); 2], why: &str) {
    assert_eq!(first.1["state"], "applied", "{first:?}");
    let outcome = &second.1["steps"][0]["outcome"];
    assert_eq!(outcome["word"], "refused", "{second:?}");
    assert!(outcome["message"].as_str().unwrap().contains(why), "{outcome}");
    assert_eq!(server.calls_of(MINT).await, 1);
    let delivered = digest(server, &format!("first-{}", &first.0[..8])).await;
    assert_eq!(versions(&secrets(server).await[0]).last(), Some(&delivered));
}

#[tokio::test]
async fn of_two_plans_for_one_secret_of_others_the_second_overwrites_nothing() {
    let server = delivering().await;
    secret_of_others(&server, SHARED, None).await;
    let ended = raced(&server, SHARED).await;
    the_first_alone(&server, ended, "was tagged for another token since the plan").await;
}

#[tokio::test]
async fn of_two_plans_that_make_one_secret_the_second_mints_nothing() {
    let server = delivering().await;
    let ended = raced(&server, "").await;
    the_first_alone(&server, ended, "was made since the plan").await;
}
