//! Who holds which role: read in the background, named by the directory, kept when a read fails, and for some eyes only.

use crate::edit::{apply, plan};
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use http::{Method, StatusCode};
use model::{AccountId, Region, Role};
use serde_json::{Value, json};
use server::config::{Config, DirectoryAccess};

const ADA: &str = "0c2f0d1e-1111-4a4a-8b8b-0123456789ab";

pub async fn index(server: &TestServer) -> Value {
    server.ask("access/index", &json!({ "known": 0 })).await[1].take()
}

async fn part(server: &TestServer, key: &Value) -> Value {
    server.ask("access/workspace", &json!({ "key": key })).await["index"].take()
}

/// Gives or takes a role beside the console.
async fn update(server: &TestServer, key: &Value, action: &str, role: &str, id: &str) {
    let instruction = json!({ "action": action, "role": role, "users": [{ "id": id, "type": "SSO_USER" }] });
    let path = format!("/workspaces/{}/permissions", key["id"].as_str().unwrap());
    let body = json!({ "updateInstructionBatch": [instruction] });
    let (status, answer) = server.aws("grafana", Method::PATCH, &path, &body).await;
    assert!(status.is_success() && answer["errors"] == json!([]), "{answer}");
}

/// A workspace whose holders were read, with one Admin.
async fn with_admin(server: &TestServer) -> Value {
    let key = server.workspace("team-metrics").await;
    update(server, &key, "ADD", "ADMIN", ADA).await;
    change(server, &key, "first").await;
    eventually("the admin is read", async || {
        (index(server).await["holders"][0]["grants"] == json!([[0, "ADMIN"]])).then_some(())
    })
    .await;
    key
}

/// Changes the workspace through the console, which has its holders read again at once.
async fn change(server: &TestServer, key: &Value, description: &str) {
    let plan = plan(server, "settings", key, &json!({ "description": description })).await;
    apply(server, key, &plan).await;
}

#[tokio::test]
async fn holders_appear_with_their_workspace_and_a_page_of_their_own() {
    let server = TestServer::start().await;
    let key = with_admin(&server).await;
    let (status, page) = server.page("/access").await;
    assert!(status == StatusCode::OK && page.contains(ADA) && page.contains("team-metrics"), "{page}");
    let (status, page) = server.page(&format!("/access/user/{ADA}")).await;
    assert!(status == StatusCode::OK && page.contains("team-metrics"), "{page}");
    let path = format!("/grafana/{ACCOUNT}/{REGION}/{}/access", key["id"].as_str().unwrap());
    let (status, page) = server.page(&path).await;
    assert!(status == StatusCode::OK && page.contains("Access to team-metrics") && page.contains(ADA), "{page}");
}

#[tokio::test]
async fn a_failed_read_keeps_the_holders_and_says_why() {
    let server = TestServer::start().await;
    let key = with_admin(&server).await;
    server.emulator(Method::POST, "faults", &json!({ "operation": "ListPermissions", "kind": "denied" })).await;
    change(&server, &key, "second").await;
    let part = eventually("the error is there", async || {
        let part = part(&server, &key).await;
        (part["workspaces"][0]["error"]["code"] == "denied").then_some(part)
    })
    .await;
    assert_eq!(part["holders"][0]["holder"]["id"], ADA, "{part}");
    assert!(part["workspaces"][0]["read_at"].is_number(), "{part}");
}

#[tokio::test]
async fn a_change_made_here_has_the_holders_read_again_at_once() {
    let server = TestServer::start().await;
    let key = with_admin(&server).await;
    let before = server.calls_of("ListPermissions").await;
    change(&server, &key, "second").await;
    eventually("they are read again", async || (server.calls_of("ListPermissions").await > before).then_some(())).await;
}

#[tokio::test]
async fn what_did_not_change_is_not_sent_again() {
    let server = TestServer::start().await;
    with_admin(&server).await;
    let revision = index(&server).await["revision"].clone();
    let answer = server.ask("access/index", &json!({ "known": revision })).await;
    assert!(answer[0].is_number() && answer[1].is_null(), "{answer}");
}

#[tokio::test]
async fn who_may_not_see_it_is_told_so_and_not_led_there() {
    let server = TestServer::start_with(|config| config.roles = vec![Role::Viewer]).await;
    let key = json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": "g-0123456789" });
    let calls = [
        ("access/page", json!({ "search": [] })),
        ("access/index", json!({ "known": 0 })),
        ("access/holder", json!({ "holder": { "kind": "user", "id": ADA } })),
        ("access/workspace", json!({ "key": key })),
    ];
    for (path, body) in calls {
        let (status, answer) = server.call(path, &body).await;
        assert_eq!((status, &answer["code"]), (StatusCode::FORBIDDEN, &json!("denied")), "{path}: {answer}");
    }
    for export in ["/access/export.csv", "/access/export.json", "/access/holders.json", "/access/holders.tf"] {
        assert_eq!(server.page(export).await.0, StatusCode::FORBIDDEN);
    }
    let (status, page) = server.page("/access").await;
    assert!(status == StatusCode::FORBIDDEN && page.contains("You cannot see who holds which role."), "{page}");
    assert!(!server.page("/grafana").await.1.contains("href=\"/access\""));
}

