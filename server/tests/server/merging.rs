//! Going on with a form whose resource moved meanwhile: what others did stays, and what cannot be brought together is
//! refused.

use crate::edit::{apply, open, plan};
use crate::support::{ACCOUNT, REGION, TestServer};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// Goes on with a form as it was opened, with some fields changed.
async fn go_on(server: &TestServer, facet: &str, key: &Value, opened: &Value, fields: &Value) -> (StatusCode, Value) {
    let mut values = opened["values"].clone();
    for (name, value) in fields.as_object().unwrap() {
        values[name] = value.clone();
    }
    let edit = json!({ "key": key, "base": opened["base"], "values": values, "merge": true });
    server.call(&format!("plan/edit-{facet}"), &json!({ "form": opened["id"], "edit": edit })).await
}

/// What the resource has once a form that was opened before others changed it is applied.
async fn merged(facet: &str, base: &Value, theirs: &Value, mine: &Value) -> Value {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let first = plan(&server, facet, &key, base).await;
    apply(&server, &key, &first).await;
    let opened = open(&server, facet, &key).await;
    let second = plan(&server, facet, &key, theirs).await;
    apply(&server, &key, &second).await;
    let (status, answer) = go_on(&server, facet, &key, &opened, mine).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    apply(&server, &key, answer.as_str().unwrap()).await;
    open(&server, facet, &key).await["base"].clone()
}

#[tokio::test]
async fn a_tag_that_others_set_or_took_meanwhile_stays_so() {
    let tags = |tags: &[[&str; 2]]| json!({ "tags": tags });
    let base = tags(&[["env", "prod"], ["old", "1"], ["team", "edge"]]);
    let theirs = tags(&[["env", "prod"], ["legal-hold", "yes"], ["team", "edge"]]);
    let mine = tags(&[["cost", "42"], ["env", "prod"], ["old", "1"], ["team", "core"]]);
    let found = merged("tags", &base, &theirs, &mine).await;
    assert_eq!(found, tags(&[["cost", "42"], ["env", "prod"], ["legal-hold", "yes"], ["team", "core"]]));
}

#[tokio::test]
async fn what_others_added_to_a_list_or_took_from_it_meanwhile_stays_so() {
    let listed = |admins: &[&str]| {
        json!({
            "providers": ["AWS_SSO", "SAML"], "metadata_url": "https://idp.example.com/metadata",
            "attribute_role": "role", "admin_values": admins, "login_minutes": "480",
        })
    };
    let found = merged(
        "sign-in",
        &listed(&["a", "b", "c"]),
        &listed(&["b", "c", "theirs"]),
        &json!({
            "admin_values": ["a", "b", "mine"],
        }),
    )
    .await;
    assert_eq!(found["admin_values"], json!(["b", "theirs", "mine"]));
}

#[tokio::test]
async fn a_tag_that_both_gave_another_value_is_refused_with_its_field() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, "tags", &key).await;
    let theirs = plan(&server, "tags", &key, &json!({ "tags": [["team", "edge"]] })).await;
    apply(&server, &key, &theirs).await;
    let (status, answer) = go_on(&server, "tags", &key, &opened, &json!({ "tags": [["team", "core"]] })).await;
    assert_eq!((status, &answer["fields"][0]["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("tags")), "{answer}");
    assert!(answer["fields"][0]["message"].as_str().unwrap().contains("team"), "{answer}");
}

#[tokio::test]
async fn a_text_that_both_changed_is_refused_with_its_field() {
    let server = TestServer::start().await;
    let key = server.workspace("payments-prod").await;
    let opened = open(&server, "settings", &key).await;
    let theirs = plan(&server, "settings", &key, &json!({ "description": "theirs" })).await;
    apply(&server, &key, &theirs).await;
    let (status, answer) = go_on(&server, "settings", &key, &opened, &json!({ "description": "mine" })).await;
    let field = &answer["fields"][0];
    assert_eq!((status, &field["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("description")), "{answer}");
    assert!(field["message"].as_str().unwrap().contains("theirs"), "{answer}");
}

fn policy(accounts: &[&str]) -> String {
    let statement = |account: &&str| {
        json!({
            "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{account}:root") },
            "Action": ["codeartifact:DescribeDomain"], "Resource": "*",
        })
    };
    let all: Vec<Value> = accounts.iter().map(statement).collect();
    json!({ "Version": "2012-10-17", "Statement": all }).to_string()
}

#[tokio::test]
async fn access_that_others_took_is_not_given_back_by_a_policy_that_was_opened_before() {
    let server = TestServer::start().await;
    let key = json!({
        "kind": "codeartifact", "scope": { "account": ACCOUNT, "region": REGION }, "id": "packages",
    });
    let path = "/v1/domain?domain=packages";
    assert!(server.aws("codeartifact", Method::POST, path, &json!({})).await.0.is_success());
    let document = |accounts: &[&str]| json!({ "document": policy(accounts) });
    let edit = async |accounts: &[&str]| {
        let plan = plan(&server, "policy", &key, &document(accounts)).await;
        assert_eq!(server.apply(&plan, "").await["state"], "applied");
    };
    edit(&["111111111111", "222222222222"]).await;
    let opened = open(&server, "policy", &key).await;
    edit(&["111111111111"]).await;
    let mine = document(&["111111111111", "222222222222", "333333333333"]);
    let (status, answer) = go_on(&server, "policy", &key, &opened, &mine).await;
    assert_eq!(
        (status, &answer["fields"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("document")),
        "{answer}"
    );
}
