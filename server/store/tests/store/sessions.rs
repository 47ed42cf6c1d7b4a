//! Sessions end, do not come back, and are not to be stolen from the table.

use crate::database::{Database, on_both};
use serde_json::json;
use sqlx::Row;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

fn session(lifetime: Duration) -> Record {
    // Whole seconds: the store keeps milliseconds.
    let expiry_date = (OffsetDateTime::now_utc() + lifetime).replace_nanosecond(0).expect("a time");
    let data = [("preferences".to_owned(), json!({"theme": "dark", "name": "🦀 \0 '"}))].into();
    Record { id: Id::default(), data, expiry_date }
}

on_both! {
    async fn a_session_is_loaded_as_it_was_saved(database) {
        let sessions = database.open().await.sessions();
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), Some(record.clone()));
        record.data.insert("more".to_owned(), json!(1));
        record.expiry_date += Duration::HOUR;
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), Some(record));
    }

    async fn saving_a_session_nobody_created_creates_none(database) {
        let sessions = database.open().await.sessions();
        let record = session(Duration::HOUR);
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn a_deleted_session_does_not_come_back_by_saving(database) {
        let sessions = database.open().await.sessions();
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        sessions.delete(&record.id).await.expect("a deletion");
        sessions.save(&record).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn a_taken_id_is_replaced_by_a_free_one(database) {
        let sessions = database.open().await.sessions();
        let mut first = session(Duration::HOUR);
        sessions.create(&mut first).await.expect("a session");
        let mut second = Record { id: first.id, data: Default::default(), ..session(Duration::HOUR) };
        sessions.create(&mut second).await.expect("a session");
        assert_ne!(second.id, first.id);
        assert_eq!(sessions.load(&first.id).await.expect("a load"), Some(first));
    }

    async fn an_ended_session_is_neither_loaded_nor_saved(database) {
        let sessions = database.open().await.sessions();
        let mut record = session(-Duration::MINUTE);
        sessions.create(&mut record).await.expect("a session");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
        sessions.save(&Record { expiry_date: session(Duration::HOUR).expiry_date, ..record.clone() }).await.expect("a save");
        assert_eq!(sessions.load(&record.id).await.expect("a load"), None);
    }

    async fn pruning_removes_the_ended_and_keeps_the_living(database) {
        let store = database.open().await;
        let (mut ended, mut living) = (session(-Duration::MINUTE), session(Duration::HOUR));
        store.sessions().create(&mut ended).await.expect("a session");
        store.sessions().create(&mut living).await.expect("a session");
        let now = OffsetDateTime::now_utc().unix_timestamp() * 1000;
        assert_eq!(store.prune_sessions(now).await.expect("a pruning"), 1);
        assert_eq!(store.sessions().load(&living.id).await.expect("a load"), Some(living));
    }

    async fn the_table_does_not_hold_the_id(database) {
        let sessions = database.open().await.sessions();
        let mut record = session(Duration::HOUR);
        sessions.create(&mut record).await.expect("a session");
        let mut raw = database.raw().await;
        let row = sqlx::query("SELECT id, data FROM sessions").fetch_one(&mut raw).await.expect("a row");
        let (id, data): (String, String) = (row.get("id"), row.get("data"));
        assert_eq!(id.len(), 64);
        assert!(!format!("{id}{data}").contains(&record.id.to_string()));
    }
}
