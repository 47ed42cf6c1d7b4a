//! Secrets of others: a minted secret goes below the configured prefix alone, to a secret that is known to be its
//! token's own, or to one whose name was typed.

use crate::audit::tamper;
use crate::deliver::{beside, delivering, digest, name_of, secrets, tags, versions};
use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer};
use crate::tokens::{planned, tokens, values};
use http::{Method, StatusCode};
use serde_json::{Value, json};

const MINT: &str = "CreateWorkspaceServiceAccountToken";
const TAG: &str = "belvedere:token";
const SECRET: &str = "belvedere/ci";

/// The form that mints a token and delivers it to this secret.
pub fn delivered_to(key: &Value, account: &str, name: &str, secret: &str) -> Value {
    let mut form = values(key, account, name);
    form["deliver_to"] = json!(secret);
    form
}

/// What the secret that holds a token says of it.
pub fn own_tag(key: &Value, account: &str, name: &str) -> String {
    let id = key["id"].as_str().unwrap();
    format!("arn:aws:grafana:{REGION}:{ACCOUNT}:/workspaces/{id}/{account}:token/{name}")
}

pub async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

/// What planning a form is answered, where it is refused.
pub async fn refused(server: &TestServer, what: &str, form: &Value) -> (StatusCode, Value) {
    server.call(&format!("plan/{what}"), &json!({ "form": server.form().await, "values": form })).await
}

/// A secret that somebody made beside the console, tagged for this token where one is named.
pub async fn secret_of_others(server: &TestServer, name: &str, token: Option<&str>) {
    let mut tags = vec![json!({ "Key": "team", "Value": "payments" })];
    tags.extend(token.map(|token| json!({ "Key": TAG, "Value": token })));
    beside(server, "CreateSecret", &json!({ "Name": name, "SecretString": "theirs", "Tags": tags })).await;
}

/// As somebody at AWS's own console does.
async fn tag_beside(server: &TestServer, name: &str, token: &str) {
    let tags = json!([{ "Key": TAG, "Value": token }]);
    beside(server, "TagResource", &json!({ "SecretId": name, "Tags": tags })).await;
}

/// Nothing was minted, and the first step says why.
async fn refused_before_the_mint(server: &TestServer, view: &Value, why: &str) {
    let outcome = &view["steps"][0]["outcome"];
    assert_eq!(outcome["word"], "refused", "{view}");
    assert!(outcome["message"].as_str().unwrap().contains(why), "{outcome}");
    assert_eq!(server.calls_of(MINT).await, 0);
}

#[tokio::test]
async fn a_secret_outside_of_the_prefix_takes_nothing_and_the_field_names_the_prefix() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let arn = format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:belvedere/ci-a1B2c3");
    for secret in ["grafana/ci", "belvedere", "Belvedere/ci", "/belvedere/ci", "x/belvedere/ci", &arn] {
        let (status, answer) = refused(&server, "mint-token", &delivered_to(&key, &account, "ci", secret)).await;
        let field = &answer["fields"][0];
        assert_eq!((status, &field["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("deliver_to")), "{secret}");
        let said = if secret == arn { "not its ARN" } else { "belvedere/" };
        assert!(field["message"].as_str().unwrap().contains(said), "{secret}: {answer}");
    }
    assert_eq!(server.calls_of("DescribeSecret").await, 0, "nobody asks for a secret that is none of ours");
}

#[tokio::test]
async fn a_plan_whose_secret_is_outside_of_the_prefix_by_now_mints_nothing() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    // As if the prefix had been another when this was planned.
    tamper(&server.data, "UPDATE plans SET change = replace(change, '\"belvedere/ci\"', '\"grafana/ci\"')").await;
    let view = server.apply(&plan, "").await;
    refused_before_the_mint(&server, &view, "belvedere/").await;
}

#[tokio::test]
async fn a_delivery_that_an_earlier_version_planned_is_refused_before_the_mint() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    // It did not know whose secret it delivers to.
    tamper(
        &server.data,
        "UPDATE plans SET change = json_remove(change, '$[1].token', '$[1].tagged')
         WHERE json_extract(change, '$[1].change') = 'deliver-secret'",
    )
    .await;
    let view = server.apply(&plan, "").await;
    refused_before_the_mint(&server, &view, "an earlier version of Belvedere").await;
}

#[tokio::test]
async fn a_secret_that_was_made_is_tagged_and_takes_the_next_value_of_its_token_without_typing() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let mut form = delivered_to(&key, &account, "ci", SECRET);
    for rotations in 0..3 {
        let plan = planned(&server, "mint-token", &form).await;
        assert!(view(&server, &plan).await["confirmation"].is_null());
        assert_eq!(server.apply(&plan, "").await["state"], "applied");
        let name = name_of("ci", &plan);
        assert_eq!(tags(&server, SECRET).await[TAG], own_tag(&key, &account, &name));
        assert_eq!(server.calls_of("TagResource").await, rotations, "it has its tag from the beginning");
        let all = tokens(&server, &key, &account).await;
        form["replaces"] = all.iter().find(|token| token["name"] == name).unwrap()["id"].clone();
    }
    assert_eq!((server.calls_of("CreateSecret").await, server.calls_of("PutSecretValue").await), (1, 2));
}

