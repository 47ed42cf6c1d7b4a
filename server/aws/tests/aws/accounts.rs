//! Whose credentials they are: nothing is signed by those of another account than the one that is meant.

use crate::support::canned::{EXPIRED, answering_as};
use crate::support::control::fault;
use crate::support::tape::{Tape, recorded};
use crate::support::{account, connect, directory_at, emulator, home, settings, workspace, world};
use aws::Urgency::Read;
use aws::{AccountAccess, Aws, Certainty, Failure, Keys, Settings};
use emulator::{Emulator, Seed, demo};
use model::{Code, Scope};
use serde_json::json;
use std::collections::BTreeMap;

const OURS: &str = demo::ACCOUNTS[0].id;
const OTHER: &str = demo::ACCOUNTS[1].id;

/// With the credentials of `OURS`, and `OTHER` configured without a role.
async fn misled(emulator: &Emulator) -> Aws {
    let access = AccountAccess { id: account(OTHER), role_arn: None, external_id: None };
    connect(Settings { accounts: vec![access], ..settings(&emulator.url()) }).await.0
}

fn there() -> Scope {
    Scope { account: account(OTHER), ..home() }
}

fn names_both(failure: &Failure) {
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused), "{failure}");
    let sentence = &failure.error.message;
    assert!(sentence.contains(OURS) && sentence.contains(OTHER), "{sentence}");
}

/// What arrived but the question whose credentials they are.
fn sent(emulator: &Emulator) -> Vec<String> {
    let calls = emulator.calls().into_iter().map(|call| call.operation);
    calls.filter(|operation| operation != "GetCallerIdentity").collect()
}

#[tokio::test]
async fn credentials_of_another_account_read_and_write_nothing() {
    let emulator = emulator(Seed::Demo).await;
    let aws = misled(&emulator).await;
    names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
    names_both(&aws.grafana(&there()).delete_workspace("g-0123456789").await.unwrap_err());
    names_both(&aws.grafana(&there()).create_workspace(&workspace("astray")).await.unwrap_err());
    names_both(&aws.prometheus(&there()).list_workspaces(Read).await.unwrap_err());
    names_both(&aws.codeartifact(&there()).delete_domain("astray").await.unwrap_err());
    let secret = secrecy::SecretString::from("hush");
    let delivered =
        aws.secrets(&there()).create_secret("ci", &secret, &"t".repeat(32), "", None, &BTreeMap::new()).await;
    names_both(&delivered.unwrap_err());
    let directory = aws::DirectoryAt { account: account(OTHER), ..directory_at() };
    names_both(&aws.directory(&directory).list_users(Read).await.unwrap_err());
    assert!(sent(&emulator).is_empty(), "{:?}", sent(&emulator));
}

#[tokio::test]
async fn the_account_the_credentials_belong_to_goes_on_working_beside_one_they_do_not() {
    let emulator = emulator(Seed::Demo).await;
    let aws = misled(&emulator).await;
    names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
    aws.grafana(&home()).list_workspaces(Read).await.unwrap();
    assert_eq!(sent(&emulator), ["ListWorkspaces"]);
}

#[tokio::test]
async fn whose_they_are_is_asked_once_for_each_credentials_and_not_for_each_call() {
    let world = world(Seed::Empty).await;
    for _ in 0..5 {
        world.aws.grafana(&home()).list_workspaces(Read).await.unwrap();
    }
    world.aws.grafana(&there()).list_workspaces(Read).await.unwrap();
    world.aws.caller().await.unwrap();
    // The base credentials, and the two roles that are assumed with them.
    assert_eq!((world.gate.count("GetCallerIdentity"), world.gate.count("AssumeRole")), (3, 2));
}

#[tokio::test]
async fn a_refusal_is_not_asked_about_again_and_again() {
    let emulator = emulator(Seed::Empty).await;
    let aws = misled(&emulator).await;
    for _ in 0..20 {
        names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
    }
    assert_eq!(emulator.calls().len(), 1);
}

