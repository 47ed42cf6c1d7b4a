//! Rotating many tokens in one plan: each successor is delivered, and nobody sees a secret.

use crate::deliver::{delivering, digest, secrets, versions};
use crate::deliver_others::{refused, secret_of_others, view};
use crate::mint::account;
use crate::support::{TestServer, eventually};
use crate::tokens::{minted, planned, revoke_what_was_minted, tokens, values};
use http::{Method, StatusCode};
use serde_json::{Value, json};

#[tokio::test]
async fn several_tokens_are_rotated_in_one_plan_and_nobody_sees_a_secret() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["state"], "applied", "{view}");
    assert!(!view.to_string().contains("glsa_"));
    let (all, delivered) = (tokens(&server, &key, &account).await, secrets(&server).await);
    assert_eq!((all.len(), delivered.len()), (4, 2));
    for name in ["one", "two"] {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let secret = delivered.iter().find(|one| text(&one["name"]).ends_with(&format!("/{name}"))).unwrap();
        let own = |token: &&Value| !old.contains(token) && text(&token["name"]).starts_with(&format!("{name}-"));
        let successor = all.iter().find(own).unwrap();
        assert_eq!(versions(secret), [digest(&server, &text(&successor["name"])).await], "{name}");
    }
    eventually("both are rotating", async || (rotating(&server).await == 2).then_some(())).await;
    revoke_what_was_minted(&server, &plan).await;
    assert_eq!(rotating(&server).await, 0, "without a successor nothing is to be revoked");
}

async fn rotating(server: &TestServer) -> u64 {
    let page = server.ask("tokens/page", &json!({ "search": [["concern", "rotating"]] })).await;
    page["page"]["matches"].as_u64().unwrap()
}

/// A form that rotates all tokens of an account.
fn rotation(key: &Value, account: &str, old: &[Value]) -> Value {
    let at = |token: &Value| json!({ "workspace": key, "account": account, "token": token["id"] });
    json!({ "tokens": old.iter().map(at).collect::<Vec<_>>(), "seconds_to_live": 7200, "folder": "belvedere/grafana" })
}

/// A workspace and an account of which two tokens were rotated in a plan that could deliver one successor alone.
async fn half_delivered() -> (TestServer, Value, String, String) {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
    let denied = json!({ "operation": "CreateSecret", "kind": "denied", "times": 1 });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, "").await;
    assert_eq!(view["steps"][1]["outcome"]["word"], "failed", "{view}");
    (server, key, account, plan)
}

#[tokio::test]
async fn two_tokens_whose_successors_would_go_to_one_secret_are_not_rotated_together() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for _ in 0..2 {
        minted(&server, &key, &account, "ci").await;
    }
    let old = tokens(&server, &key, &account).await;
    let body = json!({ "form": server.form().await, "values": rotation(&key, &account, &old) });
    let (status, answer) = server.call("plan/rotate", &body).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("tokens")));
    for token in &old {
        assert!(answer["message"].as_str().unwrap().contains(token["name"].as_str().unwrap()), "{answer}");
    }
}

#[tokio::test]
async fn a_rotation_begins_only_once_the_successor_is_delivered() {
    let (server, key, account, _) = half_delivered().await;
    let names: Vec<Value> = tokens(&server, &key, &account).await.iter().map(|token| token["name"].clone()).collect();
    eventually("all four are read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["kind", "token"]] })).await.to_string();
        names.iter().all(|name| page.contains(name.as_str().unwrap())).then_some(())
    })
    .await;
    assert_eq!(rotating(&server).await, 1);
}

#[tokio::test]
async fn of_a_rotation_of_many_what_was_not_delivered_is_revoked_alone() {
    let (server, key, account, plan) = half_delivered().await;
    revoke_what_was_minted(&server, &plan).await;
    assert_eq!(tokens(&server, &key, &account).await.len(), 3, "the delivered successor goes on");
}

#[tokio::test]
async fn many_mints_in_a_workspace_that_is_nearly_full_are_counted_together() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let path = format!("/workspaces/{}/serviceaccounts/{account}/tokens", key["id"].as_str().unwrap());
    for number in 0..98 {
        let body = json!({ "name": format!("token-{number}"), "secondsToLive": 3600 });
        server.aws("grafana", Method::POST, &path, &body).await;
    }
    // Read again at once for a change of ours; a page that is open waits for a minute.
    minted(&server, &key, &account, "ours").await;
    eventually("all are read", async || {
        let page = server.ask("tokens/page", &json!({ "search": [["kind", "token"]] })).await;
        (page["page"]["matches"] == 99).then_some(())
    })
    .await;
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old[..3])).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    let warned = view["warnings"].to_string();
    assert!(warned.contains("it will refuse 2 of the 3 new ones"), "{warned}");
}

