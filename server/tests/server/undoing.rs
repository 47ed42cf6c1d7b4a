//! Undoing and trying again: whoever may not do the opposite is refused before AWS is asked anything.

use crate::mint::account;
use crate::support::TestServer;
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
