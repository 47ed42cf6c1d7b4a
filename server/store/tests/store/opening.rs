//! What opening makes, keeps and refuses.

use crate::cluster;
use crate::database::{Database, NOW, claimed, decided, event, on_both, plan, plan_id, steps, stored};
use model::PlanState;
use sqlx::Connection;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use store::{Handover, PlanRecord, Settings, Store, StoreError};

async fn refusal(settings: &Settings) -> StoreError {
    let error = Store::open(settings).await.expect_err("the store does not open");
    assert!(!error.to_string().contains('\n'), "{error}");
    error
}

fn mode(path: &Path) -> u32 {
    path.metadata().expect("a file").permissions().mode() & 0o777
}

on_both! {
    async fn reopening_keeps_everything(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let run = claimed(&store, 1).await;
        store.intend(&run, 1, Handover::NotAsked, event("intent", Some(1))).await.expect("an intent");
        store.close().await;
        drop(store);
        let store = database.open().await;
        store.ping().await.expect("an answer");
        let kept = PlanRecord { state: PlanState::Applying, ..plan(1) };
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(kept));
        assert_eq!(store.runs_under_way().await.expect("a read"), [run]);
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read")[1], steps(1)[1]);
        assert_eq!(store.append_audit(event("plan", None)).await.expect("an event"), 3);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(3));
    }

    async fn a_schema_from_a_newer_version_is_refused_and_left_alone(database) {
        database.open().await.close().await;
        let mut raw = database.raw().await;
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (99, 'from the future', TRUE, $1, 0)";
        sqlx::query(sql).bind(vec![0_u8]).execute(&mut raw).await.expect("a migration");
        raw.close().await.expect("an end");
        let error = refusal(&database.settings).await;
        assert!(matches!(error, StoreError::Newer { found: 99, known: 6 }), "{error:?}");
    }

    async fn a_migration_that_is_not_the_one_that_ran_is_corrupt(database) {
        database.open().await.close().await;
        let mut raw = database.raw().await;
        let sql = "UPDATE _sqlx_migrations SET checksum = $1";
        sqlx::query(sql).bind(vec![0_u8]).execute(&mut raw).await.expect("a change");
        let error = refusal(&database.settings).await;
        assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    }

    async fn a_closed_store_is_unavailable(database) {
        let store = database.open().await;
        store.close().await;
        let error = store.ping().await.expect_err("no answer");
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
}

#[tokio::test]
async fn a_second_store_in_one_folder_is_refused_until_the_first_is_gone() {
    let database = Database::sqlite();
    let store = database.open().await;
    let error = refusal(&database.settings).await;
    assert!(matches!(error, StoreError::InUse(_)), "{error:?}");
    drop(store);
    database.open().await;
}

#[tokio::test]
async fn the_folder_and_its_files_are_for_their_owner_only() {
    let database = Database::sqlite();
    let store = database.open().await;
    stored(&store, 1).await;
    let Settings::Sqlite { dir, .. } = &database.settings else { unreachable!() };
    assert_eq!(mode(dir), 0o700);
    let files: Vec<_> = dir.read_dir().expect("a folder").map(|file| file.expect("a file").path()).collect();
    assert!(files.contains(&dir.join("belvedere.db-wal")), "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn a_folder_with_an_unusual_name_works() {
    let parent = tempfile::tempdir().expect("a folder");
    let dir = parent.path().join("a%20b ?#é'");
    Store::open(&Settings::sqlite(&dir)).await.expect("the store opens").ping().await.expect("an answer");
    assert!(dir.join("belvedere.db").is_file());
}

#[tokio::test]
async fn a_database_somebody_else_holds_is_unavailable_after_the_busy_timeout() {
    let database = Database::sqlite();
    let store = database.open().await;
    let mut raw = database.raw().await;
    let lock = raw.begin_with("BEGIN IMMEDIATE").await.expect("a lock");
    let error = store.put_plan(&plan(1), &[], Vec::new()).await.expect_err("no write");
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert_eq!(store.plan(&plan_id(1)).await.expect("reading goes on"), None);
    lock.rollback().await.expect("an unlock");
    stored(&store, 1).await;
    store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim");
}

/// A full disk makes SQLite end the transaction by itself, as this trigger does.
#[tokio::test]
async fn writing_goes_on_after_the_database_ended_a_transaction_by_itself() {
    let database = Database::sqlite();
    let store = database.open().await;
    let full = "CREATE TRIGGER full BEFORE INSERT ON plans BEGIN SELECT RAISE(ROLLBACK, 'full'); END";
    database.tamper(full).await.expect("a trigger");
    for number in 1..10 {
        store.put_plan(&plan(number), &[], Vec::new()).await.expect_err("no write");
    }
    database.tamper("DROP TRIGGER full").await.expect("no trigger");
    for number in 1..10 {
        stored(&store, number).await;
    }
}

#[tokio::test]
async fn a_read_only_file_is_unavailable() {
    let database = Database::sqlite();
    database.open().await.close().await;
    let Settings::Sqlite { dir, .. } = &database.settings else { unreachable!() };
    std::fs::set_permissions(dir.join("belvedere.db"), Permissions::from_mode(0o400)).expect("permissions");
    let error = refusal(&database.settings).await;
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(error.to_string().contains("belvedere.db is read-only"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_corrupt_and_left_alone() {
    let database = Database::sqlite();
    let Settings::Sqlite { dir, .. } = &database.settings else { unreachable!() };
    std::fs::create_dir(dir).expect("a folder");
    let text = "somebody's diary, not a database\n".repeat(100);
    std::fs::write(dir.join("belvedere.db"), &text).expect("a file");
    let error = refusal(&database.settings).await;
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    assert_eq!(std::fs::read_to_string(dir.join("belvedere.db")).expect("the file"), text);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_unavailable() {
    let error = refusal(&Settings::sqlite("/dev/null/store")).await;
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}

#[tokio::test]
async fn a_postgres_that_is_not_there_is_unavailable_without_its_password() {
    for url in [
        "postgres://u:hush-hush@127.0.0.1:1/x",
        "postgres:///x?host=/nowhere&user=u&password=hush-hush",
        "mysql://u:hush-hush@h/x",
        "postgres://u:hush-hush@[/x",
    ] {
        let settings = Settings::Postgres { url: url.to_owned() };
        let error = refusal(&settings).await;
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        assert!(!format!("{error} {error:?} {settings:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn a_database_that_postgres_does_not_have_is_unavailable() {
    let url = cluster::new_database().await.replace("/test", "/absent");
    let error = refusal(&Settings::Postgres { url }).await;
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
}
