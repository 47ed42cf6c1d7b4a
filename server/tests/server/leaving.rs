//! A client that leaves at a random moment, five hundred times each: what it began is whole, or was never begun.

use crate::audit::tamper;
use crate::clock::{HOUR, MINUTE, Moved, started, stored};
use crate::mint::account;
use crate::support::{BUILD, TestServer, eventually};
use crate::tokens::planned;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CUTS: usize = 500;

/// Sends a call, hangs up after `patience`, and answers what arrived until then or was on its way.
async fn hang_up(server: &TestServer, path: &str, body: &Value, patience: Duration) -> String {
    let (address, body) = (server.url.trim_start_matches("http://"), body.to_string());
    let call = format!(
        "POST /api/{path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nsec-fetch-site: same-origin\r\n\
         x-belvedere: {BUILD}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(call.as_bytes()).await.unwrap();
    tokio::time::sleep(patience).await;
    // A server that is done already has hung up itself.
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Calls that are cut off at moments from before their beginning to after their end. How long they take is learnt from
/// those before, so that on a slow machine too some come to their end and some do not.
struct Cuts {
    random: fastrand::Rng,
    longest: Duration,
    cut: usize,
    whole: usize,
}

impl Cuts {
    fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), longest: Duration::from_millis(12), cut: 0, whole: 0 }
    }

    /// What arrived of the answer.
    async fn hang_up(&mut self, server: &TestServer, path: &str, body: &Value) -> String {
        let answer = hang_up(server, path, body, self.longest.mul_f64(self.random.f64())).await;
        if answer.starts_with("HTTP/1.1 200") {
            (self.whole, self.longest) = (self.whole + 1, self.longest.mul_f64(0.9));
        } else {
            (self.cut, self.longest) = (self.cut + 1, self.longest.mul_f64(1.05));
        }
        answer
    }

    fn end(&self) {
        assert!(self.cut > 0 && self.whole > 0, "{} were cut off, {} were not", self.cut, self.whole);
    }
}

/// The one number that a query of the server's database answers.
async fn count(server: &TestServer, sql: &'static str) -> i64 {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", server.data.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    number
}

const PLANS: &str = "SELECT count(*) FROM plans";
const PLANS_WITHOUT_EVENT: &str = "SELECT count(*) FROM plans p WHERE NOT EXISTS \
     (SELECT 1 FROM audit_index i JOIN audit a USING (sequence) WHERE a.plan = p.id AND i.event = 'plan')";
const APPLIED_WITHOUT_EVENT: &str = "SELECT count(*) FROM plans p WHERE p.state <> 'planned' AND NOT EXISTS \
     (SELECT 1 FROM audit_index i JOIN audit a USING (sequence) WHERE a.plan = p.id AND i.event = 'apply')";
const RESUMED_WITHOUT_EVENT: &str = "SELECT count(*) FROM plans p \
     WHERE p.state IN ('applied', 'failed') AND p.title LIKE '%bot-%' AND NOT EXISTS \
     (SELECT 1 FROM audit_index i JOIN audit a USING (sequence) WHERE a.plan = p.id AND i.event IN ('resume', 'drop'))";
const DECIDED_AND_INTERRUPTED: &str = "SELECT count(*) FROM plans p WHERE p.state = 'interrupted' AND EXISTS \
     (SELECT 1 FROM audit_index i JOIN audit a USING (sequence) WHERE a.plan = p.id AND i.event IN ('resume', 'drop'))";
const INTERRUPTED: &str = "SELECT count(*) FROM plans WHERE state = 'interrupted'";
const APPLYING: &str = "SELECT count(*) FROM plans WHERE state = 'applying'";
/// Tokens that were minted and whose secret nobody got, as far as the record knows.
const UNDELIVERED: &str = "SELECT count(*) FROM audit_index WHERE event = 'undelivered'";
const MINTED: &str = "SELECT count(*) FROM audit_index WHERE event = 'outcome' AND outcome = 'applied' \
     AND operation = 'grafana:CreateWorkspaceServiceAccountToken'";

