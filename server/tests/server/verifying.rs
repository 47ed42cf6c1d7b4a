//! `belvedere audit verify`: what it finds, what it says, and what it leaves alone.

use crate::audit::{event, tamper};
use crate::support::{TestServer, eventually};
use server::audit::verify;
use server::config::StoreArgs;
use std::path::Path;
use std::process::Command;
use store::{Settings, Store};
use tempfile::TempDir;

/// A folder with a record of three events.
async fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&Settings::sqlite(folder.path())).await.unwrap();
    for actor in ["alice", "bob", "carol"] {
        store.append_audit(event(actor, "Done.")).await.unwrap();
    }
    store.close().await;
    folder
}

fn args(folder: &Path) -> StoreArgs {
    StoreArgs { data: Some(folder.to_owned()), ..StoreArgs::default() }
}

/// Exit code, standard output and standard error of `belvedere audit verify`.
fn run(folder: &Path) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_belvedere"));
    let ended = command.args(["audit", "verify", "--data"]).arg(folder).env("BELVEDERE_LOG", "error").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (ended.status.code(), text(&ended.stdout), text(&ended.stderr))
}

#[tokio::test]
async fn a_whole_chain_is_verified_by_the_command() {
    let folder = folder().await;
    let (code, out, err) = run(folder.path());
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "3 audit events, the chain is whole.\n", ""));
}

#[tokio::test]
async fn an_edited_record_is_named_by_the_command_which_fails() {
    let folder = folder().await;
    let edit =
        "DROP TRIGGER audit_no_update; UPDATE audit SET record = replace(record, 'bob', 'eve') WHERE sequence = 2;";
    tamper(folder.path(), edit).await;
    let (code, out, err) = run(folder.path());
    let told =
        "belvedere: audit event 2 does not have the content it was written with; the chain is whole up to there\n";
    assert_eq!((code, out.as_str(), err.as_str()), (Some(1), "", told));
}

#[tokio::test]
async fn verifying_beside_a_running_server_is_refused_in_one_line() {
    let server = TestServer::start().await;
    let line = verify(args(&server.data)).await.unwrap_err().to_string();
    assert!(line.contains("another Belvedere is using") && !line.contains('\n'), "{line}");
}

#[tokio::test]
async fn verifying_a_mistyped_folder_is_an_error_and_makes_nothing() {
    let folder = TempDir::new().unwrap();
    let line = verify(args(&folder.path().join("nothing"))).await.unwrap_err().to_string();
    assert!(line.contains("holds no belvedere.db") && !line.contains('\n'), "{line}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[tokio::test]
async fn the_command_finds_the_database_that_the_configuration_names() {
    let folder = folder().await;
    let file = folder.path().join("belvedere.toml");
    std::fs::write(&file, format!("data = {:?}\n", folder.path())).unwrap();
    let line = verify(StoreArgs { config: Some(file), ..StoreArgs::default() }).await.unwrap();
    assert_eq!(line, "3 audit events, the chain is whole.");
}

#[tokio::test]
async fn the_record_of_a_server_verifies_after_it_has_stopped() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let config = crate::support::config(folder.path());
    let application = server::Application::build(config).await.unwrap();
    let running = tokio::spawn(application.run_until(async { drop(stopped.await) }));
    drop(stop);
    running.await.unwrap().unwrap();
    eventually("the folder is free again", async || verify(args(&data)).await.ok()).await;
}
