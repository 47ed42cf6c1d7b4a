//! Clocks that are set forward and back, and machines that sleep: no plan lives longer, and nothing stays unread.
//!
//! The clock is the process's, and each of these tests has a process of its own.

use crate::access::{index, with_directory};
use crate::audit::tamper;
use crate::support::{TestServer, eventually, workspace};
use emulator::Seed;
use http::{Method, StatusCode};
use model::Millis;
use serde_json::{Value, json};
use server::clock::{Hands, Source};
use sqlx::{AnyConnection, Connection, Row};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub const MINUTE: Millis = 60_000;
pub const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// The machine's clocks, moved by as much as a test says.
#[derive(Debug)]
pub struct Moved {
    begun: Instant,
    by: Mutex<Hands>,
}

impl Source for Moved {
    fn read(&self) -> Hands {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let millis = |time: Duration| i64::try_from(time.as_millis()).unwrap();
        let by = self.by.lock().unwrap();
        Hands { wall: millis(since) + by.wall, monotonic: millis(self.begun.elapsed()) + by.monotonic }
    }
}

impl Moved {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { begun: Instant::now(), by: Mutex::new(Hands { wall: 0, monotonic: 0 }) })
    }

    /// Somebody sets the clock, or the machine slept.
    pub fn set(&self, by: Millis) {
        self.by.lock().unwrap().wall += by;
    }

    /// Time passes.
    pub fn pass(&self, time: Millis) {
        let mut by = self.by.lock().unwrap();
        *by = Hands { wall: by.wall + time, monotonic: by.monotonic + time };
    }
}

pub async fn started(clock: &Arc<Moved>) -> TestServer {
    TestServer::start_with(|config| config.clock = Some(clock.clone())).await
}

async fn state(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"]["state"].take()
}

/// The state that is stored, without anybody looking at the plan.
pub async fn stored(server: &TestServer, plan: &str) -> String {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", server.data.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let row = sqlx::query("SELECT state FROM plans WHERE id = $1").bind(plan.to_owned()).fetch_one(&mut connection);
    row.await.unwrap().get("state")
}

#[tokio::test]
async fn a_plan_that_is_claimed_and_that_nobody_carries_out_is_left_for_a_person() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = server.plan_workspace("payments-prod").await;
    // The database took the claim, and the word of that was lost.
    tamper(&server.data, "UPDATE plans SET state = 'applying'").await;
    clock.set(MINUTE);
    eventually("it is interrupted", async || (stored(&server, &plan).await == "interrupted").then_some(())).await;
    server.ask("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
    assert_eq!(server.over(&plan).await["state"], "applied");
}

/// Whether there is such a plan at all.
async fn is_kept(server: &TestServer, plan: &str) -> bool {
    server.call("changes/view", &json!({ "id": plan })).await.0 != StatusCode::NOT_FOUND
}

async fn is_stored_as_expired(server: &TestServer, plan: &str) {
    eventually("the plan is expired", async || (stored(server, plan).await == "expired").then_some(())).await;
}

/// A plan of a form, and the form, to plan it anew.
pub async fn planned(server: &TestServer, name: &str) -> (String, Value) {
    let form = json!({ "form": server.form().await, "values": workspace(name) });
    let plan = server.ask("plan/create-workspace", &form).await;
    (plan.as_str().unwrap().to_owned(), form)
}

async fn is_refused_as_expired(server: &TestServer, plan: &str, decision: &Value) {
    let (status, answer) = server.call("changes/apply", decision).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("30 minutes"), "{answer}");
    assert_eq!(server.calls_of("CreateWorkspace").await, 0);
    assert_eq!(state(server, plan).await, "expired");
}

/// Gives the workspace another name at AWS, past the server.
async fn rename(server: &TestServer, key: &Value, name: &str) {
    let path = format!("/workspaces/{}", key["id"].as_str().unwrap());
    let (status, answer) = server.aws("grafana", Method::PUT, &path, &json!({ "workspaceName": name })).await;
    assert!(status.is_success(), "{answer}");
}

async fn is_listed_as(server: &TestServer, name: &str) {
    eventually("the list has the new name", async || {
        let index = server.ask("fleet/index", &json!({ "kind": "grafana" })).await;
        index["rows"].as_array().unwrap().iter().any(|row| row["name"] == name).then_some(())
    })
    .await;
}

