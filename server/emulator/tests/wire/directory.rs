//! AWS Identity Store: who is who in the demo's directory.

use std::collections::{BTreeMap, BTreeSet};

use emulator::demo::{ACCOUNTS, DIRECTORY, REGIONS};
use emulator::{Seed, Settings};
use http::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Bench, Who, settings, with};

const NOBODY: &str = "01234567-89ab-4cde-8f01-23456789abcd";

async fn call(bench: &Bench, operation: &str, more: Value) -> Answer {
    let input = with(json!({ "IdentityStoreId": DIRECTORY.id }), more);
    bench.call("identitystore", operation, input).await
}

/// A list to its end, with the sizes of its pages.
async fn whole(bench: &Bench, operation: &str, list: &str, more: Value) -> (Vec<Value>, Vec<usize>) {
    let (mut items, mut sizes, mut next) = (vec![], vec![], json!({}));
    loop {
        let page = call(bench, operation, with(more.clone(), next)).await.is(200);
        let more = page.list_at(&format!("/{list}"));
        sizes.push(more.len());
        items.extend(more);
        let Some(token) = page.body.get("NextToken") else { return (items, sizes) };
        next = json!({ "NextToken": token });
    }
}

async fn id_of(bench: &Bench, kind: &str, path: &str, value: &str) -> String {
    let unique = json!({ "UniqueAttribute": { "AttributePath": path, "AttributeValue": value } });
    let answer = call(bench, &format!("Get{kind}Id"), json!({ "AlternateIdentifier": unique })).await.is(200);
    answer.text_at(&format!("/{kind}Id"))
}

#[track_caller]
fn refused(answer: Answer, field: &str) {
    let answer = answer.failed(400, "ValidationException");
    assert!(answer.text_at("/Message").contains(&format!("'{field}'")), "{}", answer.text);
}

#[track_caller]
fn missing(answer: Answer, kind: &str) {
    let answer = answer.failed(400, "ResourceNotFoundException");
    assert_eq!(answer.text_at("/ResourceType"), kind);
}

fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {value}"))
}

#[tokio::test]
async fn people_and_groups_are_listed_in_pages_and_described() {
    let bench = Bench::demo().await;
    for (list, operation, count, one) in [("Users", "ListUsers", 24, "User"), ("Groups", "ListGroups", 12, "Group")] {
        let (all, _) = whole(&bench, operation, list, json!({})).await;
        let (paged, sizes) = whole(&bench, operation, list, json!({ "MaxResults": 7 })).await;
        assert_eq!((all.len(), &paged), (count, &all));
        assert_eq!(sizes.iter().sum::<usize>(), count);
        assert!(sizes.iter().rev().skip(1).all(|size| *size == 7), "{sizes:?}");
        for entry in &all {
            let member = format!("{one}Id");
            let id = &entry[&member];
            let described = call(&bench, &format!("Describe{one}"), json!({ member: id })).await.is(200);
            assert_eq!(described.body, *entry);
            assert_eq!(described.header("content-type"), "application/x-amz-json-1.1");
        }
    }
}

#[tokio::test]
async fn people_have_names_and_addresses_and_one_of_them_may_not_sign_in() {
    let bench = Bench::demo().await;
    let (users, _) = whole(&bench, "ListUsers", "Users", json!({})).await;
    let elena = users.iter().find(|user| user["UserName"] == "elena.garcia").unwrap();
    assert_eq!(text(elena, "/DisplayName"), "Elena García");
    assert_eq!(text(elena, "/Name/FamilyName"), "García");
    assert!(
        users.iter().all(|user| text(user, "/Emails/0/Value") == format!("{}@example.com", text(user, "/UserName")))
    );
    let disabled: Vec<&str> =
        users.iter().filter(|user| user["UserStatus"] == "DISABLED").map(|user| text(user, "/UserName")).collect();
    assert_eq!(disabled, ["quentin.dubois"]);
}