#[tokio::test]
async fn a_refusal_is_looked_at_again_later_and_ends_when_the_credentials_are_right() {
    let server = answering_as(
        |times| if times == 0 { OURS } else { OTHER },
        |_| ("HTTP/1.1 200 OK\r\ncontent-type: application/json".to_owned(), r#"{"workspaces":[]}"#.to_owned()),
    )
    .await;
    let soon = Settings { accounts: vec![], recheck_after: std::time::Duration::ZERO, ..settings(&server.url) };
    let (aws, _) = connect(soon).await;
    names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
    aws.grafana(&there()).list_workspaces(Read).await.unwrap();
}

#[tokio::test]
async fn credentials_that_are_switched_underneath_are_refused_though_no_account_is_configured() {
    let server = answering_as(
        |times| if times == 0 { OURS } else { OTHER },
        |line| match line.starts_with("GET /workspaces") {
            true => EXPIRED.clone(),
            false => unreachable!("only lists are asked for"),
        },
    )
    .await;
    let (aws, _) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    assert_eq!(aws.caller().await.unwrap().account, home().account);
    let expired = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert!(expired.error.message.contains("does not accept the credentials"), "{expired}");
    let before = server.requests();
    names_both(&aws.grafana(&home()).list_workspaces(Read).await.unwrap_err());
    assert_eq!(server.requests(), before);
}

#[tokio::test]
async fn without_an_answer_from_sts_nothing_is_sent() {
    for kind in ["denied", "internal", "cut_before", "cut_after"] {
        let emulator = emulator(Seed::Empty).await;
        fault(&emulator, json!({ "kind": kind, "operation": "GetCallerIdentity" })).await;
        let (aws, _) = connect(Settings { accounts: vec![], ..settings(&emulator.url()) }).await;
        let failure = aws.grafana(&home()).create_workspace(&workspace("never")).await.unwrap_err();
        assert_eq!(failure.certainty, Certainty::Refused, "{kind}: {failure}");
        assert!(sent(&emulator).is_empty(), "{kind}: {:?}", sent(&emulator));
    }
}

#[tokio::test]
async fn an_sts_that_takes_no_connection_is_unreachable_and_nothing_is_sent() {
    let server = answering_as(|_| OURS, |_| unreachable!("nothing is sent")).await;
    let url = server.url.clone();
    server.close().await;
    let (aws, gate) = connect(Settings { accounts: vec![], ..settings(&url) }).await;
    let failure = aws.grafana(&home()).create_workspace(&workspace("never")).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Unreachable, Certainty::Refused));
    // It is tried again, as a read is.
    assert_eq!((gate.count("GetCallerIdentity"), gate.count("CreateWorkspace")), (3, 0));
}

#[tokio::test]
async fn one_cut_answer_of_sts_is_asked_for_again() {
    let emulator = emulator(Seed::Empty).await;
    fault(&emulator, json!({ "kind": "cut_after", "operation": "GetCallerIdentity", "times": 1 })).await;
    let (aws, gate) = connect(Settings { accounts: vec![], ..settings(&emulator.url()) }).await;
    aws.grafana(&home()).create_workspace(&workspace("soon")).await.unwrap();
    assert_eq!(gate.count("GetCallerIdentity"), 2);
}

#[tokio::test]
async fn an_identity_without_an_account_signs_nothing() {
    let server = answering_as(|_| "", |_| unreachable!("nothing is sent")).await;
    let (aws, _) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    let failure = aws.grafana(&home()).list_workspaces(Read).await.unwrap_err();
    assert_eq!((failure.certainty, server.requests()), (Certainty::Refused, 0), "{failure}");
}

#[tokio::test]
async fn what_is_delivered_goes_by_a_role_of_its_own() {
    let emulator = emulator(Seed::Empty).await;
    let keys = Keys { access_key: OURS.to_owned(), secret_key: "any".into() };
    let role_arn = Some(format!("arn:aws:iam::{OTHER}:role/belvedere-delivery"));
    let delivery = aws::DeliveryAccess { scope: there(), role_arn, external_id: Some("outside".to_owned()) };
    let settings =
        Settings { keys: Some(keys), accounts: vec![], delivery: Some(delivery), ..settings(&emulator.url()) };
    let (aws, _) = connect(settings).await;
    let secret = secrecy::SecretString::from("hush");
    aws.secrets(&there()).create_secret("ci", &secret, &"t".repeat(32), "", None, &BTreeMap::new()).await.unwrap();
    let calls = emulator.calls();
    let made = calls.iter().find(|call| call.operation == "CreateSecret").unwrap();
    assert_eq!(made.account, OTHER);
    // It is the way of what is delivered there and of nothing else.
    names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
}

#[tokio::test]
async fn a_role_of_the_delivery_that_is_of_another_account_delivers_nothing() {
    let emulator = emulator(Seed::Empty).await;
    let role_arn = Some(format!("arn:aws:iam::{OURS}:role/belvedere-delivery"));
    let delivery = aws::DeliveryAccess { scope: there(), role_arn, external_id: None };
    let (aws, _) = connect(Settings { delivery: Some(delivery), ..settings(&emulator.url()) }).await;
    let secret = secrecy::SecretString::from("hush");
    let failure = aws
        .secrets(&there())
        .create_secret("ci", &secret, &"t".repeat(32), "", None, &BTreeMap::new())
        .await
        .unwrap_err();
    names_both(&failure);
    assert_eq!(sent(&emulator), ["AssumeRole"]);
}

#[tokio::test]
async fn the_log_says_it_once() {
    let emulator = emulator(Seed::Empty).await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    let aws = misled(&emulator).await;
    for _ in 0..3 {
        names_both(&aws.grafana(&there()).list_workspaces(Read).await.unwrap_err());
    }
    drop(guard);
    let told = log.text().lines().filter(|line| line.contains(OURS) && line.contains(OTHER)).count();
    assert_eq!(told, 1, "{}", log.text());
}
