//! The directory of an Identity Center: who is who, and who may ask.

use crate::support::canned::answering;
use crate::support::control::fault;
use crate::support::{account, connect, directory_at, emulator, home, region, settings, world};
use aws::Urgency::{Background, Read};
use aws::identity::DirectoryUser;
use aws::{Certainty, DirectoryAccess, DirectoryAt, Service, Settings};
use emulator::{Seed, demo};
use model::{Code, Scope};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const NOBODY: &str = "01234567-89ab-4cde-8f01-23456789abcd";

#[tokio::test]
async fn everybody_is_listed_and_described_alike() {
    let world = world(Seed::Demo).await;
    let directory = world.aws.directory(&directory_at());
    let users = directory.list_users(Background).await.unwrap();
    assert_eq!((users.entries.len(), users.cut), (24, false));
    let elena = users.entries.iter().find(|user| user.user_name.as_deref() == Some("elena.garcia")).unwrap();
    let expected = DirectoryUser {
        id: elena.id.clone(),
        user_name: Some("elena.garcia".to_owned()),
        display_name: Some("Elena García".to_owned()),
        email: Some("elena.garcia@example.com".to_owned()),
        enabled: Some(true),
    };
    assert_eq!(directory.describe_user(&elena.id, Read).await.unwrap().as_ref(), Some(&expected));
    assert_eq!(elena, &expected);
    assert_eq!(users.entries.iter().filter(|user| user.enabled == Some(false)).count(), 1);
    let groups = directory.list_groups(Background).await.unwrap();
    assert_eq!((groups.entries.len(), groups.cut), (12, false));
    for group in groups.entries {
        assert_eq!(directory.describe_group(&group.id, Read).await.unwrap(), Some(group));
    }
}

#[tokio::test]
async fn people_and_groups_are_found_by_name_and_address_and_nobody_is_an_answer() {
    let world = world(Seed::Demo).await;
    let directory = world.aws.directory(&directory_at());
    let id = directory.user_id_by_name("mei.chen", Read).await.unwrap().unwrap();
    assert_eq!(directory.user_id_by_email("mei.chen@example.com", Read).await.unwrap().as_ref(), Some(&id));
    let group = directory.group_id_by_name("machine-learning", Read).await.unwrap().unwrap();
    assert!(directory.members_of_group(&group, Read).await.unwrap().entries.contains(&id));
    assert_eq!(directory.user_id_by_name("mei", Read).await.unwrap(), None);
    assert_eq!(directory.user_id_by_email("mei.chen@example.org", Read).await.unwrap(), None);
    assert_eq!(directory.group_id_by_name("nobody", Read).await.unwrap(), None);
    assert_eq!(directory.describe_user(NOBODY, Read).await.unwrap(), None);
    assert_eq!(directory.describe_group(NOBODY, Read).await.unwrap(), None);
    assert_eq!(world.gate.count("GetUserId"), 4, "nobody is not asked for again");
}

#[tokio::test]
async fn memberships_are_the_same_from_both_sides() {
    let world = world(Seed::Demo).await;
    let directory = world.aws.directory(&directory_at());
    let (mut by_group, mut by_user) = (BTreeSet::new(), BTreeSet::new());
    for group in directory.list_groups(Read).await.unwrap().entries {
        let members = directory.members_of_group(&group.id, Read).await.unwrap();
        assert!((3..=12).contains(&members.entries.len()) && !members.cut);
        by_group.extend(members.entries.into_iter().map(|user| (group.id.clone(), user)));
    }
    for user in directory.list_users(Read).await.unwrap().entries {
        let groups = directory.memberships_of_user(&user.id, Read).await.unwrap();
        by_user.extend(groups.entries.into_iter().map(|group| (group, user.id.clone())));
    }
    assert_eq!(by_group, by_user);
    for failure in [
        directory.members_of_group(NOBODY, Read).await.unwrap_err(),
        directory.memberships_of_user(NOBODY, Read).await.unwrap_err(),
    ] {
        assert_eq!(failure.error.code, Code::NotFound, "{failure}");
    }
}

#[tokio::test]
async fn those_who_left_still_hold_roles() {
    let world = world(Seed::Demo).await;
    let directory = world.aws.directory(&directory_at());
    let grafana = world.aws.grafana(&Scope { account: account(demo::ACCOUNTS[3].id), region: region("us-east-1") });
    let mut gone = 0;
    for listed in grafana.list_workspaces(Read).await.unwrap() {
        for holder in grafana.list_permissions(&listed.id, Read).await.unwrap() {
            let known = match holder.kind.as_str() {
                "SSO_USER" => directory.describe_user(&holder.id, Read).await.unwrap().is_some(),
                _ => directory.describe_group(&holder.id, Read).await.unwrap().is_some(),
            };
            gone += usize::from(!known);
        }
    }
    assert_eq!(gone, 3);
}

#[tokio::test]
async fn the_empty_directory_has_nobody() {
    let world = world(Seed::Empty).await;
    let directory = world.aws.directory(&directory_at());
    assert!(directory.list_users(Read).await.unwrap().entries.is_empty());
    assert!(directory.list_groups(Read).await.unwrap().entries.is_empty());
}