#[tokio::test]
async fn somebody_nobody_knows_and_a_workspace_that_is_not_there_are_not_found() {
    let server = TestServer::start().await;
    with_admin(&server).await;
    let (status, page) = server.page("/access/group/0c2f0d1e-2222-4a4a-8b8b-0123456789ab").await;
    assert!(status == StatusCode::NOT_FOUND && page.contains("No group of this ID holds a role."), "{page}");
    let (status, _) = server.page(&format!("/grafana/{ACCOUNT}/{REGION}/g-0123456789/access")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_selection_is_downloaded_and_an_address_that_is_not_understood_is_refused() {
    let server = TestServer::start().await;
    with_admin(&server).await;
    let (status, csv) = server.page("/access/export.csv?role=admin").await;
    assert_eq!(status, StatusCode::OK);
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].starts_with("kind,id,name,detail,in_directory,role,workspace,"), "{csv}");
    assert!(lines.len() == 2 && lines[1].starts_with(&format!("user,{ADA},,,,ADMIN,team-metrics,g-")), "{csv}");
    let (_, none) = server.page("/access/export.csv?role=viewer").await;
    assert_eq!(none.lines().count(), 1);
    let (_, text) = server.page("/access/export.json").await;
    let whole: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (whole["grants"][0]["role"].as_str(), whole["not_read"].as_array().map(Vec::len)),
        (Some("ADMIN"), Some(0))
    );
    assert_eq!(server.page("/access/export.csv?colour=red").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The demo's directory, read by the demo's own account.
pub fn with_directory(config: &mut Config) {
    config.emulator.as_mut().unwrap().seed = emulator::Seed::Demo;
    config.directory = Some(DirectoryAccess {
        identity_store_id: emulator::demo::DIRECTORY.id.to_owned(),
        account: AccountId::parse(emulator::demo::DIRECTORY.account).unwrap(),
        region: Region::parse(emulator::demo::DIRECTORY.region).unwrap(),
        role_arn: None,
        external_id: None,
    });
}

#[tokio::test]
async fn the_directory_gives_names_says_who_is_missing_and_which_groups_a_person_is_in() {
    let server = TestServer::start_with(with_directory).await;
    let holders = eventually("all holders are named or missing", async || {
        let index = index(&server).await;
        let holders = index["holders"].as_array().cloned().unwrap_or_default();
        let read = index["workspaces"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| !one["read_at"].is_null() || one["sign_in"]["sso"] == false);
        (read && !holders.is_empty() && holders.iter().all(|one| !one["known"].is_null())).then_some(holders)
    })
    .await;
    let known: Vec<&Value> = holders.iter().filter(|one| one["known"] == true).collect();
    assert!(known.iter().all(|one| one["name"].is_string()) && known.len() > 10, "{holders:?}");
    let person = known.iter().find(|one| one["holder"]["kind"] == "user").unwrap();
    let asked = json!({ "holder": { "kind": "user", "id": person["holder"]["id"] } });
    eventually("its groups are known", async || {
        let groups = server.ask("access/holder", &asked).await["groups"].take();
        (groups["unknown"] == json!([]) && groups["read_at"].is_number()).then_some(())
    })
    .await;
}

/// The ids of people and groups by what they are called, once the directory was read.
async fn resolved(server: &TestServer, text: &str) -> Vec<Value> {
    let found = eventually("everybody is found", async || {
        let mut answer = server.ask("form/resolve-holders", &json!({ "text": text })).await;
        (answer["left"] == "").then(|| answer["found"].take())
    })
    .await;
    found.as_array().unwrap().iter().map(|one| one["holder"].clone()).collect()
}

#[tokio::test]
async fn the_groups_of_a_person_are_read_when_somebody_looks_even_where_no_group_can_be() {
    let server = TestServer::start_with(with_directory).await;
    server.emulator(Method::POST, "faults", &json!({ "operation": "ListGroupMemberships", "kind": "denied" })).await;
    let ada = resolved(&server, "ada.lindqvist").await.remove(0);
    let before = server.calls_of("ListGroupMembershipsForMember").await;
    assert_eq!(before, 0, "nobody has looked at anybody");
    let groups = eventually("platform-engineering is among her groups", async || {
        let groups = server.ask("access/holder", &json!({ "holder": ada })).await["groups"].take();
        (groups["own"].as_array().map(Vec::len) == Some(2) && groups["unknown"] == json!([])).then_some(groups)
    })
    .await;
    assert!(groups["read_at"].is_number() && groups["error"].is_null(), "{groups}");
}

#[tokio::test]
async fn a_group_whose_people_cannot_be_read_is_named_and_why_the_person_was_not_read_is_told() {
    let server = TestServer::start_with(with_directory).await;
    for operation in ["ListGroupMemberships", "ListGroupMembershipsForMember"] {
        server.emulator(Method::POST, "faults", &json!({ "operation": operation, "kind": "denied" })).await;
    }
    let ada = resolved(&server, "ada.lindqvist").await.remove(0);
    let groups = eventually("the reason is there", async || {
        let groups = server.ask("access/holder", &json!({ "holder": ada })).await["groups"].take();
        groups["error"].is_object().then_some(groups)
    })
    .await;
    assert!(groups["own"].is_array() && groups["unknown"].is_array(), "{groups}");
}

/// The warnings of a plan that gives VIEWER to a group that holds nothing yet and to a person in it.
async fn warned_of(server: &TestServer) -> String {
    let holders = resolved(server, "finance-it\ngrace.okafor").await;
    let key = server.workspace("team-metrics").await;
    let wish = |holder: &Value| json!({ "workspace": key, "holder": holder, "role": "VIEWER" });
    let wishes: Vec<Value> = holders.iter().map(wish).collect();
    let body = json!({ "form": server.form().await, "batch": { "wishes": wishes } });
    let plan = server.ask("plan/grants", &body).await;
    let warnings = server.ask("changes/view", &json!({ "id": plan })).await["value"]["warnings"].take();
    warnings.to_string()
}

#[tokio::test]
async fn a_plan_looks_who_is_in_a_group_that_gets_its_first_role() {
    let server = TestServer::start_with(with_directory).await;
    let told = warned_of(&server).await;
    assert!(told.contains("A group that has a role here has Grace Okafor, user"), "{told}");
}

#[tokio::test]
async fn a_plan_goes_on_and_says_of_which_group_it_is_not_known_who_is_in_it() {
    let server = TestServer::start_with(with_directory).await;
    server.emulator(Method::POST, "faults", &json!({ "operation": "ListGroupMemberships", "kind": "denied" })).await;
    let told = warned_of(&server).await;
    assert!(told.contains("Who is in finance-it, group"), "{told}");
}

#[tokio::test]
async fn a_workspace_whose_holders_were_never_read_has_a_line_in_the_download() {
    let server = TestServer::start().await;
    server.emulator(Method::POST, "faults", &json!({ "operation": "ListPermissions", "kind": "denied" })).await;
    server.workspace("team-metrics").await;
    eventually("it is named, with the reason", async || {
        let (_, csv) = server.page("/access/export.csv").await;
        let line = csv.lines().nth(1)?;
        (line.starts_with("not read,,,,,,team-metrics,g-") && !line.ends_with("It was not read yet.")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_directory_that_cannot_be_read_takes_no_name_away_and_is_said() {
    let denied = json!({ "operation": "ListUsers", "kind": "denied" });
    let server = TestServer::start_with(|config| {
        with_directory(config);
        config.directory.as_mut().unwrap().identity_store_id = "d-0000000000".to_owned();
    })
    .await;
    server.emulator(Method::POST, "faults", &denied).await;
    eventually("the reason is there", async || index(&server).await["directory"]["error"].is_object().then_some(()))
        .await;
    let (_, page) = server.page("/access").await;
    assert!(page.contains("The directory could not be read the last time."), "{page}");
}

#[tokio::test]
async fn whoever_came_into_the_directory_since_it_was_read_is_found_by_name_address_and_group() {
    let server = TestServer::start_with(|config| {
        with_directory(config);
        config.emulator.as_mut().unwrap().seed = emulator::Seed::Empty;
    })
    .await;
    eventually("nobody is read", async || (!index(&server).await["directory"]["read_at"].is_null()).then_some(()))
        .await;
    server.emulator(Method::POST, "reset", &json!({ "seed": "demo" })).await;
    let text = "ada.lindqvist@example.com\nbram.devries\nplatform-engineering\nnobody@example.com";
    let resolved = server.ask("form/resolve-holders", &json!({ "text": text })).await;
    let names: Vec<&str> =
        resolved["found"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    let expected = [
        "Ada Lindqvist (ada.lindqvist@example.com)",
        "Bram de Vries (bram.devries@example.com)",
        "platform-engineering",
    ];
    assert_eq!(names, expected, "{resolved}");
    assert_eq!(resolved["left"], "nobody@example.com");
    let before = server.calls_of("GetUserId").await;
    server.ask("form/resolve-holders", &json!({ "text": "ada.lindqvist@example.com" })).await;
    assert_eq!(server.calls_of("GetUserId").await, before, "who was found once is known");
}
