//! STS, and whose key is whose.

use serde_json::json;

use crate::support::request::built;
use crate::support::{Bench, Who, found};

fn between(text: &str, tag: &str) -> String {
    let (_, rest) = text.split_once(&format!("<{tag}>")).unwrap_or_else(|| panic!("no {tag} in {text}"));
    rest.split_once(&format!("</{tag}>")).unwrap().0.to_owned()
}

fn role(account: &str, name: &str) -> serde_json::Value {
    json!({ "RoleArn": format!("arn:aws:iam::{account}:role/{name}"), "RoleSessionName": "session" })
}

async fn assumed(bench: &Bench, account: &str) -> Who {
    let answer = bench.call("sts", "AssumeRole", role(account, "belvedere")).await.is(200);
    let session = Some(between(&answer.text, "SessionToken"));
    Who { key: between(&answer.text, "AccessKeyId"), region: "eu-west-1".into(), session }
}

#[tokio::test]
async fn the_account_comes_from_the_access_key() {
    let bench = Bench::empty().await;
    for (key, account) in [
        ("903211874410", "903211874410"),
        (emulator::demo::ACCESS_KEY, "441122338890"),
        ("AKIAIOSFODNN7EXAMPLE", "441122338890"),
    ] {
        let answer = bench.call_as(&Who::at(key, "eu-west-1"), "sts", "GetCallerIdentity", json!({})).await;
        assert_eq!(between(&answer.text, "Account"), account);
        assert_eq!(answer.header("content-type"), "text/xml");
    }
}

#[tokio::test]
async fn an_assumed_role_is_someone_in_its_account() {
    let bench = Bench::demo().await;
    let who = assumed(&bench, "903211874410").await;
    let me = bench.call_as(&who, "sts", "GetCallerIdentity", json!({})).await;
    assert_eq!(between(&me.text, "Arn"), "arn:aws:sts::903211874410:assumed-role/belvedere/session");
    let names = bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.texts_at("/workspaces", "name");
    assert!(names.contains(&"payments-staging".to_owned()), "{names:?}");
    assert!(!names.contains(&"payments-prod".to_owned()), "{names:?}");
}

#[tokio::test]
async fn a_session_outlives_a_reset() {
    let bench = Bench::demo().await;
    let who = assumed(&bench, "221099870031").await;
    bench.own(http::Method::POST, "reset", json!({})).await.is(200);
    bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.is(200);
}

#[tokio::test]
async fn forged_and_foreign_session_tokens_are_refused() {
    let bench = Bench::empty().await;
    let good = assumed(&bench, "903211874410").await;
    let other = assumed(&bench, "221099870031").await;
    for who in [
        Who { session: None, ..good.clone() },
        Who { session: Some("made-up".into()), ..good.clone() },
        Who { session: other.session, ..good.clone() },
        Who::at("INVALIDKEY", "eu-west-1"),
    ] {
        let answer = bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await;
        answer.failed(403, "UnrecognizedClientException");
        let answer = bench.call_as(&who, "sts", "GetCallerIdentity", json!({})).await;
        answer.failed(403, "InvalidClientTokenId");
    }
}

#[tokio::test]
async fn an_expired_session_is_refused() {
    use base64::Engine as _;
    let bench = Bench::empty().await;
    let session = json!({ "account": "903211874410", "role": "r", "name": "n", "access_key": "ASIAOLD", "expires": 1 });
    let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(session.to_string());
    let who = Who { session: Some(token), ..Who::at("ASIAOLD", "eu-west-1") };
    bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.failed(403, "ExpiredTokenException");
}

#[tokio::test]
async fn some_roles_cannot_be_assumed() {
    let bench = Bench::empty().await;
    bench.call("sts", "AssumeRole", role("903211874410", "denied-role")).await.failed(403, "AccessDenied");
    let user = json!({ "RoleArn": "arn:aws:iam::903211874410:user/someone", "RoleSessionName": "session" });
    bench.call("sts", "AssumeRole", user).await.failed(400, "ValidationError");
}

#[tokio::test]
async fn the_list_of_calls_names_the_program_that_called() {
    let bench = Bench::empty().await;
    let (service, operation) = found("sts", "GetCallerIdentity");
    let mut request = built(&bench.emulator.url(), &Who::default(), service, operation, &json!({}));
    request.headers_mut().insert("user-agent", "probe/1.2 os/any".parse().unwrap());
    bench.send(request).await.unwrap().is(200);
    assert_eq!(bench.emulator.calls()[0].agent, "probe/1.2");
}
