//! What needs somebody: on the page, and told to a webhook once.

use crate::support::{ACCOUNT, REGION, TestServer, any_port, eventually};
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use emulator::Seed;
use hmac::{Hmac, Mac};
use http::{HeaderMap, Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::config::{Config, ServeArgs, WebhookConfig, WebhookFormat};
use sha2::Sha256;
use sqlx::{AnyConnection, Connection, Row};
use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SECRET: &str = "sixteen-bytes-or-more";

/// A webhook that remembers what it was told.
#[derive(Clone)]
struct Receiver {
    url: String,
    /// What to answer next; 200 when nothing is left.
    answers: Arc<Mutex<VecDeque<u16>>>,
    heard: Arc<Mutex<Vec<Heard>>>,
}

#[derive(Clone)]
struct Heard {
    headers: HeaderMap,
    body: String,
    accepted: bool,
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> StatusCode {
    let answer = receiver.answers.lock().unwrap().pop_front().unwrap_or(200);
    receiver.heard.lock().unwrap().push(Heard { headers, body, accepted: answer == 200 });
    StatusCode::from_u16(answer).unwrap()
}

impl Receiver {
    async fn start(answers: &[u16]) -> Self {
        let listener = tokio::net::TcpListener::bind(any_port()).await.unwrap();
        let receiver = Self {
            url: format!("http://{}/hook?token=never-shown", listener.local_addr().unwrap()),
            answers: Arc::new(Mutex::new(answers.iter().copied().collect())),
            heard: Arc::default(),
        };
        let router = Router::new().route("/hook", post(hear)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    fn webhook(&self, format: WebhookFormat) -> Option<WebhookConfig> {
        Some(WebhookConfig {
            url: self.url.as_str().into(),
            format,
            secret: Some(SECRET.into()),
            base_url: Some("https://belvedere.example.com".to_owned()),
            interval: Duration::from_millis(100),
        })
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// Every id that was told and accepted, in the order it was told.
    fn ids(&self) -> Vec<String> {
        let accepted = self.heard().into_iter().filter(|heard| heard.accepted);
        let bodies = accepted.map(|heard| serde_json::from_str::<Value>(&heard.body).unwrap());
        bodies.flat_map(|body| ids(&body["items"])).collect()
    }

    async fn first(&self) -> Heard {
        eventually("the webhook is told", async || self.heard().into_iter().next()).await
    }
}

fn ids(items: &Value) -> Vec<String> {
    items.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn feed(server: &TestServer) -> Value {
    server.ask("attention/feed", &json!({})).await
}

/// A workspace whose creation fails.
async fn failing(server: &TestServer, name: &str) {
    let body = json!({
        "accountAccessType": "CURRENT_ACCOUNT", "authenticationProviders": ["AWS_SSO"],
        "permissionType": "CUSTOMER_MANAGED", "workspaceName": name
    });
    let (status, answer) = server.aws("grafana", Method::POST, "/workspaces", &body).await;
    assert!(status.is_success(), "{answer}");
}

/// A server that tells a receiver of one workspace whose creation fails.
async fn telling(receiver: &Receiver, format: WebhookFormat) -> TestServer {
    let server = TestServer::start_with(|config| config.webhook = receiver.webhook(format)).await;
    failing(&server, "fails-payments").await;
    server
}

#[tokio::test]
async fn a_failed_workspace_is_on_the_page_with_what_to_do() {
    let server = TestServer::start().await;
    failing(&server, "fails-payments").await;
    let feed = eventually("it is told", async || {
        let feed = feed(&server).await;
        (!feed["items"].as_array().unwrap().is_empty()).then_some(feed)
    })
    .await;
    assert!(feed["webhook"].is_null(), "{feed}");
    let (status, page) = server.page("/attention").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("fails-payments") && page.contains("Delete it, then create it again."), "{page}");
    let (_, other) = server.page("/attention?kind=license").await;
    assert!(other.contains("Nothing of this kind needs you."), "{other}");
}

#[tokio::test]
async fn json_is_told_signed_and_whole() {
    let receiver = Receiver::start(&[]).await;
    let _server = telling(&receiver, WebhookFormat::Json).await;
    let Heard { headers, body, .. } = receiver.first().await;
    let seconds = headers["x-belvedere-timestamp"].to_str().unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{body}").as_bytes());
    let expected = format!("sha256={}", hex::encode(mac.finalize().into_bytes()));
    assert_eq!(headers["x-belvedere-signature"], expected.as_str());
    assert_eq!(headers["content-type"], "application/json");
    let told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["belvedere"], 1);
    let item = &told["items"][0];
    assert_eq!((&item["kind"], &item["severity"]), (&json!("failed"), &json!("bad")), "{told}");
    assert_eq!(item["place"], format!("prod-observability {ACCOUNT} {REGION}"));
    let url = item["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("https://belvedere.example.com/grafana/{ACCOUNT}/{REGION}/g-")), "{url}");
}

#[tokio::test]
async fn slack_is_told_in_blocks() {
    let receiver = Receiver::start(&[]).await;
    let _server = telling(&receiver, WebhookFormat::Slack).await;
    let told: Value = serde_json::from_str(&receiver.first().await.body).unwrap();
    assert_eq!(told["text"], "1 thing needs somebody.");
    let text = told["blocks"][1]["text"]["text"].as_str().unwrap();
    assert!(text.contains("<https://belvedere.example.com/grafana/") && text.contains("fails-payments"), "{text}");
}

#[tokio::test]
async fn what_a_webhook_refuses_is_said_on_the_page_without_its_address() {
    let receiver = Receiver::start(&[404; 1_000]).await;
    let server = telling(&receiver, WebhookFormat::Json).await;
    eventually("the refusal is there", async || {
        let feed = feed(&server).await;
        feed["webhook"]["error"].as_str().is_some_and(|error| error.contains("404")).then_some(())
    })
    .await;
    let (_, page) = server.page("/attention").await;
    assert!(page.contains("status 404") && !page.contains("never-shown") && !page.contains(SECRET), "{page}");
}

/// What a server has written down as told in its folder.
async fn written(data: &Path) -> Vec<String> {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", data.join("belvedere.db").display());
    let mut database = AnyConnection::connect(&url).await.unwrap();
    let rows = sqlx::query("SELECT id FROM told").fetch_all(&mut database).await.unwrap();
    rows.iter().map(|row| row.get::<String, _>("id")).collect()
}

async fn update(server: &TestServer, key: &Value) {
    let path = format!("/workspaces/{}", key["id"].as_str().unwrap());
    let (status, answer) =
        server.aws("grafana", Method::PUT, &path, &json!({ "workspaceDescription": "another" })).await;
    assert!(status.is_success(), "{answer}");
}

#[tokio::test]
async fn what_went_away_is_told_again_when_it_comes_back() {
    let receiver = Receiver::start(&[]).await;
    let server = TestServer::start_with(|config| config.webhook = receiver.webhook(WebhookFormat::Json)).await;
    let key = server.workspace("update-fails-payments").await;
    let is_it = |id: &String| id.ends_with("/UPDATE_FAILED");
    let times = || receiver.ids().iter().filter(|id| is_it(id)).count();
    update(&server, &key).await;
    eventually("the failure is written down", async || written(&server.data).await.iter().any(is_it).then_some(()))
        .await;
    server.emulator(Method::POST, "switches", &json!({ "life_cycle_ms": 3_600_000 })).await;
    update(&server, &key).await;
    eventually("it is over", async || (!written(&server.data).await.iter().any(is_it)).then_some(())).await;
    assert_eq!(times(), 1);
    server.emulator(Method::POST, "settle", &json!({})).await;
    eventually("it is told again", async || (times() == 2).then_some(())).await;
}

/// The demo's workspaces of one scope, in a database that outlives the server.
fn lasting(config: &mut Config, folder: &Path, receiver: &Receiver) {
    config.store = store::Settings::sqlite(folder.join("data"));
    config.webhook = receiver.webhook(WebhookFormat::Json);
    if let Some(built_in) = &mut config.emulator {
        built_in.seed = Seed::Demo;
    }
}

/// What needs somebody, once everything was read.
async fn settled(server: &TestServer) -> BTreeSet<String> {
    eventually("everything was read", async || {
        let feed = feed(server).await;
        let ids: BTreeSet<String> = ids(&feed["items"]).into_iter().collect();
        (feed["unread"] == 0 && feed["unlisted"] == 0 && !ids.is_empty()).then_some(ids)
    })
    .await
}

/// Each server has a runtime of its own, because only its end ends the server.
#[test]
fn what_was_told_is_told_once_through_failures_and_restarts() {
    let (folder, outside) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let receiver = outside.block_on(Receiver::start(&[500, 500]));
    let first = Runtime::new().unwrap();
    let told = first.block_on(async {
        let server = TestServer::start_with(|config| lasting(config, folder.path(), &receiver)).await;
        let all = settled(&server).await;
        let told = || receiver.ids().into_iter().collect::<BTreeSet<_>>();
        eventually("everything was told", async || told().is_superset(&all).then_some(())).await;
        failing(&server, "fails-now").await;
        // What is told is written down after it was answered.
        let data = folder.path().join("data");
        eventually("it is written down", async || (written(&data).await.len() > all.len()).then_some(())).await;
        all.len() + 1
    });
    drop(first);
    let heard = receiver.heard();
    assert!(
        heard[..2].iter().all(|one| !one.accepted) && heard[2].body == heard[0].body,
        "the same, until it is taken"
    );
    assert_eq!(receiver.ids().len(), told, "each once");
    Runtime::new().unwrap().block_on(async {
        let server = TestServer::start_with(|config| lasting(config, folder.path(), &receiver)).await;
        settled(&server).await;
        failing(&server, "fails-later").await;
        eventually("the new one is told", async || (receiver.ids().len() > told).then_some(())).await;
    });
    assert_eq!(receiver.ids().len(), told + 1, "nothing else is told again");
}

/// What is wrong with a configuration that has this section.
fn refusal(section: &str) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("belvedere.toml");
    std::fs::write(&file, ["[webhook]\n", section].concat()).unwrap();
    let args = ServeArgs { config: Some(file), ..ServeArgs::default() };
    Config::from_args(args).unwrap_err().to_string()
}

#[test]
fn an_address_that_is_neither_https_nor_on_this_machine_is_refused_and_not_quoted() {
    let line = refusal("url = \"http://hooks.example.com/services/TOKEN\"\n");
    assert!(line.contains("webhook.url") && line.contains("https") && !line.contains('\n'), "{line}");
    assert!(!line.contains("TOKEN"), "{line}");
}

#[test]
fn a_misspelt_setting_of_the_webhook_is_named() {
    assert!(refusal("url = \"https://hooks.example.com\"\nsecrets = \"x\"\n").contains("secrets"));
}

#[test]
fn the_variable_goes_before_the_file() {
    let url = Some("https://hooks.example.com/from-the-variable".into());
    let config = Config::from_args(ServeArgs { webhook_url: url, ..ServeArgs::default() }).unwrap();
    assert!(config.webhook.unwrap().url.expose_secret().ends_with("from-the-variable"));
}
