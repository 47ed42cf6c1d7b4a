//! Rotation: a token and its successor, until the old one is revoked.

use crate::admin_tokens::expired_beside;
use crate::mint::account;
use crate::support::{TestServer, eventually};
use crate::tokens::{minted, minted_for_nobody, planned, row, tokens, values};
use http::{Method, StatusCode};
use serde_json::json;

#[tokio::test]
async fn a_successor_stands_beside_the_old_token_until_that_is_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "ci");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let shown = eventually("the rotation shows", async || {
        let shown = row(&server, old["name"].as_str().unwrap()).await;
        (!shown["rotation"].is_null()).then_some(shown)
    })
    .await;
    assert_eq!(shown["rotation"]["plan"], json!(plan));
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    let revoke = planned(&server, "revoke", &json!({ "tokens": [at] })).await;
    assert_eq!(server.apply(&revoke, old["name"].as_str().unwrap()).await["state"], "applied");
    let left = tokens(&server, &key, &account).await;
    assert_eq!(left.len(), 1);
    assert_ne!(left[0]["id"], old["id"]);
}

#[tokio::test]
async fn a_successor_whose_secret_nobody_saw_takes_no_ones_place() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "old").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "next");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    minted_for_nobody(&server, &plan).await;
    row(&server, "next").await;
    assert!(row(&server, "old").await["rotation"].is_null());
}

#[tokio::test]
async fn an_old_token_whose_successor_is_gone_is_not_to_be_revoked() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "next");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let rotates = async || !row(&server, old["name"].as_str().unwrap()).await["rotation"].is_null();
    eventually("the rotation shows", async || rotates().await.then_some(())).await;
    let all = tokens(&server, &key, &account).await;
    let next = all.iter().find(|token| token["id"] != old["id"]).unwrap();
    let (id, token) = (key["id"].as_str().unwrap(), next["id"].as_str().unwrap());
    let path = format!("/workspaces/{id}/serviceaccounts/{account}/tokens/{token}");
    server.aws("grafana", Method::DELETE, &path, &json!({})).await;
    // Read again at once for a change of ours; a page that is open waits for a minute.
    minted(&server, &key, &account, "other").await;
    eventually("it shows no more", async || (!rotates().await).then_some(())).await;
}

#[tokio::test]
async fn a_successor_takes_over_what_is_noted_of_the_old_token() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "old").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let subject = json!({ "of": "token", "workspace": key, "account": account, "token": old["id"] });
    let note = json!({ "owner": "Team Edge", "purpose": "Deploys dashboards" });
    server.ask("tokens/note", &json!({ "subject": subject, "note": note })).await;
    let mut form = values(&key, &account, "next");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    assert_eq!(row(&server, "next").await["note"], note);
}

#[tokio::test]
async fn the_outcome_of_a_rotation_offers_to_revoke_the_old_token_and_not_the_new_one() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "ci");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    let answer = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let at = json!({ "workspace": key, "account": account, "token": old["id"] });
    let offered = &answer["view"]["replaced"];
    assert_eq!((&offered[0]["name"], &offered[0]["at"]), (&old["name"], &at), "{answer}");
    assert_eq!((offered.as_array().unwrap().len(), &answer["view"]["undoable"]), (1, &json!(false)), "{answer}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(page.contains(&format!("Revoke old token {}", old["name"].as_str().unwrap())), "{page}");
    let revoke = planned(&server, "revoke", &json!({ "tokens": [at] })).await;
    server.apply(&revoke, old["name"].as_str().unwrap()).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    assert!(view["replaced"].is_null(), "what is gone is not offered: {view}");
}

#[tokio::test]
async fn a_rotation_whose_secret_nobody_saw_offers_to_revoke_the_new_token_and_not_the_old_one() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "old").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "next");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    minted_for_nobody(&server, &plan).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    assert!(view["replaced"].is_null() && view["undoable"] == true, "{view}");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(page.contains("nobody has its secret") && !page.contains("Revoke old token"), "{page}");
}

#[tokio::test]
async fn a_rotation_of_a_token_that_is_gone_by_now_mints_nothing() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await.remove(0);
    let mut form = values(&key, &account, "ci");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    let (id, token) = (key["id"].as_str().unwrap(), old["id"].as_str().unwrap());
    let path = format!("/workspaces/{id}/serviceaccounts/{account}/tokens/{token}");
    server.aws("grafana", Method::DELETE, &path, &json!({})).await;
    let (status, answer) = server.call("mint/reveal", &server.decision(&plan, "").await).await;
    let said = "Nothing was sent. The token it replaces is gone. Mint a new token instead.";
    assert_eq!((status, &answer["message"]), (StatusCode::CONFLICT, &json!(said)), "{answer}");
    assert!(tokens(&server, &key, &account).await.is_empty());
}

#[tokio::test]
async fn of_a_token_that_is_over_nobody_says_that_it_works() {
    let server = TestServer::start().await;
    let (key, account) = account(&server).await;
    let old = expired_beside(&server, &key, &account, "old").await;
    let mut form = values(&key, &account, "next");
    form["replaces"] = old["id"].clone();
    let plan = planned(&server, "mint-token", &form).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    let warned = view["warnings"].to_string();
    assert!(warned.contains("old expired on ") && !warned.contains("goes on working"), "{warned}");
    server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(page.contains("Delete old token old") && page.contains("nothing that uses it works"), "{page}");
    assert!(!page.contains("keeps working") && !page.contains("Revoke old token"), "{page}");
}
