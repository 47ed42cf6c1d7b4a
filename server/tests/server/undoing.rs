//! Undoing and trying again: whoever may not do the opposite is refused before AWS is asked anything.

use crate::mint::account;
use crate::support::{ACCOUNT, REGION, TestServer, eventually};
use http::StatusCode;
use model::Role;
use serde_json::json;
use sqlx::{AnyConnection, Connection};
use std::path::Path;
use store::Settings;
use tempfile::TempDir;

/// What the database of a running server holds at this moment, in a folder of its own.
pub async fn copied(data: &Path) -> TempDir {
    sqlx::any::install_default_drivers();
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", data.join("belvedere.db").display());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    let copy = folder.path().join("belvedere.db");
    sqlx::query("VACUUM INTO $1").bind(copy.display().to_string()).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    folder
}

/// A server for an auditor, on the store of one where an admin planned.
async fn audited(admin: &TestServer) -> (TestServer, TempDir) {
    let folder = copied(&admin.data).await;
    let server = TestServer::start_with(|config| {
        config.store = Settings::sqlite(folder.path());
        config.roles = vec![Role::Auditor];
    });
    (server.await, folder)
}

#[tokio::test]
async fn going_on_with_a_plan_that_one_may_not_make_is_refused_and_on_record_once_a_minute() {
    let admin = TestServer::start().await;
    let plan = admin.plan_workspace("payments-prod").await;
    let (auditor, folder) = audited(&admin).await;
    for _ in 0..5 {
        let (status, _) = auditor.call("changes/resume", &json!({ "id": plan, "send": true, "secret": "" })).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    // Refusals are written one after the other: once this one is there, so are those before it.
    let key = json!({ "kind": "grafana", "scope": { "account": ACCOUNT, "region": REGION }, "id": "g-0123456789" });
    auditor.call("plan/delete-resource", &json!({ "form": auditor.form().await, "key": key })).await;
    let told = eventually("the last refusal is on record", async || {
        let page = auditor.ask("audit/page", &json!({ "search": [["event", "denied"]] })).await.to_string();
        page.contains("grafana.delete").then_some(page)
    })
    .await;
    assert_eq!(told.matches("The permission grafana.create is missing.").count(), 1, "{told}");
    drop(folder);
}

#[tokio::test]
async fn whoever_may_not_revoke_asks_aws_nothing_by_undoing_a_mint() {
    let admin = TestServer::start().await;
    let (key, account) = account(&admin).await;
    let values = json!({ "workspace": key, "account": account, "name": "ci", "seconds_to_live": 3600 });
    let plan = admin.ask("plan/mint-token", &json!({ "form": admin.form().await, "values": values })).await;
    admin.ask("mint/reveal", &admin.decision(plan.as_str().unwrap(), "").await).await;
    let folder = copied(&admin.data).await;
    let viewer = TestServer::start_with(|config| {
        config.store = Settings::sqlite(folder.path());
        config.roles = vec![Role::Viewer];
    })
    .await;
    for path in ["plan/undo", "plan/retry"] {
        let (status, answer) = viewer.call(path, &json!({ "id": plan })).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}: {answer}");
    }
    assert_eq!(viewer.calls_of("ListWorkspaceServiceAccountTokens").await, 0);
    drop(folder);
}