#[tokio::test]
async fn everybody_is_found_by_what_is_unique_about_them() {
    let bench = Bench::demo().await;
    let id = id_of(&bench, "User", "userName", "grace.okafor").await;
    assert_eq!(id_of(&bench, "User", "emails.value", "grace.okafor@example.com").await, id);
    let described = call(&bench, "DescribeUser", json!({ "UserId": id })).await.is(200);
    let external = json!({ "ExternalId": described.body["ExternalIds"][0] });
    let found = call(&bench, "GetUserId", json!({ "AlternateIdentifier": external })).await.is(200);
    assert_eq!((found.text_at("/UserId"), found.text_at("/UserArn")), (id.clone(), described.text_at("/UserArn")));
    let arn = json!({ "UserId": described.text_at("/UserArn") });
    assert_eq!(call(&bench, "DescribeUser", arn).await.is(200).body, described.body);
    let group = id_of(&bench, "Group", "displayName", "payments").await;
    let described = call(&bench, "DescribeGroup", json!({ "GroupId": group })).await.is(200);
    assert_eq!(described.text_at("/Description"), "Cards, wallets and settlement");
}

#[tokio::test]
async fn lists_are_filtered_by_the_whole_name() {
    let bench = Bench::demo().await;
    for (operation, list, path, value, count) in [
        ("ListUsers", "Users", "UserName", "mei.chen", 1),
        ("ListUsers", "Users", "UserName", "mei", 0),
        ("ListGroups", "Groups", "DisplayName", "security", 1),
        ("ListGroups", "Groups", "DisplayName", "secur", 0),
    ] {
        let filters = json!({ "Filters": [{ "AttributePath": path, "AttributeValue": value }] });
        assert_eq!(whole(&bench, operation, list, filters).await.0.len(), count, "{value}");
    }
    let filters = json!({ "Filters": [{ "AttributePath": "DisplayName", "AttributeValue": "x" }] });
    refused(call(&bench, "ListUsers", filters).await, "Filters.0.AttributePath");
}

#[tokio::test]
async fn memberships_are_the_same_from_both_sides() {
    let bench = Bench::demo().await;
    let pair = |one: &Value| (text(one, "/GroupId").to_owned(), text(one, "/MemberId/UserId").to_owned());
    let (mut by_group, mut by_user) = (BTreeSet::new(), BTreeSet::new());
    let mut sizes = BTreeMap::new();
    for group in whole(&bench, "ListGroups", "Groups", json!({})).await.0 {
        let of = json!({ "GroupId": group["GroupId"] });
        let (members, _) = whole(&bench, "ListGroupMemberships", "GroupMemberships", of.clone()).await;
        let (paged, pages) =
            whole(&bench, "ListGroupMemberships", "GroupMemberships", with(of, json!({ "MaxResults": 1 }))).await;
        assert_eq!((&paged, pages.len()), (&members, members.len()));
        sizes.insert(text(&group, "/DisplayName").to_owned(), members.len());
        by_group.extend(members.iter().map(pair));
    }
    assert!(sizes.values().all(|size| (3..=12).contains(size)), "{sizes:?}");
    for user in whole(&bench, "ListUsers", "Users", json!({})).await.0 {
        let of = json!({ "MemberId": { "UserId": user["UserId"] } });
        let (groups, _) = whole(&bench, "ListGroupMembershipsForMember", "GroupMemberships", of).await;
        assert_eq!(groups.is_empty(), user["UserName"] == "yusuf.demir");
        by_user.extend(groups.iter().map(pair));
    }
    assert_eq!(by_group, by_user);
}