/// What the list of what needs somebody says of the clock.
async fn said(server: &TestServer) -> Vec<String> {
    let feed = server.ask("attention/feed", &json!({})).await;
    let items = feed["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "clock");
    items.map(|item| format!("{}. {}", item["title"].as_str().unwrap(), item["detail"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_revive_an_expired_plan() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, form) = planned(&server, "payments-prod").await;
    let decision = server.decision(&plan, "").await;
    clock.set(HOUR);
    assert_eq!(state(&server, &plan).await, "expired");
    clock.set(-HOUR);
    is_refused_as_expired(&server, &plan, &decision).await;
    assert_eq!(server.ask("plan/create-workspace", &form).await, plan.as_str());
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
}

#[tokio::test]
async fn a_plan_that_nobody_looks_at_expires_for_good() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    let decision = server.decision(&plan, "").await;
    clock.set(HOUR);
    is_stored_as_expired(&server, &plan).await;
    clock.set(-HOUR);
    is_refused_as_expired(&server, &plan, &decision).await;
}

#[tokio::test]
async fn a_plan_grows_old_though_the_clock_was_set_back() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    let decision = server.decision(&plan, "").await;
    clock.set(-HOUR);
    clock.pass(29 * MINUTE);
    assert_eq!(state(&server, &plan).await, "planned");
    clock.pass(2 * MINUTE);
    is_refused_as_expired(&server, &plan, &decision).await;
    assert_eq!(stored(&server, &plan).await, "expired");
}

#[tokio::test]
async fn a_plan_made_after_the_clock_was_set_back_is_good_for_thirty_minutes() {
    let clock = Moved::new();
    let server = started(&clock).await;
    planned(&server, "payments-dev").await;
    clock.set(-HOUR);
    let (plan, _) = planned(&server, "payments-prod").await;
    clock.pass(29 * MINUTE);
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
}

#[tokio::test]
async fn a_plan_of_a_server_whose_clock_was_ahead_is_expired_for_the_next_one() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, form) = planned(&server, "payments-prod").await;
    let decision = server.decision(&plan, "").await;
    clock.set(-HOUR);
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    is_refused_as_expired(&server, &plan, &decision).await;
    assert_eq!(stored(&server, &plan).await, "expired");
    assert!(said(&server).await.iter().any(|line| line.contains("60 minutes")), "{:?}", said(&server).await);
    server.ask("plan/create-workspace", &form).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
}

#[tokio::test]
async fn a_plan_is_as_old_as_the_record_shows_though_the_clock_was_set_back_before_a_restart() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    let decision = server.decision(&plan, "").await;
    clock.pass(29 * MINUTE);
    // The newest event on record says how late it was.
    planned(&server, "payments-dev").await;
    clock.set(-28 * MINUTE);
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    clock.pass(2 * MINUTE);
    is_refused_as_expired(&server, &plan, &decision).await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_freeze_the_fleet() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let key = server.workspace("payments-prod").await;
    clock.set(-HOUR);
    rename(&server, &key, "payments-new").await;
    is_listed_as(&server, "payments-new").await;
}

