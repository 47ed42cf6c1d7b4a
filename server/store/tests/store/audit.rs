//! The record is gapless, cannot be changed through the database, and shows where it was changed all the same.

use crate::database::{Database, event, on_both, plan_id};
use store::{FirstBad, Store};
use tokio::task::JoinSet;

async fn record(store: &Store, count: u32) {
    for number in 1..=count {
        store.append_audit(event("plan", Some(number % 2))).await.expect("an event");
    }
}

/// Takes away what protects the record, as somebody with the database's password could.
async fn unprotect(database: &Database) {
    let sql = if database.is_sqlite() {
        "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;"
    } else {
        "DROP TRIGGER audit_no_change ON audit; DROP TRIGGER audit_no_truncate ON audit;"
    };
    database.tamper(sql).await.expect("the triggers are gone");
}

/// Where a record of five events is first bad after `sql` was run on it.
async fn first_bad(database: &Database, sql: &'static str) -> FirstBad {
    let store = database.open().await;
    record(&store, 5).await;
    unprotect(database).await;
    database.tamper(sql).await.expect("the tampering");
    store.verify_audit().await.expect("a check").expect_err("something is bad")
}

on_both! {
    async fn an_event_is_read_as_it_was_recorded(database) {
        let store = database.open().await;
        assert_eq!(store.append_audit(event("denied", Some(7))).await.expect("an event"), 1);
        let read = store.audit(None, 10).await.expect("the record").remove(0);
        let put = event("denied", Some(7));
        assert_eq!(read.detail, put.detail);
        assert_eq!((read.event.sequence, read.event.at, read.event.plan), (1, put.at, Some(plan_id(7).to_string())));
        assert_eq!((read.event.event, read.event.actor, read.event.target), (put.event, put.actor, put.target));
    }

    async fn the_record_is_read_newest_first_for_one_plan_or_all(database) {
        let store = database.open().await;
        record(&store, 6).await;
        let sequences = async |plan: Option<u32>, limit| {
            let plan = plan.map(plan_id);
            let record = store.audit(plan.as_ref(), limit).await.expect("the record");
            record.iter().map(|record| record.event.sequence).collect::<Vec<_>>()
        };
        assert_eq!(sequences(None, 3).await, [6, 5, 4]);
        assert_eq!(sequences(Some(1), 10).await, [5, 3, 1]);
        assert_eq!(sequences(Some(9), 10).await, [0; 0]);
    }

    async fn two_hundred_at_once_make_one_chain_without_gaps(database) {
        let store = database.open().await;
        let mut writers = JoinSet::new();
        for number in 0..200 {
            let store = store.clone();
            writers.spawn(async move { store.append_audit(event("intent", Some(number))).await.expect("an event") });
        }
        let mut sequences = writers.join_all().await;
        sequences.sort_unstable();
        assert_eq!(sequences, (1..=200).collect::<Vec<i64>>());
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(200));
    }

    async fn a_long_record_verifies_across_pages_while_it_grows(database) {
        let store = database.open().await;
        record(&store, 1100).await;
        let writer = tokio::spawn({
            let store = store.clone();
            async move { record(&store, 20).await }
        });
        let found = store.verify_audit().await.expect("a check").expect("a whole chain");
        assert!((1100..=1120).contains(&found), "{found}");
        writer.await.expect("the writer");
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(1120));
    }

    async fn an_empty_record_verifies(database) {
        assert_eq!(database.open().await.verify_audit().await.expect("a check"), Ok(0));
    }

    async fn the_database_refuses_to_change_or_delete_an_event(database) {
        let store = database.open().await;
        record(&store, 2).await;
        database.tamper("UPDATE audit SET record = '{}' WHERE sequence = 1").await.expect_err("an update is refused");
        database.tamper("DELETE FROM audit WHERE sequence = 2").await.expect_err("a deletion is refused");
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(2));
    }

    async fn opening_brings_the_protection_back(database) {
        let store = database.open().await;
        record(&store, 1).await;
        unprotect(database).await;
        store.close().await;
        drop(store);
        let _store = database.open().await;
        database.tamper("DELETE FROM audit").await.expect_err("a deletion is refused");
    }

    async fn an_edited_event_is_the_first_bad(database) {
        let edit = "UPDATE audit SET record = replace(record, 'alice', 'mallory') WHERE sequence >= 3";
        assert_eq!(first_bad(database, edit).await.sequence, 3);
    }

    async fn a_removed_event_is_the_first_bad(database) {
        assert_eq!(first_bad(database, "DELETE FROM audit WHERE sequence = 2").await.sequence, 2);
    }

    async fn an_end_that_was_cut_off_is_the_first_bad(database) {
        assert_eq!(first_bad(database, "DELETE FROM audit WHERE sequence >= 4").await.sequence, 4);
    }

    async fn a_beginning_that_was_cut_off_is_the_first_bad(database) {
        assert_eq!(first_bad(database, "DELETE FROM audit WHERE sequence <= 2").await.sequence, 1);
    }

    async fn an_event_filed_under_another_plan_is_the_first_bad(database) {
        assert_eq!(first_bad(database, "UPDATE audit SET plan = 'other' WHERE sequence = 4").await.sequence, 4);
    }

    async fn an_edited_hash_is_the_first_bad(database) {
        let edit = "UPDATE audit SET hash = prev_hash WHERE sequence = 5";
        assert_eq!(first_bad(database, edit).await.sequence, 5);
    }

    async fn an_event_slipped_in_past_the_head_is_the_first_bad(database) {
        let add = "INSERT INTO audit (sequence, plan, record, prev_hash, hash) \
                   SELECT 6, plan, record, hash, hash FROM audit WHERE sequence = 5";
        assert_eq!(first_bad(database, add).await.sequence, 6);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_replicas_on_one_postgres_append_to_one_chain() {
    let database = Database::postgres().await;
    let (one, other) = tokio::join!(database.open(), database.open());
    tokio::join!(record(&one, 50), record(&other, 50));
    assert_eq!(one.verify_audit().await.expect("a check"), Ok(100));
}

#[tokio::test]
async fn anybody_can_compute_the_hash_again() {
    use sha2::{Digest, Sha256};
    use sqlx::Row;
    let database = Database::sqlite();
    record(&database.open().await, 1).await;
    let row = sqlx::query("SELECT record, hash FROM audit").fetch_one(&mut database.raw().await).await.expect("a row");
    let (text, hash): (String, String) = (row.get("record"), row.get("hash"));
    let digest = Sha256::new().chain_update("belvedere-audit-v1").chain_update([0; 32]).chain_update(&text).finalize();
    assert_eq!(hash, hex::encode(digest));
    let keys_in_order = r#"{"actor":"alice","at":1700000000000,"detail":{"apple":{"deep":[1.5,null,"ü"]},"zebra":1},"#;
    assert!(text.starts_with(keys_in_order), "{text}");
}
