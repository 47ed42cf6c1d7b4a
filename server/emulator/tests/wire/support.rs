//! An emulator of one's own on a free port, and a client that turns the table's inputs into HTTP.

pub mod answer;
pub mod request;

use std::time::{Duration, Instant};

use emulator::shapes::{Operation, Service, table};
use emulator::{Emulator, Seed, Settings};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub use answer::Answer;
pub use request::{Bytes, Who};

/// An emulator under test.
pub struct Bench {
    pub emulator: Emulator,
    client: Client<HttpConnector, Full<Bytes>>,
}

/// The connection ended without an answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Severed;

/// Passing states last until [`Bench::settle`] ends them, so that no test depends on time.
pub fn settings(seed: Seed) -> Settings {
    Settings { seed, life_cycle: Duration::from_secs(3600), quotas: false, ..Settings::default() }
}

impl Bench {
    pub async fn with(settings: Settings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let emulator = Emulator::start(listener, settings).await.unwrap();
        Self { emulator, client: Client::builder(TokioExecutor::new()).retry_canceled_requests(false).build_http() }
    }

    pub async fn empty() -> Self {
        Self::with(settings(Seed::Empty)).await
    }

    pub async fn demo() -> Self {
        Self::with(settings(Seed::Demo)).await
    }

    /// A call by the first account in eu-west-1; the answer is held against the table.
    pub async fn call(&self, service: &str, operation: &str, input: Value) -> Answer {
        self.call_as(&Who::default(), service, operation, input).await
    }

    pub async fn grafana(&self, operation: &str, input: Value) -> Answer {
        self.call("grafana", operation, input).await
    }

    pub async fn call_as(&self, who: &Who, service: &str, operation: &str, input: Value) -> Answer {
        let answer = self.try_as(who, service, operation, input).await;
        answer.unwrap_or_else(|_| panic!("{operation} was cut"))
    }

    /// A call that may be cut.
    pub async fn try_as(
        &self,
        who: &Who,
        service_name: &str,
        operation: &str,
        input: Value,
    ) -> Result<Answer, Severed> {
        let (service, operation) = found(service_name, operation);
        let request = request::built(&self.emulator.url(), who, service, operation, &input);
        let answer = self.send(request).await?;
        answer.agrees_with(service, operation);
        Ok(answer)
    }

    pub async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answer, Severed> {
        let response = self.client.request(request).await.map_err(|_| Severed)?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|_| Severed)?.to_bytes();
        Ok(Answer::new(parts.status.as_u16(), parts.headers, &body))
    }

    /// One of the emulator's own routes.
    pub async fn own(&self, method: Method, route: &str, body: Value) -> Answer {
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let uri = format!("{}/_emulator/{route}", self.emulator.url());
        self.send(Request::builder().method(method).uri(uri).body(Full::new(body)).unwrap()).await.unwrap()
    }

    /// A fresh workspace with a name, waited for.
    pub async fn workspace(&self, name: &str) -> String {
        let id = self.creating(name).await;
        self.settle().await;
        id
    }

    /// The id of a workspace that has just been asked for.
    pub async fn creating(&self, name: &str) -> String {
        let answer = self.grafana("CreateWorkspace", plain(name)).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.text_at("/workspace/id")
    }

    pub async fn status(&self, id: &str) -> String {
        let answer = self.grafana("DescribeWorkspace", json!({ "workspaceId": id })).await;
        if answer.status == 404 { "gone".to_owned() } else { answer.text_at("/workspace/status") }
    }

    /// Ends all passing states.
    pub async fn settle(&self) {
        self.own(Method::POST, "settle", Value::Null).await.is(200);
    }

    /// The status before and after all passing states are ended.
    pub async fn passes(&self, id: &str) -> [String; 2] {
        let before = self.status(id).await;
        self.settle().await;
        [before, self.status(id).await]
    }
}

/// Asks again and again until it is so; panics after a time that is long for any machine.
pub async fn eventually(mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so().await {
        assert!(Instant::now() < deadline, "it never became so");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The least input that makes a workspace.
pub fn plain(name: &str) -> Value {
    json!({
        "accountAccessType": "CURRENT_ACCOUNT",
        "authenticationProviders": ["AWS_SSO"],
        "permissionType": "SERVICE_MANAGED",
        "workspaceName": name,
    })
}

/// The input with some members more.
pub fn with(mut input: Value, more: Value) -> Value {
    let (Value::Object(map), Value::Object(more)) = (&mut input, more) else { panic!("not structures") };
    map.extend(more);
    input
}

pub fn found(service: &str, operation: &str) -> (&'static Service, &'static Operation) {
    let service = table().unwrap().iter().find(|one| one.name == service).unwrap();
    (service, service.operation(operation).unwrap_or_else(|| panic!("no operation {operation}")))
}