#[tokio::test]
async fn many_are_rotated_below_the_prefix_alone() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    minted(&server, &key, &account, "ci").await;
    let old = tokens(&server, &key, &account).await;
    for folder in ["grafana", "belvedere-other", "/belvedere"] {
        let mut form = rotation(&key, &account, &old);
        form["folder"] = json!(folder);
        let (status, answer) = refused(&server, "rotate", &form).await;
        assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("folder")));
        assert!(answer["message"].as_str().unwrap().contains("belvedere/"), "{folder}: {answer}");
    }
}

#[tokio::test]
async fn one_plan_rotates_into_one_secret_of_others_whose_name_is_typed() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let place = format!("belvedere/grafana/{}/{account}", key["id"].as_str().unwrap());
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
        secret_of_others(&server, &format!("{place}/{name}"), None).await;
    }
    let old = tokens(&server, &key, &account).await;
    let (status, answer) = refused(&server, "rotate", &rotation(&key, &account, &old)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    for name in ["one", "two"] {
        assert!(answer["message"].as_str().unwrap().contains(&format!("{place}/{name}")), "{answer}");
    }
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old[..1])).await;
    let typed = view(&server, &plan).await["confirmation"]["text"].as_str().unwrap().to_owned();
    assert!(typed.starts_with(&place), "{typed}");
    assert_eq!(server.apply(&plan, &typed).await["state"], "applied");
}

#[tokio::test]
async fn of_a_rotation_of_many_the_old_tokens_with_a_delivered_successor_are_offered_to_be_revoked() {
    let (server, key, account, plan) = half_delivered().await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    let all = tokens(&server, &key, &account).await;
    let two = all.iter().find(|token| token["name"].as_str().unwrap().starts_with("two-")).unwrap();
    let (offered, at) = (&view["replaced"], json!({ "workspace": key, "account": account, "token": two["id"] }));
    assert_eq!((offered.as_array().unwrap().len(), &offered[0]["name"], &offered[0]["at"]), (1, &two["name"], &at));
    assert_eq!(view["undoable"], true, "one successor is had by nobody: {view}");
}

#[tokio::test]
async fn many_successors_live_as_long_as_what_each_replaces() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for (name, seconds) in [("day", 86_400), ("odd", 7_201)] {
        let mut form = values(&key, &account, name);
        form["seconds_to_live"] = json!(seconds);
        let plan = planned(&server, "mint-token", &form).await;
        server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    }
    let old = tokens(&server, &key, &account).await;
    let mut form = rotation(&key, &account, &old);
    form.as_object_mut().unwrap().remove("seconds_to_live");
    let plan = planned(&server, "rotate", &form).await;
    let view = server.ask("changes/view", &json!({ "id": plan })).await["value"].take();
    for (name, seconds) in [("day", 86_400), ("odd", 7_201)] {
        let requests = view["steps"].as_array().unwrap().iter().map(|step| step["request"].as_str().unwrap());
        let own = requests.filter(|request| request.contains(&format!("\"name\": \"{name}-"))).collect::<String>();
        assert!(own.contains(&format!("\"secondsToLive\": {seconds}")), "{name}: {view}");
    }
}

#[tokio::test]
async fn the_tokens_of_one_account_are_told_apart_in_a_rotation_of_many_and_in_its_outcome() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    for name in ["one", "two"] {
        minted(&server, &key, &account, name).await;
    }
    let old = tokens(&server, &key, &account).await;
    let plan = planned(&server, "rotate", &rotation(&key, &account, &old)).await;
    let view = server.apply(&plan, "").await;
    let headings: Vec<&str> =
        view["targets"].as_array().unwrap().iter().map(|target| target["label"].as_str().unwrap()).collect();
    let (_, table) = server.page(&format!("/changes/{plan}/outcome.csv")).await;
    for token in &old {
        let heading = format!("deployer: {}", token["name"].as_str().unwrap());
        assert!(headings.contains(&heading.as_str()), "{headings:?}");
        assert!(table.contains(&format!(",{heading},")), "{table}");
    }
}
