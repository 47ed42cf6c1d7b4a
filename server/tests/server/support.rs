//! A server of a test's own, and the two ways to talk to it: as a page does, and as AWS's own clients do.

use bytes::Bytes;
use emulator::Seed;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use model::{AccountId, Kind, Region, Role};
use serde_json::{Value, json};
use server::Application;
use server::config::{Account, BuiltIn, Config, Rates};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const ACCOUNT: &str = "441122338890";
pub const REGION: &str = "eu-west-1";
/// The build the test's site folder names.
pub const BUILD: &str = "b.c";

pub type Headers<'a> = &'a [(&'a str, &'a str)];

pub struct TestServer {
    pub url: String,
    /// What is printed for a person; against real AWS it carries the token.
    pub address: String,
    pub emulator: String,
    pub data: PathBuf,
    folder: TempDir,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
    http: Client<HttpConnector, Full<Bytes>>,
}

pub fn any_port() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 0))
}

/// A folder with the names of built files, though not the files.
pub fn site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("hash.txt"), "js: a\nwasm: b\ncss: c\n").unwrap();
    site
}

/// One account in one region on an empty emulator, at full speed.
pub fn config(folder: &Path) -> Config {
    Config {
        listen: any_port(),
        emulator: Some(BuiltIn {
            listen: any_port(),
            seed: Seed::Empty,
            life_cycle: Duration::from_millis(50),
            quotas: false,
        }),
        store: store::Settings::sqlite(folder.join("data")),
        site: site(folder),
        roles: vec![Role::Admin],
        accounts: vec![Account {
            id: AccountId::parse(ACCOUNT).unwrap(),
            name: "prod-observability".to_owned(),
            role_arn: None,
            external_id: None,
        }],
        regions: vec![Region::parse(REGION).unwrap()],
        kinds: Kind::ALL.to_vec(),
        directory: None,
        delivery: None,
        webhook: None,
        mint_search: Duration::from_millis(300),
        endpoint_url: None,
        read_interval: Duration::from_millis(200),
        budgets: false,
        rates: Rates::default(),
        adopt: None,
        clock: None,
    }
}

impl TestServer {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_in(TempDir::new().unwrap(), change).await
    }

    /// Stops it, and starts the next one in the same folder; the emulator begins anew.
    pub async fn restart(self, change: impl FnOnce(&mut Config)) -> Self {
        self.stop.send(()).unwrap();
        self.ended.await.unwrap().unwrap();
        Self::start_in(self.folder, change).await
    }

    async fn start_in(folder: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = config(folder.path());
        change(&mut config);
        let application = Application::build(config).await.unwrap();
        let url = format!("http://{}", application.bound());
        let address = application.address();
        let emulator = application.emulator().map(emulator::Emulator::url).unwrap_or_default();
        let (stop, stopped) = oneshot::channel::<()>();
        // A server that is not stopped by its test runs to the end of it.
        let ended = tokio::spawn(application.run_until(async move {
            if stopped.await.is_err() {
                std::future::pending::<()>().await;
            }
        }));
        let http = Client::builder(TokioExecutor::new()).build_http();
        Self { url, address, emulator, data: folder.path().join("data"), folder, stop, ended, http }
    }

    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: Headers<'_>,
        body: &str,
    ) -> (StatusCode, http::HeaderMap, String) {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body.to_owned())).unwrap();
        let response = self.http.request(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A server function, called as this server's own pages call it.
    pub async fn call(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin"), ("x-belvedere", BUILD)];
        let (status, _, text) =
            self.send(Method::POST, &format!("{}/api/{path}", self.url), &headers, &body.to_string()).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// A server function that has to succeed.
    pub async fn ask(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.call(path, body).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    pub async fn page(&self, path: &str) -> (StatusCode, String) {
        let (status, _, text) = self.send(Method::GET, &format!("{}{path}", self.url), &[], "").await;
        (status, text)
    }

    /// A call to AWS, signed as any client signs it, for a person beside the console.
    pub async fn aws(&self, service: &str, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let credential = format!(
            "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20261120/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature={}",
            "0".repeat(64)
        );
        let headers = [("authorization", credential.as_str()), ("content-type", "application/json")];
        let (status, _, text) =
            self.send(method, &format!("{}{path}", self.emulator), &headers, &body.to_string()).await;
        (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// One of the emulator's own routes.
    pub async fn emulator(&self, method: Method, route: &str, body: &Value) -> String {
        let headers = [("content-type", "application/json")];
        let url = format!("{}/_emulator/{route}", self.emulator);
        let (status, _, text) = self.send(method, &url, &headers, &body.to_string()).await;
        assert!(status.is_success(), "{route}: {status} {text}");
        text
    }

    /// How often an operation was called so far.
    pub async fn calls_of(&self, operation: &str) -> usize {
        let calls: Vec<Value> = serde_json::from_str(&self.emulator(Method::GET, "calls", &json!({})).await).unwrap();
        calls.iter().filter(|call| call["operation"] == operation).count()
    }

    /// An id for a form, as a page that opens one gets it.
    pub async fn form(&self) -> String {
        self.ask("form/new", &json!({})).await.as_str().unwrap().to_owned()
    }

    /// Plans the creation of a Grafana workspace and answers the plan's id.
    pub async fn plan_workspace(&self, name: &str) -> String {
        let form = self.form().await;
        let plan = self.ask("plan/create-workspace", &json!({ "form": form, "values": workspace(name) })).await;
        plan.as_str().unwrap().to_owned()
    }

    /// Applies a plan and answers its view once it is over.
    pub async fn apply(&self, plan: &str, typed: &str) -> Value {
        self.ask("changes/apply", &self.decision(plan, typed).await).await;
        self.over(plan).await
    }

    /// What a page sends to have the plan applied that it shows.
    pub async fn decision(&self, plan: &str, typed: &str) -> Value {
        let view = self.ask("changes/view", &json!({ "id": plan })).await["value"].take();
        json!({ "id": plan, "reviewed": view["created_at"], "typed": typed, "secret": "" })
    }

    /// The plan's view once nothing more happens to it.
    pub async fn over(&self, plan: &str) -> Value {
        eventually("the plan is over", async || {
            let view = self.ask("changes/view", &json!({ "id": plan })).await["value"].take();
            (view["state"] != "applying" && view["state"] != "planned").then_some(view)
        })
        .await
    }

    /// Creates a workspace on the road, waits until it is active, and answers its key.
    pub async fn workspace(&self, name: &str) -> Value {
        let plan = self.plan_workspace(name).await;
        let view = self.apply(&plan, "").await;
        assert_eq!(view["state"], "applied", "{view}");
        let id = view["result_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        let key = json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": id });
        eventually("the workspace is active", async || {
            let found = self.ask("resource/find", &json!({ "key": key })).await;
            (found["Here"]["row"]["status"] == "ACTIVE").then_some(())
        })
        .await;
        key
    }
}

/// The smallest form that creates a Grafana workspace.
pub fn workspace(name: &str) -> Value {
    let place = model::form::Place(format!("{ACCOUNT}/{REGION}"));
    let form = model::form::CreateWorkspace { name: name.to_owned(), ..model::form::CreateWorkspace::fresh(place) };
    serde_json::to_value(form).unwrap()
}

/// Asks again until there is an answer; fails after half a minute.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
