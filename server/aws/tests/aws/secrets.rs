//! The licence's token and minted secrets are in no log line and in no struct but the one they are handed over in.

use crate::support::canned::canned;
use crate::support::tape::{Tape, recorded};
use crate::support::{account, connect, directory_at, home, is_ordinary, region, settings, workspace, world};
use aws::Urgency::Read;
use emulator::{Seed, demo};
use model::Scope;
use secrecy::{ExposeSecret, SecretString};
use std::io::Write;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Passes connections on to the emulator and keeps what it answers.
async fn tapped(emulator: &emulator::Emulator) -> (String, Tape) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (to, tape) = (emulator.addr(), Tape::default());
    let kept = tape.clone();
    tokio::spawn(async move {
        while let Ok((here, _)) = listener.accept().await {
            let there = TcpStream::connect(to).await.unwrap();
            let (mut tape, (mut hear, mut answer), (mut from, mut into)) =
                (kept.clone(), here.into_split(), there.into_split());
            tokio::spawn(async move { tokio::io::copy(&mut hear, &mut into).await });
            tokio::spawn(async move {
                let mut buffer = vec![0; 65_536];
                while let Ok(n @ 1..) = from.read(&mut buffer).await {
                    tape.write_all(&buffer[..n]).unwrap();
                    answer.write_all(&buffer[..n]).await.unwrap();
                }
            });
        }
    });
    (url, tape)
}

