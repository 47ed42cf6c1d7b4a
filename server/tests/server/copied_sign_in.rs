//! A sign-in that was copied to several workspaces: one named twice is one, and undoing goes on without what is gone.

use crate::edit::{apply, plan, settled};
use crate::grants_midway::{delete, workspaces};
use crate::support::TestServer;
use http::StatusCode;
use serde_json::{Value, json};

const SAML: &str = "https://idp.example.com/metadata";

/// Plans to copy the sign-in of a workspace, which has SAML.
async fn copied(server: &TestServer, from: &Value, to: &[&Value]) -> String {
    let saml = json!({
        "providers": ["AWS_SSO", "SAML"], "metadata_url": SAML, "attribute_role": "role",
        "admin_values": ["Platform Admins"], "login_minutes": "480",
    });
    let first = plan(server, "sign-in", from, &saml).await;
    apply(server, from, &first).await;
    let form = json!({ "form": server.form().await, "values": { "from": from, "to": to } });
    server.ask("plan/copy-sign-in", &form).await.as_str().unwrap().to_owned()
}

async fn view(server: &TestServer, plan: &str) -> Value {
    server.ask("changes/view", &json!({ "id": plan })).await["value"].take()
}

#[tokio::test]
async fn a_workspace_that_is_named_twice_is_planned_once() {
    let server = TestServer::start().await;
    let [from, to] = workspaces(&server).await;
    let plan = copied(&server, &from, &[&to, &to]).await;
    let seen = view(&server, &plan).await;
    assert_eq!((seen["targets"].as_array().unwrap().len(), seen["steps"].as_array().unwrap().len()), (1, 1), "{seen}");
    assert!(seen["title"].as_str().unwrap().ends_with("to 1 workspace"), "{seen}");
}

#[tokio::test]
async fn what_is_left_is_undone_although_one_workspace_is_gone() {
    let server = TestServer::start().await;
    let [from, one, gone] = workspaces(&server).await;
    let plan = copied(&server, &from, &[&one, &gone]).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    settled(&server, &one).await;
    delete(&server, &gone).await;
    let (status, answer) = server.call("plan/undo", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let undo = answer.as_str().unwrap();
    let warned = view(&server, undo).await["warnings"].to_string();
    assert!(warned.contains("left out") && warned.contains(gone["id"].as_str().unwrap()), "{warned}");
    assert_eq!(server.apply(undo, "").await["state"], "applied");
    let opened = crate::edit::open(&server, "sign-in", &one).await;
    assert_eq!(opened["base"]["metadata_url"], "", "{opened}");
}

#[tokio::test]
async fn undoing_a_plan_whose_workspaces_are_all_gone_says_so() {
    let server = TestServer::start().await;
    let [from, gone] = workspaces(&server).await;
    let plan = copied(&server, &from, &[&gone]).await;
    assert_eq!(server.apply(&plan, "").await["state"], "applied");
    delete(&server, &gone).await;
    let (status, answer) = server.call("plan/undo", &json!({ "id": plan })).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
}

#[tokio::test]
async fn a_copy_to_a_workspace_that_is_gone_leaves_nothing_out() {
    let server = TestServer::start().await;
    let [from, one, gone] = workspaces(&server).await;
    delete(&server, &gone).await;
    let form = json!({ "form": server.form().await, "values": { "from": from, "to": [one, gone] } });
    let (status, answer) = server.call("plan/copy-sign-in", &form).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{answer}");
}
