//! Names and addresses of people in plans and their exports: for eyes that may read who holds which role, and no others.

use crate::access::with_directory;
use crate::support::{TestServer, eventually};
use crate::undoing::copied;
use model::Role;
use serde_json::{Value, json};
use store::Settings;
use tempfile::TempDir;

/// Somebody with these roles on the store of an admin who planned and applied a role for somebody; the plan, and that
/// one's id.
async fn seen_by(role: Role) -> (TestServer, TempDir, String, String) {
    let admin = TestServer::start_with(with_directory).await;
    let found = eventually("somebody is found", async || {
        let mut answer = admin.ask("form/resolve-holders", &json!({ "text": "ada.lindqvist" })).await;
        (answer["left"] == "").then(|| answer["found"][0]["holder"].take())
    })
    .await;
    let key = admin.workspace("payments-prod").await;
    let wish = json!({ "workspace": key, "holder": found, "role": "VIEWER" });
    let form = json!({ "form": admin.form().await, "batch": { "wishes": [wish] } });
    let plan = admin.ask("plan/grants", &form).await.as_str().unwrap().to_owned();
    assert_eq!(admin.apply(&plan, "").await["state"], "applied");
    let folder = copied(&admin.data).await;
    let server = TestServer::start_with(|config| {
        with_directory(config);
        config.store = Settings::sqlite(folder.path());
        config.roles = vec![role];
    })
    .await;
    (server, folder, plan, found["id"].as_str().unwrap().to_owned())
}

/// Everything that is told of a plan: its page, what the page fetches, its export, the list.
async fn told(server: &TestServer, plan: &str) -> Vec<String> {
    let view: Value = server.ask("changes/view", &json!({ "id": plan })).await;
    vec![
        view.to_string(),
        server.page(&format!("/changes/{plan}")).await.1,
        server.page(&format!("/changes/{plan}/outcome.csv")).await.1,
    ]
}

#[tokio::test]
async fn whoever_may_not_read_who_holds_a_role_sees_ids_in_plans() {
    let (server, folder, plan, id) = seen_by(Role::Viewer).await;
    let known = eventually("the directory is read", async || {
        let calls = server.calls_of("ListUsers").await;
        (calls > 0).then_some(calls)
    })
    .await;
    assert!(known > 0);
    for text in told(&server, &plan).await {
        assert!(text.contains(&id), "{text}");
        assert!(!text.to_lowercase().contains("lindqvist"), "{text}");
    }
    drop(folder);
}

#[tokio::test]
async fn whoever_may_read_who_holds_a_role_sees_names_in_plans() {
    let (server, folder, plan, id) = seen_by(Role::Auditor).await;
    eventually("the directory is read", async || {
        let texts = told(&server, &plan).await;
        texts.iter().all(|text| text.contains(&id) && text.to_lowercase().contains("lindqvist")).then_some(())
    })
    .await;
    drop(folder);
}