#[tokio::test]
async fn who_holds_a_role_is_in_the_directory_but_for_those_who_left() {
    let bench = Bench::demo().await;
    let ids = async |operation, list, id: &str| -> BTreeSet<String> {
        whole(&bench, operation, list, json!({}))
            .await
            .0
            .iter()
            .map(|one| one[id].as_str().unwrap().to_owned())
            .collect()
    };
    let known = [ids("ListUsers", "Users", "UserId").await, ids("ListGroups", "Groups", "GroupId").await];
    let (mut held, mut gone) = (0, BTreeSet::new());
    for account in ACCOUNTS {
        for region in REGIONS {
            let who = Who::at(account.id, region);
            for one in bench.call_as(&who, "grafana", "ListWorkspaces", json!({})).await.list_at("/workspaces") {
                let input = json!({ "workspaceId": one["id"] });
                let answer = bench.call_as(&who, "grafana", "ListPermissions", input).await;
                for grant in answer.body["permissions"].as_array().into_iter().flatten() {
                    let (kind, id) = (text(grant, "/user/type"), text(grant, "/user/id"));
                    held += 1;
                    if !known[usize::from(kind == "SSO_GROUP")].contains(id) {
                        gone.insert(format!("{kind} {id}"));
                    }
                }
            }
        }
    }
    assert!(held > 200, "{held}");
    assert_eq!(gone.len(), 3, "{gone:?}");
    for id in gone.iter().filter_map(|one| one.strip_prefix("SSO_USER ")) {
        missing(call(&bench, "DescribeUser", json!({ "UserId": id })).await, "USER");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_its_kind_is_said() {
    let bench = Bench::demo().await;
    missing(call(&bench, "DescribeUser", json!({ "UserId": NOBODY })).await, "USER");
    missing(call(&bench, "DescribeGroup", json!({ "GroupId": NOBODY })).await, "GROUP");
    missing(call(&bench, "ListGroupMemberships", json!({ "GroupId": NOBODY })).await, "GROUP");
    let member = json!({ "MemberId": { "UserId": NOBODY } });
    missing(call(&bench, "ListGroupMembershipsForMember", member).await, "USER");
    let unique = json!({ "AttributePath": "userName", "AttributeValue": "ada" });
    let answer = call(&bench, "GetUserId", json!({ "AlternateIdentifier": { "UniqueAttribute": unique } })).await;
    assert!(!answer.text.contains("ada"), "{}", answer.text);
    missing(answer, "USER");
    let other = json!({ "IdentityStoreId": "d-0000000000" });
    missing(bench.call("identitystore", "ListUsers", other).await, "IDENTITY_STORE");
    let elsewhere = Who::at(DIRECTORY.account, "us-east-1");
    let input = json!({ "IdentityStoreId": DIRECTORY.id });
    missing(bench.call_as(&elsewhere, "identitystore", "ListUsers", input).await, "IDENTITY_STORE");
}

#[tokio::test]
async fn no_other_account_reads_the_directory_but_through_a_role() {
    let bench = Bench::demo().await;
    let input = json!({ "IdentityStoreId": DIRECTORY.id });
    let other = Who::at(ACCOUNTS[1].id, DIRECTORY.region);
    for operation in ["ListUsers", "ListGroups"] {
        let answer = bench.call_as(&other, "identitystore", operation, input.clone()).await;
        answer.failed(400, "AccessDeniedException");
    }
    let role = json!({ "RoleArn": format!("arn:aws:iam::{}:role/belvedere", DIRECTORY.account), "RoleSessionName": "session" });
    let session = bench.call_as(&other, "sts", "AssumeRole", role).await.is(200).text;
    let between = |tag: &str| session.split(&format!("<{tag}>")).nth(1).unwrap().split('<').next().unwrap().to_owned();
    let who =
        Who { key: between("AccessKeyId"), region: DIRECTORY.region.into(), session: Some(between("SessionToken")) };
    bench.call_as(&who, "identitystore", "ListUsers", input).await.is(200);
}

#[tokio::test]
async fn a_token_is_good_for_its_own_list_alone() {
    let bench = Bench::demo().await;
    let first = call(&bench, "ListUsers", json!({ "MaxResults": 2 })).await.is(200);
    let next = json!({ "NextToken": first.text_at("/NextToken") });
    refused(call(&bench, "ListGroups", next).await, "NextToken");
    for wrong in ["bm90LW91cnM=", "a:b_c/d"] {
        refused(call(&bench, "ListUsers", json!({ "NextToken": wrong })).await, "NextToken");
    }
}

#[tokio::test]
async fn attributes_that_are_not_unique_or_no_text_find_nobody() {
    let bench = Bench::demo().await;
    for (operation, path, value, field) in [
        ("GetUserId", "displayName", json!("Ada Lindqvist"), "AttributePath"),
        ("GetGroupId", "userName", json!("payments"), "AttributePath"),
        ("GetUserId", "userName", json!(["ada.lindqvist"]), "AttributeValue"),
    ] {
        let unique = json!({ "AttributePath": path, "AttributeValue": value });
        let answer = call(&bench, operation, json!({ "AlternateIdentifier": { "UniqueAttribute": unique } })).await;
        refused(answer, &format!("AlternateIdentifier.UniqueAttribute.{field}"));
    }
}

#[tokio::test]
async fn failures_are_those_of_json_one_point_one() {
    let bench = Bench::demo().await;
    let uri = format!("{}/", bench.emulator.url());
    let sent = async |target: &str, kind: &str, signing: Option<&str>| {
        let mut request = http::Request::post(&uri).header("x-amz-target", target).header("content-type", kind);
        if let Some(signing) = signing {
            request = request.header("authorization", Who::default().authorization(signing));
        }
        bench.send(request.body("{}".into()).unwrap()).await.unwrap()
    };
    let kind = "application/x-amz-json-1.1";
    let good = sent("AWSIdentityStore.ListUsers", kind, Some("identitystore")).await;
    assert_eq!(good.header("content-type"), kind);
    refused(good, "IdentityStoreId");
    for (target, kind) in [
        ("AWSIdentityStore.CreateUser", kind),
        ("Other.ListUsers", kind),
        ("AWSIdentityStore.ListUsers", "application/json"),
    ] {
        sent(target, kind, Some("identitystore")).await.failed(400, "UnknownOperationException");
    }
    let unsigned = sent("AWSIdentityStore.ListUsers", kind, None).await;
    unsigned.failed(400, "MissingAuthenticationTokenException");
    sent("AWSIdentityStore.ListUsers", kind, Some("grafana")).await.failed(404, "UnknownOperationException");
}

#[tokio::test]
async fn the_empty_seed_has_the_directory_with_nobody_in_it() {
    let bench = Bench::empty().await;
    assert!(call(&bench, "ListUsers", json!({})).await.is(200).list_at("/Users").is_empty());
    assert!(call(&bench, "ListGroups", json!({})).await.is(200).list_at("/Groups").is_empty());
}

#[tokio::test]
async fn the_directory_is_the_same_in_every_run() {
    let (one, other) = (Bench::demo().await, Bench::demo().await);
    let people = async |bench: &Bench| {
        let all = whole(bench, "ListUsers", "Users", json!({})).await.0;
        all.iter().map(|one| [one["UserId"].clone(), one["ExternalIds"].clone()]).collect::<Vec<_>>()
    };
    assert_eq!(people(&one).await, people(&other).await);
}

#[tokio::test]
async fn faults_strike_and_calls_are_listed_by_id() {
    let bench = Bench::demo().await;
    let id = id_of(&bench, "User", "userName", "ada.lindqvist").await;
    let fault = json!({ "kind": "throttled", "service": "identitystore", "operation": "DescribeUser", "times": 1 });
    bench.own(Method::POST, "faults", fault).await.is(200);
    let throttled = call(&bench, "DescribeUser", json!({ "UserId": id })).await.failed(400, "ThrottlingException");
    assert_eq!(throttled.body["RetryAfterSeconds"], 1);
    call(&bench, "DescribeUser", json!({ "UserId": id })).await.is(200);
    call(&bench, "ListGroupMembershipsForMember", json!({ "MemberId": { "UserId": id } })).await.is(200);
    let calls = bench.emulator.calls();
    let targets: Vec<&str> = calls.iter().map(|call| call.target.as_deref().unwrap()).collect();
    assert_eq!(targets, [DIRECTORY.id, &id, &id, &id]);
    assert!(calls.iter().all(|call| call.service == "identitystore"));
}

#[tokio::test]
async fn whoever_is_looked_for_may_have_a_name_that_fails() {
    let bench = Bench::demo().await;
    let by = |value: &str| json!({ "UniqueAttribute": { "AttributePath": "emails.value", "AttributeValue": value } });
    for (name, status, code) in
        [("denied-a@example.com", 400, "AccessDeniedException"), ("internal-a", 500, "InternalServerException")]
    {
        call(&bench, "GetUserId", json!({ "AlternateIdentifier": by(name) })).await.failed(status, code);
        let filters = json!([{ "AttributePath": "UserName", "AttributeValue": name }]);
        call(&bench, "ListUsers", json!({ "Filters": filters })).await.failed(status, code);
    }
}

#[tokio::test]
async fn all_operations_share_one_rate() {
    let bench = Bench::with(Settings { quotas: true, ..settings(Seed::Demo) }).await;
    let mut throttled = None;
    for number in 0..200 {
        let operation = ["ListUsers", "ListGroups"][number % 2];
        let answer = call(&bench, operation, json!({ "MaxResults": 1 })).await;
        if answer.status != 200 {
            throttled = Some(answer);
            break;
        }
    }
    throttled.unwrap().failed(400, "ThrottlingException");
}