async fn none_is_under_way(server: &TestServer) {
    eventually("no plan is under way", async || (count(server, APPLYING).await == 0).then_some(())).await;
}

async fn plan_account(server: &TestServer, workspace: &Value, name: String) -> String {
    let values = json!({ "workspace": workspace, "name": name, "grafana_role": "EDITOR" });
    let form = json!({ "form": server.form().await, "values": values });
    server.ask("plan/create-service-account", &form).await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_client_leaves_is_on_record_or_is_not_there() {
    let server = TestServer::start().await;
    let mut cuts = Cuts::new(1);
    for number in 0..CUTS {
        let values = crate::support::workspace(&format!("edge-{number}"));
        let form = json!({ "form": server.form().await, "values": values });
        cuts.hang_up(&server, "plan/create-workspace", &form).await;
    }
    cuts.end();
    assert_eq!(count(&server, PLANS_WITHOUT_EVENT).await, 0, "of {}", count(&server, PLANS).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_client_leaves_while_it_is_applied_is_applied_or_still_waits() {
    let server = TestServer::start().await;
    let workspace = server.workspace("payments-prod").await;
    let mut cuts = Cuts::new(2);
    let mut plans = Vec::new();
    for number in 0..CUTS {
        let plan = plan_account(&server, &workspace, format!("bot-{number}")).await;
        cuts.hang_up(&server, "changes/apply", &server.decision(&plan, "").await).await;
        plans.push(plan);
    }
    cuts.end();
    none_is_under_way(&server).await;
    assert_eq!(count(&server, APPLIED_WITHOUT_EVENT).await, 0);
    assert_eq!(count(&server, INTERRUPTED).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_client_leaves_while_it_is_resumed_is_applied_or_can_be_resumed() {
    let server = TestServer::start().await;
    let workspace = server.workspace("payments-prod").await;
    let mut cuts = Cuts::new(3);
    for number in 0..CUTS {
        let plan = plan_account(&server, &workspace, format!("bot-{number}")).await;
        tamper(&server.data, "UPDATE plans SET state = 'interrupted' WHERE state = 'planned'").await;
        let decision = json!({ "id": plan, "send": number % 2 == 0, "secret": "" });
        cuts.hang_up(&server, "changes/resume", &decision).await;
    }
    cuts.end();
    none_is_under_way(&server).await;
    assert_eq!(count(&server, RESUMED_WITHOUT_EVENT).await, 0);
    assert_eq!(count(&server, DECIDED_AND_INTERRUPTED).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undo_whose_client_leaves_is_on_record_or_is_not_there() {
    let server = TestServer::start().await;
    let workspace = server.workspace("payments-prod").await;
    let plan = crate::edit::plan(&server, "tags", &workspace, &json!({ "tags": [["team", "cards"]] })).await;
    crate::edit::apply(&server, &workspace, &plan).await;
    let mut cuts = Cuts::new(4);
    for _ in 0..CUTS {
        cuts.hang_up(&server, "plan/undo", &json!({ "id": plan })).await;
    }
    cuts.end();
    assert_eq!(count(&server, PLANS_WITHOUT_EVENT).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_whose_client_leaves_is_told_to_be_lost() {
    let server = TestServer::start().await;
    let (workspace, account) = account(&server).await;
    let mut cuts = Cuts::new(5);
    let mut delivered = 0;
    for number in 0..CUTS {
        let values = json!({
            "workspace": workspace, "account": account, "name": format!("ci-{number}"), "seconds_to_live": 3600
        });
        let form = json!({ "form": server.form().await, "values": values });
        let plan = server.ask("plan/mint-token", &form).await.as_str().unwrap().to_owned();
        let decision = server.decision(&plan, "").await;
        let answer = cuts.hang_up(&server, "mint/reveal", &decision).await;
        if answer.contains("glsa_") {
            assert_eq!(server.ask("mint/received", &json!({ "id": plan })).await, true);
            delivered += 1;
        }
    }
    cuts.end();
    none_is_under_way(&server).await;
    eventually("every secret was delivered or is known to be lost", async || {
        let (minted, lost) = (count(&server, MINTED).await, count(&server, UNDELIVERED).await);
        (minted == delivered + lost).then_some(())
    })
    .await;
    assert_eq!(count(&server, APPLIED_WITHOUT_EVENT).await, 0, "beside {delivered} that were delivered");
    assert_eq!(count(&server, INTERRUPTED).await, 0);
}

/// A token that was minted for a page: its plan, and what the page was answered.
async fn revealed(server: &TestServer) -> (String, Value) {
    let (workspace, account) = account(server).await;
    let values = json!({ "workspace": workspace, "account": account, "name": "ci", "seconds_to_live": 3600 });
    let plan = planned(server, "mint-token", &values).await;
    let answer = server.ask("mint/reveal", &server.decision(&plan, "").await).await;
    (plan, answer)
}

/// Minutes pass, and a jump of the clock wakes whoever waits.
fn later(clock: &Moved) {
    clock.pass(3 * MINUTE);
    clock.set(10_000);
}

#[tokio::test]
async fn a_jump_of_the_clock_takes_no_time_away_from_the_page() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = revealed(&server).await;
    let waiting = crate::clock::planned(&server, "payments-dev").await.0;
    clock.set(HOUR);
    // The same round looks after both.
    eventually("a round is over", async || (stored(&server, &waiting).await == "expired").then_some(())).await;
    assert_eq!(server.ask("mint/received", &json!({ "id": plan })).await, true);
    assert_eq!(count(&server, UNDELIVERED).await, 0);
}

#[tokio::test]
async fn a_secret_that_left_the_server_and_that_no_page_confirmed_is_told_to_be_lost() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = revealed(&server).await;
    later(&clock);
    eventually("it is told to be lost", async || (count(&server, UNDELIVERED).await == 1).then_some(())).await;
    assert_eq!(server.ask("mint/received", &json!({ "id": plan })).await, false, "the record says otherwise");
    let (_, page) = server.page(&format!("/changes/{plan}")).await;
    assert!(page.contains("Nobody has its secret"), "{page}");
}

#[tokio::test]
async fn a_secret_that_nobody_confirmed_is_told_to_be_lost_after_a_restart() {
    let clock = Moved::new();
    let server = started(&clock).await;
    revealed(&server).await;
    let server = server.restart(|config| config.clock = Some(clock.clone())).await;
    // The page has its two minutes from when this server saw it first.
    eventually("it is told to be lost", async || {
        later(&clock);
        (count(&server, UNDELIVERED).await == 1).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_secret_that_its_page_confirmed_is_not_told_to_be_lost() {
    let clock = Moved::new();
    let server = started(&clock).await;
    let (plan, _) = revealed(&server).await;
    assert_eq!(server.ask("mint/received", &json!({ "id": plan })).await, true);
    let waiting = crate::clock::planned(&server, "payments-dev").await.0;
    clock.set(HOUR);
    // The same round looks after both.
    eventually("a round is over", async || (stored(&server, &waiting).await == "expired").then_some(())).await;
    later(&clock);
    assert_eq!(count(&server, UNDELIVERED).await, 0);
}

#[tokio::test]
async fn nobody_confirms_a_secret_for_somebody_else() {
    let server = TestServer::start().await;
    let (plan, _) = revealed(&server).await;
    tamper(&server.data, "UPDATE plans SET principal = 'mallory'").await;
    let (status, _) = server.call("mint/received", &json!({ "id": plan })).await;
    assert_eq!(status, http::StatusCode::FORBIDDEN);
    assert_eq!(count(&server, "SELECT count(*) FROM handovers").await, 1);
}