#[tokio::test]
async fn holders_and_tokens_are_read_again_when_the_clock_was_set_back() {
    let clock = Moved::new();
    let server = started(&clock).await;
    server.workspace("payments-prod").await;
    for _ in 0..2 {
        let before = (server.calls_of("ListPermissions").await, server.calls_of("ListWorkspaceServiceAccounts").await);
        clock.set(-HOUR);
        eventually("both are read again", async || {
            let holders = server.calls_of("ListPermissions").await > before.0;
            (holders && server.calls_of("ListWorkspaceServiceAccounts").await > before.1).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn after_a_sleep_of_eight_hours_everything_is_read_again_at_once() {
    let clock = Moved::new();
    let server = TestServer::start_with(|config| {
        with_directory(config);
        config.emulator.as_mut().unwrap().seed = Seed::Demo;
        config.read_interval = Duration::from_secs(3_600);
        config.clock = Some(clock.clone());
    })
    .await;
    eventually("everybody is read", async || (!index(&server).await["directory"]["read_at"].is_null()).then_some(()))
        .await;
    let all = ["ListWorkspaces", "ListVersions", "ListUsers", "ListGroups", "ListPermissions", "ListDomains"];
    eventually("all of it is read once", async || {
        for operation in all {
            if server.calls_of(operation).await == 0 {
                return None;
            }
        }
        Some(())
    })
    .await;
    let mut before = Vec::new();
    for operation in all {
        before.push(server.calls_of(operation).await);
    }
    clock.set(8 * HOUR);
    eventually("all of it is read again", async || {
        for (operation, before) in all.into_iter().zip(&before) {
            if server.calls_of(operation).await <= *before {
                return None;
            }
        }
        Some(())
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_goes_back_by_more_than_a_minute_is_shown() {
    let clock = Moved::new();
    let server = started(&clock).await;
    clock.set(-50_000);
    assert_eq!(said(&server).await, [""; 0]);
    clock.set(50_000 - 7 * MINUTE);
    let lines = said(&server).await;
    assert!(lines.len() == 1 && lines[0].contains("7 minutes"), "{lines:?}");
    clock.pass(25 * HOUR);
    assert_eq!(said(&server).await, [""; 0]);
}

/// The cookie of a session in which somebody chose the dark theme.
async fn chosen_dark(server: &TestServer) -> String {
    let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin"), ("x-belvedere", "b.c")];
    let preferences = json!({ "preferences": { "theme": "dark", "density": "compact" } }).to_string();
    let url = format!("{}/api/viewer/save-preferences", server.url);
    let (status, answer, text) = server.send(Method::POST, &url, &headers, &preferences).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    answer["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned()
}

async fn is_dark(server: &TestServer, cookie: &str) -> bool {
    let page = server.send(Method::GET, &format!("{}/grafana", server.url), &[("cookie", cookie)], "").await;
    page.2.contains("data-theme=\"dark\"")
}

#[tokio::test]
async fn a_session_ends_when_the_clock_says_so_and_stays_ended() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let cookie = chosen_dark(&server).await;
    assert!(is_dark(&server, &cookie).await);
    clock.set(31 * DAY);
    assert!(!is_dark(&server, &cookie).await);
    clock.set(-31 * DAY);
    assert!(!is_dark(&server, &cookie).await);
}

#[tokio::test]
async fn more_plans_than_a_thousand_do_not_wait_and_those_that_are_over_make_room() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    let crowd = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) \
         INSERT INTO plans (id, principal, schema, state, created_at, expires_at, title, place, draft, change, targets, view) \
         SELECT printf('00000000-0000-4000-8000-%012x', i), principal, schema, state, created_at, expires_at, title, place, \
         draft, change, targets, view FROM plans, n";
    tamper(&server.data, crowd).await;
    let form = json!({ "form": server.form().await, "values": workspace("one-more") });
    let (status, answer) = server.call("plan/create-workspace", &form).await;
    assert_eq!(status, StatusCode::CONFLICT, "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("1,000 plans"), "{answer}");
    let again = json!({ "form": plan, "values": workspace("payments-prod") });
    assert_eq!(server.ask("plan/create-workspace", &again).await, plan.as_str(), "one that waits is made anew");
    clock.pass(31 * MINUTE);
    server.ask("plan/create-workspace", &form).await;
}

#[tokio::test]
async fn a_clock_that_is_a_month_ahead_for_a_moment_removes_neither_plans_nor_sessions() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let cookie = chosen_dark(&server).await;
    let mut plans = Vec::new();
    for name in ["one", "two", "three"] {
        let (plan, _) = planned(&server, name).await;
        clock.set(31 * DAY);
        is_stored_as_expired(&server, &plan).await;
        clock.set(-31 * DAY);
        plans.push(plan);
    }
    for plan in &plans {
        assert!(is_kept(&server, plan).await);
    }
    assert!(is_dark(&server, &cookie).await);
}

#[tokio::test]
async fn a_server_that_starts_a_month_ahead_removes_neither_plans_nor_sessions() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let cookie = chosen_dark(&server).await;
    let (plan, _) = planned(&server, "payments-prod").await;
    clock.set(31 * DAY);
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    assert!(is_kept(&server, &plan).await);
    clock.set(-31 * DAY);
    assert!(is_dark(&server, &cookie).await);
}

#[tokio::test]
async fn a_server_that_starts_removes_plans_that_are_a_month_older_than_the_newest_event() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (old, _) = planned(&server, "payments-prod").await;
    clock.pass(31 * DAY);
    let (new, _) = planned(&server, "payments-dev").await;
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    assert!(!is_kept(&server, &old).await && is_kept(&server, &new).await);
}

/// A plan whose workspace was sent, and of which nobody knows what came of it.
async fn left_in_the_middle(server: &TestServer) -> String {
    let (plan, _) = planned(server, "payments-prod").await;
    let fault = json!({ "service": "grafana", "operation": "CreateWorkspace", "kind": "throttled", "times": 9 });
    server.emulator(Method::POST, "faults", &fault).await;
    assert_eq!(server.apply(&plan, "").await["state"], "failed");
    server.emulator(Method::DELETE, "faults", &Value::Null).await;
    tamper(&server.data, "UPDATE steps SET outcome = NULL").await;
    tamper(&server.data, "UPDATE plans SET state = 'interrupted'").await;
    plan
}

/// Takes the plan up; what came of it, and how often it was sent for that.
async fn taken_up(server: &TestServer, plan: &str) -> (String, usize) {
    let before = server.calls_of("CreateWorkspace").await;
    server.ask("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
    let word = server.over(plan).await["steps"][0]["outcome"]["word"].as_str().unwrap().to_owned();
    (word, server.calls_of("CreateWorkspace").await - before)
}

#[tokio::test]
async fn a_write_left_in_the_middle_is_sent_again_while_its_token_is_known() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = left_in_the_middle(&server).await;
    clock.pass(29 * MINUTE);
    assert_eq!(taken_up(&server, &plan).await, ("verified".to_owned(), 1));
}

#[tokio::test]
async fn a_write_left_in_the_middle_is_not_sent_again_because_the_clock_was_set_back() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = left_in_the_middle(&server).await;
    clock.pass(70 * MINUTE);
    clock.set(-HOUR);
    assert_eq!(taken_up(&server, &plan).await, ("unknown".to_owned(), 0));
}

#[tokio::test]
async fn a_write_left_in_the_middle_is_as_old_as_the_record_shows_after_the_clock_was_set_back_twice() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let plan = left_in_the_middle(&server).await;
    clock.pass(70 * MINUTE);
    // The newest event on record says how late it was, and those after it do not.
    planned(&server, "payments-dev").await;
    clock.set(-58 * MINUTE);
    planned(&server, "payments-test").await;
    clock.set(-2 * MINUTE);
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    assert_eq!(taken_up(&server, &plan).await, ("unknown".to_owned(), 0));
}