/// The values of `"grafanaToken":"…"`.
fn licence_tokens(wire: &str) -> Vec<String> {
    wire.split("\"grafanaToken\":\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_licence_token_is_on_the_wire_and_nowhere_else() {
    let world = world(Seed::Demo).await;
    let (url, wire) = tapped(&world.emulator).await;
    let (aws, _) = connect(settings(&url)).await;
    let log = Tape::default();
    let subscriber = recorded(&log);
    let guard = tracing::subscriber::set_default(subscriber);
    let mut ours = String::new();
    for demo in &demo::ACCOUNTS {
        for name in demo::REGIONS {
            let grafana = aws.grafana(&Scope { account: account(demo.id), region: region(name) });
            let listed = grafana.list_workspaces(Read).await.unwrap();
            for listed in listed.into_iter().filter(|listed| is_ordinary(listed.name.as_deref())) {
                let described = grafana.describe_workspace(&listed.id, Read).await.unwrap();
                ours += &format!("{listed:?}{described:?}{}", serde_json::to_string(&described).unwrap());
            }
        }
    }
    drop(guard);
    let tokens = licence_tokens(&wire.text());
    assert!(!tokens.is_empty(), "the demo has licensed workspaces");
    let log = log.text();
    assert!(log.contains("aws.operation"), "the log was recorded");
    for token in &tokens {
        assert!(!ours.contains(token) && !log.contains(token));
    }
}

#[tokio::test]
async fn nobodys_name_or_address_is_in_a_log_line_or_in_debug_output() {
    let world = world(Seed::Demo).await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    let directory = world.aws.directory(&directory_at());
    let users = directory.list_users(Read).await.unwrap();
    let groups = directory.list_groups(Read).await.unwrap();
    let found = directory.user_id_by_email("grace.okafor@example.com", Read).await.unwrap();
    let denied = directory.user_id_by_email("denied-grace@example.com", Read).await.unwrap_err();
    directory.describe_user(found.as_deref().unwrap(), Read).await.unwrap();
    drop(guard);
    let (log, shown) = (log.text(), format!("{directory:?}{users:?}{groups:?}{denied:?}"));
    assert!(log.contains("GetUserId") && shown.contains(&users.entries[0].id));
    let names = users.entries.iter().flat_map(|user| [&user.user_name, &user.display_name, &user.email]);
    let names = names.chain(groups.entries.iter().map(|group| &group.display_name)).flatten();
    for name in names.map(String::as_str).chain(["denied-grace"]) {
        assert!(!log.contains(name) && !shown.contains(name), "{name}");
    }
}

#[tokio::test]
async fn whom_somebody_looked_for_is_in_no_error_though_aws_repeats_it() {
    let said =
        r#"{"__type":"ValidationException","Message":"Value 'hush@example.com' at 'AlternateIdentifier' is odd"}"#;
    let canned = canned("HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1", said).await;
    let (aws, _) = connect(aws::Settings { accounts: vec![], ..settings(&canned.url) }).await;
    let failure = aws.directory(&directory_at()).user_id_by_email("hush@example.com", Read).await.unwrap_err();
    assert_eq!(failure.error.code, model::Code::Invalid);
    assert_eq!(failure.error.message, "AWS does not take these values.");
    let failure = aws.directory(&directory_at()).user_id_by_name("someone", Read).await.unwrap_err();
    assert!(failure.error.message.ends_with("AWS says: Value 'hush@example.com' at 'AlternateIdentifier' is odd."));
}

#[tokio::test]
async fn whom_somebody_looked_for_is_not_told_of_a_single_input_either() {
    for message in ["Odd", ""] {
        let said = format!(
            r#"{{"__type":"ValidationException","Message":"{message}","fieldList":[{{"name":"UserName","message":"hush is odd"}}]}}"#
        );
        let canned = canned("HTTP/1.1 400 Bad Request\r\ncontent-type: application/x-amz-json-1.1", &said).await;
        let (aws, _) = connect(aws::Settings { accounts: vec![], ..settings(&canned.url) }).await;
        let failure = aws.directory(&directory_at()).user_id_by_name("hush", Read).await.unwrap_err();
        assert_eq!(failure.error.message, "AWS does not take these values.");
        let failure = aws.directory(&directory_at()).user_id_by_name("someone", Read).await.unwrap_err();
        assert!(failure.error.message.ends_with("UserName: hush is odd."), "{failure}");
    }
}

#[tokio::test]
async fn a_minted_secret_is_in_no_log_line() {
    let world = world(Seed::Empty).await;
    let log = Tape::default();
    let subscriber = recorded(&log);
    let guard = tracing::subscriber::set_default(subscriber);
    let grafana = world.aws.grafana(&Scope { account: account(demo::ACCOUNTS[0].id), region: region("eu-west-1") });
    let id = grafana.create_workspace(&workspace("robots")).await.unwrap().value.id;
    let account = grafana.create_service_account(&id, "ci", "ADMIN").await.unwrap().value.id;
    let minted = grafana.create_service_account_token(&id, &account, "deploy", 60).await.unwrap().value;
    drop(guard);
    assert!(log.text().contains("CreateWorkspaceServiceAccountToken"));
    assert!(!log.text().contains(minted.secret.expose_secret()));
}

#[tokio::test]
async fn a_license_token_that_is_sent_is_in_no_log_line() {
    let world = world(Seed::Empty).await;
    let log = Tape::default();
    let guard = tracing::subscriber::set_default(recorded(&log));
    let grafana = world.aws.grafana(&home());
    let id = grafana.create_workspace(&workspace("licensed")).await.unwrap().value.id;
    let token = SecretString::from("3b241101-e2bb-4255-8caf-4136c566a962");
    grafana.associate_license(&id, "ENTERPRISE", Some(&token)).await.unwrap();
    drop(guard);
    assert!(log.text().contains("AssociateLicense"), "the log was recorded");
    assert!(!log.text().contains(token.expose_secret()));
}

#[tokio::test]
async fn a_license_token_that_aws_repeats_is_in_no_error() {
    let field = r#"{"name":"grafanaToken","message":"hush-hush is odd"}"#;
    let said =
        format!(r#"{{"message":"'hush-hush' at 'grafanaToken' is odd","reason":"OTHER","fieldList":[{field}]}}"#);
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nx-amzn-errortype: ValidationException";
    let canned = canned(head, &said).await;
    let (aws, _) = connect(aws::Settings { accounts: vec![], ..settings(&canned.url) }).await;
    let token = SecretString::from("hush-hush");
    let failure = aws.grafana(&home()).associate_license("g-0123456789", "ENTERPRISE", Some(&token)).await.unwrap_err();
    assert_eq!(failure.error.code, model::Code::Invalid);
    assert_eq!(failure.said.inputs[0].name, "grafanaToken");
    assert!(!format!("{failure:?}").contains("hush"), "{failure:?}");
}