#[tokio::test]
async fn a_secret_of_others_takes_a_value_only_once_its_name_was_typed_and_is_tagged_then() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    let other = own_tag(&key, &account, "deploy");
    for (name, tag) in [("belvedere/untagged", None), ("belvedere/of-another", Some(other.as_str()))] {
        secret_of_others(&server, name, tag).await;
        let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", name)).await;
        assert_eq!(view(&server, &plan).await["confirmation"]["text"], name);
        for typed in ["", "belvedere", "deployer"] {
            let (status, _) = server.call("changes/apply", &server.decision(&plan, typed).await).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {typed}");
        }
        let view = server.apply(&plan, name).await;
        assert_eq!(view["state"], "applied", "{view}");
        let operations: Vec<&str> =
            view["steps"].as_array().unwrap().iter().map(|step| step["operation"].as_str().unwrap()).collect();
        assert_eq!(operations[1..], ["secretsmanager:PutSecretValue", "secretsmanager:TagResource"]);
        let tags = tags(&server, name).await;
        assert_eq!((&tags[TAG], tags["team"].as_str()), (&own_tag(&key, &account, &name_of("ci", &plan)), "payments"));
    }
}

#[tokio::test]
async fn tagging_a_secret_of_others_is_on_record_with_its_intent_and_outcome() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, SECRET, None).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    server.apply(&plan, SECRET).await;
    let page = server.ask("audit/page", &json!({ "search": [["operation", "secretsmanager:TagResource"]] })).await;
    let events: Vec<&str> =
        page["page"]["events"].as_array().unwrap().iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["outcome", "intent"], "{page}");
}

#[tokio::test]
async fn nothing_is_minted_for_a_secret_that_was_tagged_for_another_token_since_the_plan() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, SECRET, Some(&own_tag(&key, &account, "ci"))).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    tag_beside(&server, SECRET, "another").await;
    let view = server.apply(&plan, SECRET).await;
    refused_before_the_mint(&server, &view, "was tagged for another token since the plan").await;
}

#[tokio::test]
async fn a_secret_that_cannot_be_tagged_is_delivered_and_said_to_be() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, SECRET, None).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    let denied = json!({ "operation": "TagResource", "kind": "denied" });
    server.emulator(Method::POST, "faults", &denied).await;
    let view = server.apply(&plan, SECRET).await;
    let words: Vec<&str> =
        view["steps"].as_array().unwrap().iter().map(|step| step["outcome"]["word"].as_str().unwrap()).collect();
    assert_eq!((view["state"].as_str().unwrap(), words), ("failed", vec!["applied", "applied", "failed"]), "{view}");
    let message = view["steps"][2]["outcome"]["message"].as_str().unwrap();
    assert!(message.contains("secretsmanager:TagResource is not allowed"), "{message}");
    assert!(message.contains("What was minted is delivered"), "{message}");
    let name = format!("ci-{}", &plan[..8]);
    assert_eq!(versions(&secrets(&server).await[0]).last(), Some(&digest(&server, &name).await));
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(!page.contains("It was minted, and not delivered."), "{page}");
    server.emulator(Method::DELETE, "faults", &json!({})).await;
    let again = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    assert_eq!(self::view(&server, &again).await["confirmation"]["text"], SECRET, "it is typed once more");
}

#[tokio::test]
async fn a_tag_whose_answer_is_lost_is_found() {
    for (kind, word) in [("cut_after", "verified"), ("cut_before", "verified")] {
        let server = delivering().await;
        let (key, account) = account(&server).await;
        secret_of_others(&server, SECRET, None).await;
        let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
        let cut = json!({ "operation": "TagResource", "kind": kind, "times": 1 });
        server.emulator(Method::POST, "faults", &cut).await;
        let view = server.apply(&plan, SECRET).await;
        assert_eq!((&view["state"], &view["steps"][2]["outcome"]["word"]), (&json!("applied"), &json!(word)), "{view}");
        assert_eq!(tags(&server, SECRET).await[TAG], own_tag(&key, &account, &name_of("ci", &plan)), "{kind}");
    }
}

#[tokio::test]
async fn a_secret_that_was_tagged_for_another_token_during_the_plan_keeps_that_tag() {
    let server = delivering().await;
    let (key, account) = account(&server).await;
    secret_of_others(&server, SECRET, None).await;
    let plan = planned(&server, "mint-token", &delivered_to(&key, &account, "ci", SECRET)).await;
    let held = json!({ "operation": "PutSecretValue", "kind": "held_after", "times": 1 });
    server.emulator(Method::POST, "faults", &held).await;
    server.ask("changes/apply", &server.decision(&plan, SECRET).await).await;
    crate::support::eventually("the delivery is held at AWS", async || {
        let armed: Value = serde_json::from_str(&server.emulator(Method::GET, "faults", &json!({})).await).unwrap();
        (armed[0]["held"] == 1).then_some(())
    })
    .await;
    tag_beside(&server, SECRET, "another").await;
    server.emulator(Method::DELETE, "faults", &json!({})).await;
    let view = server.over(&plan).await;
    let outcome = &view["steps"][2]["outcome"];
    assert_eq!(outcome["word"], "failed", "{view}");
    assert!(outcome["message"].as_str().unwrap().contains("was tagged for another token"), "{outcome}");
    assert_eq!((tags(&server, SECRET).await[TAG].as_str(), server.calls_of("TagResource").await), ("another", 1));
}
