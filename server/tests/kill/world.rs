//! What AWS holds and what it was told: workspaces with their sign-in, and the emulator's list of calls.

use crate::process::{ACCOUNT, Emulator, REGION, Server, eventually};
use http::Method;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// How AWS calls writing something, and looking at it.
#[derive(Clone, Copy, Debug)]
pub struct Ops {
    pub write: &'static str,
    pub look: &'static str,
    /// Writes on the target that pass before the one that a window is about.
    pub skip: u64,
}

pub const SIGN_IN: Ops = Ops { write: WRITE, look: LOOK, skip: 0 };
pub const GRANTS: Ops = Ops { write: "UpdatePermissions", look: "ListPermissions", skip: 0 };
pub const WRITE: &str = "UpdateWorkspaceAuthentication";
pub const LOOK: &str = "DescribeWorkspaceAuthentication";

/// One call in the emulator's list.
#[derive(Clone, Debug)]
pub struct Call {
    pub seq: u64,
    pub operation: String,
    pub target: String,
    pub status: Option<u64>,
    pub error: String,
    /// What a batch of role changes did: "ADD ADMIN SSO_USER ID".
    pub effects: Vec<String>,
}

impl Call {
    fn read(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Self {
            seq: value["seq"].as_u64().unwrap(),
            operation: text("operation"),
            target: text("target"),
            status: value["status"].as_u64(),
            error: text("error"),
            effects: serde_json::from_value(value["effects"].clone()).unwrap_or_default(),
        }
    }

    pub fn is(&self, operation: &str, target: &str) -> bool {
        self.operation == operation && self.target == target
    }

    pub fn answered(&self) -> bool {
        self.status == Some(200)
    }

    /// AWS did what it was asked, whoever learned of it.
    pub fn worked(&self) -> bool {
        self.answered() || self.error == "gone_after"
    }
}

/// The calls that ended after a number.
pub async fn calls(emulator: &Emulator, since: u64) -> Vec<Call> {
    let calls = emulator.own(Method::GET, &format!("calls?since={since}"), &Value::Null).await;
    calls.as_array().unwrap().iter().map(Call::read).collect()
}

/// The number of the last call.
pub async fn mark(emulator: &Emulator) -> u64 {
    let seen = emulator.seen.load(Ordering::Relaxed);
    let last = calls(emulator, seen).await.last().map_or(seen, |call| call.seq);
    emulator.seen.store(last, Ordering::Relaxed);
    last
}

/// Waits for a call that ended after a number.
pub async fn called(emulator: &Emulator, since: u64, what: &str, fits: impl Fn(&Call) -> bool) {
    eventually(what, async || calls(emulator, since).await.iter().any(&fits).then_some(())).await;
}

/// Makes a workspace and answers its id.
pub async fn workspace(emulator: &Emulator, name: &str) -> String {
    let body = json!({
        "workspaceName": name, "accountAccessType": "CURRENT_ACCOUNT",
        "authenticationProviders": ["AWS_SSO"], "permissionType": "CUSTOMER_MANAGED",
    });
    let made = emulator.grafana(Method::POST, "/workspaces", &body).await;
    let id = made["workspace"]["id"].as_str().unwrap().to_owned();
    emulator.own(Method::POST, "settle", &json!({})).await;
    id
}

pub fn key(id: &str) -> Value {
    json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": id })
}

/// The metadata address that a workspace signs in with; empty for none.
pub async fn metadata(emulator: &Emulator, id: &str) -> String {
    let found = emulator.grafana(Method::GET, &format!("/workspaces/{id}/authentication"), &Value::Null).await;
    let url = &found["authentication"]["saml"]["configuration"]["idpMetadata"]["url"];
    url.as_str().unwrap_or_default().to_owned()
}

/// A workspace whose sign-in is copied to others.
pub async fn source(emulator: &Emulator, name: &str) -> String {
    let id = workspace(emulator, name).await;
    let saml = json!({
        "idpMetadata": { "url": format!("https://{name}.example.com/metadata") },
        "assertionAttributes": { "role": "role" }, "roleValues": { "admin": ["Platform Admins"] },
    });
    let body = json!({ "authenticationProviders": ["AWS_SSO", "SAML"], "samlConfiguration": saml });
    emulator.grafana(Method::POST, &format!("/workspaces/{id}/authentication"), &body).await;
    id
}

/// Plans to give the sign-in of one workspace to others, a step each; answers the plan's id.
pub async fn plan(server: &Server, from: &str, to: &[String]) -> String {
    let form = server.ask("form/new", json!({})).await;
    let keys: Vec<Value> = to.iter().map(|id| key(id)).collect();
    let values = json!({ "from": key(from), "to": keys });
    let plan = server.ask("plan/copy-sign-in", json!({ "form": form, "values": values })).await;
    plan.as_str().unwrap().to_owned()
}