#[tokio::test]
async fn what_is_no_directory_or_no_id_is_a_failure() {
    let world = world(Seed::Demo).await;
    let missing = DirectoryAt { store_id: "d-0000000000".to_owned(), ..directory_at() };
    let elsewhere = DirectoryAt { region: region("us-east-1"), ..directory_at() };
    for at in [missing, elsewhere] {
        let directory = world.aws.directory(&at);
        let failure = directory.user_id_by_name("mei.chen", Read).await.unwrap_err();
        assert_eq!((failure.error.code, failure.certainty), (Code::NotFound, Certainty::Refused));
        assert_eq!(directory.describe_user(NOBODY, Read).await.unwrap_err().error.code, Code::NotFound);
        assert!(failure.error.request_id.is_some());
    }
    let failure = world.aws.directory(&directory_at()).describe_user("refused-contractor", Read).await.unwrap_err();
    assert_eq!(failure.error.code, Code::Invalid);
}

#[tokio::test]
async fn another_account_is_denied_under_the_name_of_iam() {
    let world = world(Seed::Demo).await;
    let at = DirectoryAt { account: account(demo::ACCOUNTS[1].id), ..directory_at() };
    let failure = world.aws.directory(&at).list_users(Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.certainty), (Code::Denied, Certainty::Refused));
    for part in ["identitystore:ListUsers is not allowed", demo::ACCOUNTS[1].id, "eu-west-1"] {
        assert!(failure.error.message.contains(part), "{failure}");
    }
}

#[tokio::test]
async fn a_directory_of_an_account_that_is_not_configured_is_opened_by_its_own_role() {
    let emulator = emulator(Seed::Demo).await;
    let keys = aws::Keys { access_key: demo::ACCOUNTS[2].id.to_owned(), secret_key: "any".into() };
    let role_arn = Some(format!("arn:aws:iam::{}:role/people", demo::DIRECTORY.account));
    let own = DirectoryAccess { at: directory_at(), role_arn, external_id: Some("outside".to_owned()) };
    let foreign = Settings { keys: Some(keys), accounts: vec![], ..settings(&emulator.url()) };
    let (without, _) = connect(foreign.clone()).await;
    let refused = without.directory(&directory_at()).list_users(Read).await.unwrap_err();
    assert_eq!(refused.error.code, Code::Denied);
    assert!(refused.error.message.contains(demo::ACCOUNTS[2].id), "{refused}");
    assert!(emulator.calls().iter().all(|call| call.operation == "GetCallerIdentity"));
    let (with, gate) = connect(Settings { directory: Some(own), ..foreign }).await;
    assert_eq!(with.directory(&directory_at()).list_users(Read).await.unwrap().entries.len(), 24);
    assert_eq!(gate.count("AssumeRole"), 1);
}

#[tokio::test]
async fn a_role_of_its_own_leaves_the_accounts_role_alone() {
    let emulator = emulator(Seed::Demo).await;
    let wrong = Some(format!("arn:aws:iam::{}:role/people", demo::ACCOUNTS[1].id));
    let own = DirectoryAccess { at: directory_at(), role_arn: wrong, external_id: None };
    let (aws, _) = connect(Settings { directory: Some(own), ..settings(&emulator.url()) }).await;
    let failure = aws.directory(&directory_at()).list_users(Read).await.unwrap_err();
    assert!(failure.error.message.contains(demo::ACCOUNTS[1].id), "{failure}");
    aws.grafana(&home()).list_workspaces(Read).await.unwrap();
}

#[tokio::test]
async fn without_a_role_of_its_own_it_shares_the_session_of_its_account() {
    let world = world(Seed::Demo).await;
    world.aws.grafana(&home()).list_workspaces(Read).await.unwrap();
    world.aws.directory(&directory_at()).list_users(Background).await.unwrap();
    assert_eq!(world.gate.count("AssumeRole"), 1);
    let entered = world.gate.entered.lock().unwrap().pop().unwrap();
    assert_eq!(entered, (Service::IdentityStore, home().to_string(), "ListUsers", Background));
}

#[tokio::test]
async fn throttling_is_waited_out_for_as_long_as_the_body_says() {
    let world = world(Seed::Demo).await;
    let directory = world.aws.directory(&directory_at());
    fault(&world.emulator, json!({ "kind": "throttled", "operation": "ListGroups", "times": 1 })).await;
    assert_eq!(directory.list_groups(Read).await.unwrap().entries.len(), 12);
    assert_eq!(world.gate.count("ListGroups"), 2);
    assert_eq!(*world.gate.waits.lock().unwrap(), [Duration::from_secs(1)]);
    fault(&world.emulator, json!({ "kind": "throttled", "operation": "GetUserId" })).await;
    let failure = directory.user_id_by_name("mei.chen", Read).await.unwrap_err();
    assert_eq!((failure.error.code, failure.error.retry_after), (Code::Throttled, Some(1)));
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_to_its_end() {
    let asked = AtomicUsize::new(0);
    let server = answering(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst);
        let user = |id: usize| {
            json!({ "IdentityStoreId": "d-9967123abc", "UserId": format!("{id}"), "UserArn": "arn", "Revision": "1" })
        };
        let mut body = json!({ "Users": [user(2 * number), user(2 * number + 1)] });
        if number < 2 {
            body["NextToken"] = format!("after-{number}").into();
        }
        ("HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1".to_owned(), body.to_string())
    })
    .await;
    let (aws, gate) = connect(Settings { accounts: vec![], ..settings(&server.url) }).await;
    let users = aws.directory(&directory_at()).list_users(Read).await.unwrap();
    let ids: Vec<&str> = users.entries.iter().map(|user| user.id.as_str()).collect();
    assert_eq!((ids, users.cut), (vec!["0", "1", "2", "3", "4", "5"], false));
    assert_eq!(gate.count("ListUsers"), 3, "each page passes the gate");
    assert!(users.entries.iter().all(|user| user.enabled.is_none() && user.email.is_none()));
}
