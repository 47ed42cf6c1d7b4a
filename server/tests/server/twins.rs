//! Tokens of one name: the secret that holds one of them is not another's own.

use crate::deliver::{delivering, secrets};
use crate::deliver_others::{delivered_to, view};
use crate::mint::account;
use crate::support::TestServer;
use crate::tokens::{minted, planned, tokens};
use serde_json::{Value, json};

const SECRET: &str = "belvedere/ci";

/// A server, a service account, and two living tokens of one bare name.
async fn twins() -> (TestServer, Value, String, [Value; 2]) {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for _ in 0..2 {
        minted(&server, &key, &account, "twin").await;
    }
    let twins = tokens(&server, &key, &account).await.try_into().unwrap();
    (server, key, account, twins)
}

fn rotation(key: &Value, account: &str, old: &Value) -> Value {
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    json!({ "tokens": [at], "seconds_to_live": 7200, "folder": "belvedere/grafana" })
}

#[tokio::test]
async fn a_token_of_the_same_bare_name_goes_to_its_twins_secret_only_once_that_was_typed() {
    let (server, key, account, [one, other]) = twins().await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &one)).await;
    assert!(view(&server, &plan).await["confirmation"].is_null());
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    let secret = secrets(&server).await[0]["name"].clone();
    let plan = planned(&server, "rotate", &rotation(&key, &account, &other)).await;
    assert_eq!(view(&server, &plan).await["confirmation"]["text"], secret);
}

#[tokio::test]
async fn a_token_that_is_minted_under_a_name_again_is_typed_into_the_secret_of_the_first() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let form = delivered_to(&key, &account, "ci", SECRET);
    let plan = planned(&server, "mint-token", &form).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    let plan = planned(&server, "mint-token", &form).await;
    assert_eq!(view(&server, &plan).await["confirmation"]["text"], SECRET, "the first still works, and is there");
}

#[tokio::test]
async fn a_token_is_rotated_into_its_own_secret_again_and_again_without_typing() {
    let (server, key, account, [one, _]) = twins().await;
    let mut old = one;
    for _ in 0..3 {
        let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
        assert!(view(&server, &plan).await["confirmation"].is_null());
        assert_eq!(server.apply(&plan, "").await["state"], "applied");
        let successor = format!("twin-{}", &plan[..8]);
        let all = tokens(&server, &key, &account).await;
        old = all.into_iter().find(|token| token["name"] == successor).unwrap();
    }
    assert_eq!((secrets(&server).await.len(), server.calls_of("CreateSecret").await), (1, 1));
}
