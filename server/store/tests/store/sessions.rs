//! Sessions end, do not come back, and are not to be stolen from the table.

use crate::database::{Database, on_both};
use serde_json::json;
use sqlx::Row;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

/// The time of this machine.
pub fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp() * 1000
}

fn session(lifetime: Duration) -> Record {
    // Whole seconds: the store keeps milliseconds.
    let expiry_date = (OffsetDateTime::now_utc() + lifetime).replace_nanosecond(0).expect("a time");
    let data = [("preferences".to_owned(), json!({"theme": "dark", "name": "🦀 \0 '"}))].into();
    Record { id: Id::default(), data, expiry_date }
}

on_both! {
    async fn a_session_is_loaded_as_it_was_saved(database) {
        let sessions = database.open().await.sessions(now);
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), Some(record.clone()));
        record.data.insert("more".to_owned(), json!(1));
        record.expiry_date += Duration::HOUR;
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), Some(record));
    }

    async fn saving_a_session_nobody_created_creates_none(database) {
        let sessions = database.open().await.sessions(now);
        let record = session(Duration::HOUR);
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn a_deleted_session_does_not_come_back_by_saving(database) {
        let sessions = database.open().await.sessions(now);
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        sessions.delete(&record.id).await.expect("a deletion");
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn a_taken_id_is_replaced_by_a_free_one(database) {
        let sessions = database.open().await.sessions(now);
        let mut first = session(Duration::HOUR);
        sessions.create(&mut first).await.expect("a session");
        let mut second = Record { id: first.id, data: Default::default(), ..session(Duration::HOUR) };
        sessions.create(&mut second).await.expect("a session");
        assert_ne!(second.id, first.id);
        assert_eq!(sessions.load(&first.id).await.expect("a load"), Some(first));
    }

    async fn an_ended_session_is_neither_loaded_nor_saved(database) {
        let sessions = database.open().await.sessions(now);
        let mut record = session(-Duration::MINUTE);
        sessions.create(&mut record).await.expect("a session");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
        sessions.save(&Record { expiry_date: session(Duration::HOUR).expiry_date, ..record.clone() }).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn pruning_removes_the_ended_and_keeps_the_living(database) {
        let store = database.open().await;
        let (mut ended, mut living) = (session(-Duration::MINUTE), session(Duration::HOUR));
        store.sessions(now).create(&mut ended).await.expect("a session");
        store.sessions(now).create(&mut living).await.expect("a session");
        assert_eq!(store.prune_sessions(now(), i64::MAX).await.expect("a pruning"), 1);
        assert_eq!(store.sessions(now).load(&living.id).await.expect("a load"), Some(living));
    }

    async fn a_session_that_was_seen_to_be_over_does_not_come_back_with_an_earlier_clock(database) {
        let store = database.open().await;
        let mut record = session(Duration::HOUR);
        store.sessions(now).create(&mut record).await.expect("a session");
        let later = store.sessions(|| now() + 2 * 60 * 60 * 1000);
        assert_eq!(later.load(&record.id).await.expect("a load"), None);
        assert_eq!(store.sessions(now).load(&record.id).await.expect("a load"), None);
    }

    async fn a_session_made_by_a_clock_that_was_ahead_ends_no_later_than_one_made_now(database) {
        let store = database.open().await;
        let mut ahead = session(Duration::days(400));
        let mut usual = session(Duration::days(29));
        store.sessions(now).create(&mut ahead).await.expect("a session");
        store.sessions(now).create(&mut usual).await.expect("a session");
        let latest = now() + 30 * 24 * 60 * 60 * 1000;
        assert_eq!(store.prune_sessions(now(), latest).await.expect("a pruning"), 0);
        let found = store.sessions(now).load(&ahead.id).await.expect("a load").expect("the session");
        assert_eq!(found.expiry_date.unix_timestamp() * 1000, latest);
        assert_eq!(store.sessions(now).load(&usual.id).await.expect("a load"), Some(usual));
    }

    async fn of_more_sessions_than_there_may_be_those_used_longest_ago_go(database) {
        let store = database.open().await;
        let sessions = store.sessions(now);
        let (mut oldest, mut older) = (session(Duration::HOUR), session(2 * Duration::HOUR));
        sessions.create(&mut oldest).await.expect("a session");
        sessions.create(&mut older).await.expect("a session");
        let crowd = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9998) \
                     INSERT INTO sessions (id, data, expires_at) \
                     SELECT substr('0000000000000000000000000000000000000000000000000000000000000000' || CAST(i AS TEXT), \
                     length(CAST(i AS TEXT)) + 1, 64), '{}', 9000000000000 FROM n";
        database.tamper(crowd).await.expect("a crowd");
        let mut newest = session(Duration::HOUR * 3);
        sessions.create(&mut newest).await.expect("a session");
        assert_eq!(sessions.load(&oldest.id).await.expect("a load"), None);
        assert_eq!(sessions.load(&older.id).await.expect("a load"), Some(older));
        assert_eq!(sessions.load(&newest.id).await.expect("a load"), Some(newest));
    }

    async fn the_table_does_not_hold_the_id(database) {
        let sessions = database.open().await.sessions(now);
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        let mut raw = database.raw().await;
        let row = sqlx::query("SELECT id, data FROM sessions").fetch_one(&mut raw).await.expect("a row");
        let (id, data): (String, String) = (row.get("id"), row.get("data"));
        assert_eq!(id.len(), 64);
        assert!(!format!("{id}{data}").contains(&record.id.to_string()));
    }
}
