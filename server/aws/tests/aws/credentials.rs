//! Who calls: base keys, roles, and what is said when they do not work.

use crate::support::canned::{EXPIRED, answering};
use crate::support::control::fault;
use crate::support::{account, connect, directory_at, emulator, home, region, settings, world};
use aws::Urgency::Read;
use aws::{AccountAccess, Aws, Certainty, DeliveryAccess, DirectoryAccess, DirectoryAt, Keys, Settings};
use emulator::{Seed, demo};
use model::Code;
use serde_json::json;

#[tokio::test]
async fn the_caller_is_who_the_keys_belong_to() {
    let world = world(Seed::Empty).await;
    let caller = world.aws.caller().await.unwrap();
    assert_eq!(caller.account.as_str(), demo::ACCOUNTS[0].id);
    assert!(caller.arn.starts_with("arn:aws:"), "{caller:?}");
}

#[tokio::test]
async fn connecting_asks_nobody() {
    let emulator = emulator(Seed::Empty).await;
    let (aws, gate) = connect(settings(&emulator.url())).await;
    assert_eq!(aws.default_region(), Some(region("eu-west-1")));
    let _handle = aws.grafana(&home());
    assert!(emulator.calls().is_empty() && gate.entered.lock().unwrap().is_empty());
}

#[tokio::test]
async fn keys_aws_does_not_know_are_denied_in_one_sentence_about_the_credentials() {
    let emulator = emulator(Seed::Empty).await;
    let keys = Keys { access_key: "INVALID".to_owned(), secret_key: "hush".into() };
    let wrong = Settings { keys: Some(keys), ..settings(&emulator.url()) };
    let (aws, _) = connect(wrong).await;
    let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused));
    assert!(failure.error.message.contains("does not accept the credentials"), "{failure}");
    assert!(failure.error.message.contains(demo::ACCOUNTS[0].id), "{failure}");
    assert!(!failure.error.message.contains("hush"));
}

#[tokio::test]
async fn a_role_that_may_not_be_assumed_is_named() {
    let world = world(Seed::Empty).await;
    fault(&world.emulator, json!({ "kind": "denied", "operation": "AssumeRole" })).await;
    let failure = world.aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused));
    assert!(failure.error.message.contains("arn:aws:iam::441122338890:role/belvedere"), "{failure}");
    assert_eq!(world.gate.count("ListWorkspaces"), 0);
}

#[tokio::test]
async fn a_role_of_another_account_is_not_used() {
    let emulator = emulator(Seed::Demo).await;
    let other = format!("arn:aws:iam::{}:role/belvedere", demo::ACCOUNTS[1].id);
    let access = AccountAccess { id: account(demo::ACCOUNTS[0].id), role_arn: Some(other), external_id: None };
    let (aws, _) = connect(Settings { accounts: vec![access], ..settings(&emulator.url()) }).await;
    let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!(failure.error.code, Code::Denied);
    assert!(failure.error.message.contains(demo::ACCOUNTS[1].id), "{failure}");
    assert!(emulator.calls().iter().all(|call| ["AssumeRole", "GetCallerIdentity"].contains(&call.operation.as_str())));
}

#[tokio::test]
async fn each_role_is_assumed_with_the_external_id_of_its_own() {
    let server = answering(|_| EXPIRED.clone()).await;
    let role = |name| Some(format!("arn:aws:iam::{}:role/{name}", demo::ACCOUNTS[0].id));
    let id = |name: &str| Some(format!("of-the-{name}"));
    let account = AccountAccess { id: home().account, role_arn: role("account"), external_id: id("account") };
    let delivery = DeliveryAccess { scope: home(), role_arn: role("delivery"), external_id: id("delivery") };
    let at = DirectoryAt { account: home().account, ..directory_at() };
    let directory = DirectoryAccess { at: at.clone(), role_arn: role("directory"), external_id: id("directory") };
    let roles = Settings {
        accounts: vec![account],
        delivery: Some(delivery),
        directory: Some(directory),
        ..settings(&server.url)
    };
    let (aws, _) = connect(roles).await;
    aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    aws.secrets(&home()).describe_secret("ci", Read).await.unwrap_err();
    aws.directory(&at).list_users(Read).await.unwrap_err();
    for name in ["account", "delivery", "directory"] {
        assert!(server.was_told(&format!("ExternalId=of-the-{name}")), "{name}");
    }
}

#[tokio::test]
async fn a_session_serves_many_calls() {
    let world = world(Seed::Empty).await;
    let grafana = world.aws.grafana(&home());
    grafana.list_workspaces(Read).await.unwrap();
    grafana.list_workspaces(Read).await.unwrap();
    assert_eq!(world.gate.count("AssumeRole"), 1);
}

const SESSION: &str = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
    <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
    <SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>\
    </AssumeRoleResult></AssumeRoleResponse>";

#[tokio::test]
async fn a_session_aws_no_longer_takes_is_replaced_for_the_next_call() {
    let server = answering(|line| {
        if line.starts_with("POST / ") {
            return ("HTTP/1.1 200 OK\r\ncontent-type: text/xml".to_owned(), SESSION.to_owned());
        }
        EXPIRED.clone()
    })
    .await;
    let (aws, gate) = connect(settings(&server.url)).await;
    for _ in 0..2 {
        let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
        assert_eq!(failure.error.code, Code::Denied, "{failure}");
    }
    assert_eq!(gate.count("AssumeRole"), 2);
}

#[tokio::test]
async fn calls_that_start_together_share_one_session() {
    let world = world(Seed::Empty).await;
    let handles: Vec<_> =
        demo::REGIONS.iter().map(|name| world.aws.grafana(&model::Scope { region: region(name), ..home() })).collect();
    let reads = handles.iter().map(|grafana| grafana.list_workspaces(Read));
    futures::future::try_join_all(reads).await.unwrap();
    assert_eq!(world.gate.count("AssumeRole"), 1);
}

#[tokio::test]
async fn debug_output_has_no_keys() {
    let emulator = emulator(Seed::Empty).await;
    let settings = settings(&emulator.url());
    assert!(!format!("{settings:?}").contains(demo::SECRET_KEY));
    let (aws, _): (Aws, _) = connect(settings).await;
    assert!(!format!("{aws:?}{:?}", aws.grafana(&home())).contains(demo::SECRET_KEY));
}
