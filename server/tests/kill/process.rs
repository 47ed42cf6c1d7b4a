//! The programs under test and the ways to talk to them: `belvedere serve` and `belvedere emulate` as processes, the
//! server functions with a session, the emulator's own routes. Knows no plan and no window.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use sqlx::{AnyConnection, Connection};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub const ACCOUNT: &str = "441122338890";
pub const REGION: &str = "eu-west-1";
const PROGRAM: &str = env!("CARGO_BIN_EXE_belvedere");
/// The build the site folder names.
const BUILD: &str = "b.c";

/// Asks again until there is an answer; fails after half a minute.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "in vain: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[derive(Clone)]
pub struct Http(Client<HttpConnector, Full<Bytes>>);

impl Http {
    fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    /// `None` when there is no answer.
    async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Option<(StatusCode, HeaderMap, String)> {
        let mut request = Request::builder().method(method).uri(url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::from(body.to_string())).unwrap();
        let (parts, body) = self.0.request(request).await.ok()?.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        Some((parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

fn parsed(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}

/// A child that says where it is in its first line; killed when it is dropped.
struct Process {
    child: Child,
    said: String,
    // Open for as long as the child lives.
    _out: BufReader<ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> Self {
        let command = command
            .env_clear()
            .env("BELVEDERE_LOG", "error")
            .env("BELVEDERE_MINT_SEARCH_MS", "1000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        let command = command.env("AWS_ACCESS_KEY_ID", ACCOUNT).env("AWS_SECRET_ACCESS_KEY", "any");
        let mut child = command.spawn().unwrap();
        let (mut out, mut said) = (BufReader::new(child.stdout.take().unwrap()), String::new());
        out.read_line(&mut said).unwrap();
        let said = said.split_whitespace().last().unwrap_or_default().to_owned();
        assert!(said.starts_with("http://"), "it did not start: {said}");
        Self { child, said, _out: out }
    }

    fn kill(&mut self) {
        // SIGKILL: nothing in it learns of it.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// AWS, which outlives the servers.
pub struct Emulator {
    process: Process,
    http: Http,
    /// The number of the last call that was asked for, so that the long list is not read from its beginning each time.
    pub seen: AtomicU64,
}

impl Emulator {
    pub fn start() -> Self {
        let arguments = ["emulate", "--port", "0", "--seed", "empty", "--life-cycle-ms", "5", "--quotas", "off"];
        let process = Process::start(Command::new(PROGRAM).args(arguments));
        Self { process, http: Http::new(), seen: AtomicU64::new(0) }
    }

    fn url(&self) -> &str {
        &self.process.said
    }

    /// One of the emulator's own routes.
    pub async fn own(&self, method: Method, route: &str, body: &Value) -> Value {
        let url = format!("{}/_emulator/{route}", self.url());
        let (status, _, text) = self.http.send(method, &url, &[], body).await.unwrap();
        assert!(status.is_success(), "{route}: {status} {text}");
        parsed(text)
    }

    /// A call to Managed Grafana that has to succeed, as from any other client.
    pub async fn grafana(&self, method: Method, path: &str, body: &Value) -> Value {
        let credential = format!(
            "AWS4-HMAC-SHA256 Credential={ACCOUNT}/20261120/{REGION}/grafana/aws4_request, SignedHeaders=host, Signature={}",
            "0".repeat(64)
        );
        let headers = [("authorization", credential.as_str())];
        let (status, _, text) = self.http.send(method, &format!("{}{path}", self.url()), &headers, body).await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        parsed(text)
    }
}

/// A server and the folder that its successors take over.
pub struct Server {
    process: Process,
    http: Http,
    cookie: String,
    folder: TempDir,
}

impl Server {
    pub async fn start(emulator: &Emulator) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        std::fs::write(folder.path().join("site/hash.txt"), "js: a\nwasm: b\ncss: c\n").unwrap();
        let said = |name: &str| folder.path().join(name);
        let config = format!(
            "listen = \"127.0.0.1:0\"\ndata = {:?}\nsite = {:?}\nendpoint_url = {:?}\nread_interval_ms = 600000\n\
             budgets = \"off\"\nregions = [\"{REGION}\"]\nservices = [\"grafana\"]\n[[accounts]]\nid = \"{ACCOUNT}\"\n\
             [delivery]\naccount = \"{ACCOUNT}\"\nregion = \"{REGION}\"\n",
            said("data"),
            said("site"),
            emulator.url()
        );
        std::fs::write(said("belvedere.toml"), config).unwrap();
        let process = Process::start(&mut serve(folder.path()));
        let http = Http::new();
        // The address holds the one-time token; the session outlives the server.
        let (_, headers, _) = http.send(Method::GET, &process.said, &[], &Value::Null).await.unwrap();
        let cookie = headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { process, http, cookie, folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Changes the database of a dead server, as time and other programs would.
    pub async fn change(&self, sql: &'static str) {
        sqlx::raw_sql(sql).execute(&mut self.database().await).await.unwrap();
    }

    /// A connection of somebody else's to the database.
    pub async fn database(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let url = format!("sqlite://{}", self.data().join("belvedere.db").display());
        AnyConnection::connect(&url).await.unwrap()
    }

    /// The next server on the same folder.
    pub fn restart(&mut self) {
        self.process = Process::start(&mut serve(self.folder.path()));
    }

    /// The next server, none of whose files can grow beyond so many of the shell's blocks: for it, the disk is full.
    pub fn restart_with_room(&mut self, blocks: u32) {
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &limited, PROGRAM, "serve", "--config"]).arg(self.folder.path().join("belvedere.toml"));
        self.process = Process::start(&mut command);
    }

    /// What `belvedere audit verify` says of the record, and whether it is content with it. The server has to be dead.
    pub fn verify(&self) -> (bool, String) {
        let mut command = Command::new(PROGRAM);
        let ended = command.args(["audit", "verify", "--data"]).arg(self.data()).output().unwrap();
        (ended.status.success(), String::from_utf8_lossy(&[ended.stdout, ended.stderr].concat()).into_owned())
    }

    /// A server function, as a request that may be sent while the server dies: `None` when there is no answer.
    pub fn request(&self, path: &str, body: Value) -> impl Future<Output = Option<(StatusCode, Value)>> + use<> {
        let base = self.process.said.split("/?").next().unwrap().trim_end_matches('/');
        let (url, http, cookie) = (format!("{base}/api/{path}"), self.http.clone(), self.cookie.clone());
        async move {
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("x-belvedere", BUILD)];
            let (status, _, text) = http.send(Method::POST, &url, &headers, &body).await?;
            Some((status, parsed(text)))
        }
    }

    /// A server function that has to succeed.
    pub async fn ask(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.request(path, body).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        answer
    }

    pub async fn view(&self, plan: &str) -> Value {
        self.ask("changes/view", json!({ "id": plan })).await["value"].take()
    }

    /// The plan's view once nothing more happens to it.
    pub async fn over(&self, plan: &str) -> Value {
        eventually("the plan is over", async || {
            Some(self.view(plan).await).filter(|view| view["state"] != "applying" && view["state"] != "planned")
        })
        .await
    }

    /// The server function that goes on with a plan as it stands, with what it takes.
    pub fn next(view: &Value) -> (&'static str, Value) {
        match view["state"].as_str() {
            Some("planned") => {
                let decision = json!({ "id": view["id"], "reviewed": view["created_at"], "typed": "", "secret": "" });
                ("changes/apply", decision)
            }
            _ => ("changes/resume", json!({ "id": view["id"], "send": true, "secret": "" })),
        }
    }

    /// Applies a plan, or takes it up where the last server was killed.
    pub async fn go_on(&self, view: &Value) {
        let (path, body) = Self::next(view);
        self.ask(path, body).await;
    }
}

fn serve(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--config"]).arg(folder.join("belvedere.toml"));
    command
}
