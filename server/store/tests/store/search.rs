//! Events are found by what they say, alike on both databases, and no search hides one that matches.

use crate::database::{Database, NOW, event, on_both, plan_id};
use model::audit::AuditQuery;
use serde_json::json;
use sqlx::Connection;
use store::{AuditFound, NewAuditEvent, Settings, Store, StoreError};

const SPAN: u32 = 1_000;

fn query(pairs: &[(&str, &str)]) -> AuditQuery {
    let query = AuditQuery::parse(pairs.iter().copied());
    assert_eq!(query.ignored, [""; 0]);
    query
}

fn sequences(found: &AuditFound) -> Vec<i64> {
    found.events.iter().map(|event| event.sequence).collect()
}

async fn found(store: &Store, pairs: &[(&str, &str)]) -> Vec<i64> {
    sequences(&store.search_audit(&query(pairs), 100, SPAN).await.expect("a search"))
}

/// Five events, each with something of its own.
async fn recorded(database: &Database) -> Store {
    let store = database.open().await;
    let target = |target: &str| NewAuditEvent { target: target.to_owned(), ..event("plan", Some(1)) };
    let outcome = |outcome: &str, message: &str| NewAuditEvent {
        outcome: outcome.to_owned(),
        message: message.to_owned(),
        ..event("outcome", Some(1))
    };
    let events = [
        target("arn:aws:grafana:eu-west-1:111122223333:/workspaces/g-0a1b2c3d4e"),
        NewAuditEvent { actor: "bob".to_owned(), at: NOW + 60_000, ..event("denied", None) },
        NewAuditEvent { operation: "aps:CreateWorkspace".to_owned(), at: NOW + 120_000, ..event("intent", Some(2)) },
        NewAuditEvent {
            request_id: Some("REQ-77".to_owned()),
            ..outcome("failed", "AWS said: 100% of the Über-quota is used.")
        },
        NewAuditEvent {
            detail: json!({ "diff": [{ "field": "entity id", "after": "urn:Okta" }] }),
            ..outcome("applied", "")
        },
    ];
    for event in events {
        store.append_audit(event).await.expect("an event");
    }
    store
}

on_both! {
    async fn each_filter_finds_what_it_names(database) {
        let store = recorded(database).await;
        assert_eq!(found(&store, &[]).await, [5, 4, 3, 2, 1]);
        assert_eq!(found(&store, &[("actor", "bob")]).await, [2]);
        assert_eq!(found(&store, &[("event", "outcome")]).await, [5, 4]);
        assert_eq!(found(&store, &[("operation", "aps:CreateWorkspace")]).await, [3]);
        assert_eq!(found(&store, &[("outcome", "failed")]).await, [4]);
        assert_eq!(found(&store, &[("plan", plan_id(2).as_str())]).await, [3]);
        assert_eq!(found(&store, &[("target", "Workspaces/G-0A1B")]).await, [1]);
        assert_eq!(found(&store, &[("actor", "alice"), ("event", "outcome"), ("outcome", "applied")]).await, [5]);
        assert_eq!(found(&store, &[("actor", "bob"), ("outcome", "failed")]).await, [0; 0]);
    }

    async fn words_are_looked_for_in_everything_an_event_says(database) {
        let store = recorded(database).await;
        for (text, expected) in [("req-77", 4), ("über-QUOTA", 4), ("100%", 4), ("URN:okta", 5), ("bob", 2), ("aps:", 3)] {
            assert_eq!(found(&store, &[("q", text)]).await, [expected], "{text}");
        }
        assert_eq!(found(&store, &[("q", "quota failed")]).await, [4]);
        assert_eq!(found(&store, &[("q", "quota applied")]).await, [0; 0]);
        assert_eq!(found(&store, &[("q", "1_0")]).await, [0; 0]);
    }

    async fn times_bound_what_is_found_whatever_the_order_they_were_recorded_in(database) {
        let store = recorded(database).await;
        assert_eq!(found(&store, &[("from", "2023-11-14 22:14:00")]).await, [3, 2]);
        assert_eq!(found(&store, &[("to", "2023-11-14 22:13")]).await, [5, 4, 1]);
        assert_eq!(found(&store, &[("from", "2023-11-14T22:14"), ("to", "2023-11-14T22:14")]).await, [2]);
        assert_eq!(found(&store, &[("from", "2024-01-01")]).await, [0; 0]);
    }

    async fn pages_follow_each_other_without_gap_or_repetition(database) {
        let store = database.open().await;
        for number in 0..7 {
            store.append_audit(event(if number % 2 == 0 { "plan" } else { "intent" }, None)).await.expect("an event");
        }
        let mut seen = Vec::new();
        let mut asked = query(&[("event", "plan")]);
        loop {
            let page = store.search_audit(&asked, 2, SPAN).await.expect("a search");
            assert_eq!(page.searched_to, None);
            seen.extend(sequences(&page));
            asked.before = page.older;
            if page.older.is_none() {
                break;
            }
        }
        assert_eq!(seen, [7, 5, 3, 1]);
    }

    async fn a_search_for_words_says_how_far_it_looked_and_goes_on_from_there(database) {
        let store = database.open().await;
        for actor in ["carol", "alice", "alice", "alice", "alice"] {
            let event = NewAuditEvent { actor: actor.to_owned(), ..event("plan", None) };
            store.append_audit(event).await.expect("an event");
        }
        let mut asked = query(&[("q", "carol")]);
        let first = store.search_audit(&asked, 10, 2).await.expect("a search");
        assert_eq!((sequences(&first), first.searched_to, first.older), (vec![], Some(4), Some(4)));
        asked.before = first.older;
        let second = store.search_audit(&asked, 10, 2).await.expect("a search");
        assert_eq!((second.searched_to, second.older), (Some(2), Some(2)));
        asked.before = second.older;
        let third = store.search_audit(&asked, 10, 2).await.expect("a search");
        assert_eq!((sequences(&third), third.searched_to, third.older), (vec![1], None, None));
    }

    async fn an_event_is_found_by_its_sequence_as_it_was_hashed(database) {
        let store = recorded(database).await;
        let fourth = store.audit_event(4).await.expect("a read").expect("the event");
        let fifth = store.audit_event(5).await.expect("a read").expect("the event");
        assert_eq!(fifth.prev_hash, fourth.hash);
        assert_eq!(fourth.record().event.request_id.as_deref(), Some("REQ-77"));
        assert_eq!(store.audit_event(6).await.expect("a read"), None);
        assert_eq!(store.newest_audit().await.expect("a read"), 5);
    }

    async fn choices_are_the_values_the_record_holds(database) {
        let choices = recorded(database).await.audit_choices().await.expect("the choices");
        let sorted = |mut values: Vec<String>| {
            values.sort_unstable();
            values
        };
        assert_eq!(sorted(choices.events), ["denied", "intent", "outcome", "plan"]);
        assert_eq!(sorted(choices.operations), ["aps:CreateWorkspace", "grafana:CreateWorkspace"]);
        assert_eq!(sorted(choices.outcomes), ["applied", "failed"]);
        let empty = Database::sqlite();
        assert_eq!(empty.open().await.audit_choices().await.expect("the choices"), model::audit::AuditChoices::default());
    }

    async fn values_too_long_to_index_are_found_by_their_beginning(database) {
        let store = database.open().await;
        let actor = "é🦀".repeat(50_000);
        store.append_audit(NewAuditEvent { actor: actor.clone(), ..event("plan", None) }).await.expect("an event");
        let mut asked = query(&[]);
        asked.actor = actor;
        assert_eq!(sequences(&store.search_audit(&asked, 10, SPAN).await.expect("a search")), [1]);
    }

    async fn events_from_before_the_index_are_in_it_once_the_store_is_open(database) {
        let store = recorded(database).await;
        store.close().await;
        drop(store);
        database.tamper("DELETE FROM audit_index").await.expect("an index of nothing");
        let store = database.open().await;
        assert_eq!(found(&store, &[("actor", "bob")]).await, [2]);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(5));
    }

    async fn an_event_hidden_from_searches_is_the_first_bad(database) {
        let store = recorded(database).await;
        database.tamper("DELETE FROM audit_index WHERE sequence = 4").await.expect("the tampering");
        let bad = store.verify_audit().await.expect("a check").expect_err("something is bad");
        assert_eq!(bad.to_string(), "audit event 4 is not in the index of searches as it was written");
        assert_eq!(found(&store, &[]).await, [5, 4, 3, 2, 1]);
    }

    async fn an_event_that_searches_take_for_another_is_the_first_bad(database) {
        let store = recorded(database).await;
        database.tamper("UPDATE audit_index SET outcome = 'applied' WHERE sequence = 4").await.expect("the tampering");
        assert_eq!(store.verify_audit().await.expect("a check").expect_err("something is bad").sequence, 4);
    }

    async fn an_event_that_is_found_under_another_target_or_other_words_is_the_first_bad(database) {
        let store = recorded(database).await;
        for (spoil, mend) in [
            ("UPDATE audit_index SET target = 'x' || target WHERE sequence = 3",
             "UPDATE audit_index SET target = substr(target, 2) WHERE sequence = 3"),
            ("UPDATE audit_index SET words = 'x' || words WHERE sequence = 3",
             "UPDATE audit_index SET words = substr(words, 2) WHERE sequence = 3"),
        ] {
            database.tamper(spoil).await.expect("the tampering");
            assert_eq!(store.verify_audit().await.expect("a check").expect_err("something is bad").sequence, 3, "{spoil}");
            database.tamper(mend).await.expect("the mending");
            assert_eq!(store.verify_audit().await.expect("a check"), Ok(5));
        }
    }

    async fn a_row_of_the_index_without_an_event_is_bad(database) {
        let store = recorded(database).await;
        let stray = "INSERT INTO audit_index (sequence, at, event, actor, operation, outcome, target, words) \
                     VALUES (9, 1, 'plan', 'eve', '', '', '', '')";
        database.tamper(stray).await.expect("the tampering");
        let bad = store.verify_audit().await.expect("a check").expect_err("something is bad");
        assert_eq!(bad.to_string(), "audit event 9 is in the index of searches alone");
    }

    async fn looking_at_a_record_changes_nothing_and_finds_what_is_wrong(database) {
        let store = recorded(database).await;
        store.close().await;
        drop(store);
        let looking = Store::inspect(&database.settings).await.expect("a look");
        assert_eq!(looking.verify_audit().await.expect("a check"), Ok(5));
        looking.append_audit(event("plan", None)).await.expect_err("nothing can be written");
        assert_eq!(looking.verify_audit().await.expect("a check"), Ok(5));
    }

    async fn a_record_of_an_older_schema_is_looked_at_as_it_is(database) {
        let store = recorded(database).await;
        store.close().await;
        drop(store);
        let before = "DROP TABLE audit_index; DELETE FROM _sqlx_migrations WHERE version > 1;";
        database.tamper(before).await.expect("the schema of before");
        let looking = Store::inspect(&database.settings).await.expect("a look");
        assert_eq!(looking.verify_audit().await.expect("a check"), Ok(5));
    }

    async fn a_database_of_a_newer_version_is_not_looked_at(database) {
        database.open().await.close().await;
        let mut raw = database.raw().await;
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (99, 'from the future', TRUE, $1, 0)";
        sqlx::query(sql).bind(vec![0_u8]).execute(&mut raw).await.expect("a migration");
        raw.close().await.expect("an end");
        let error = Store::inspect(&database.settings).await.expect_err("no look");
        assert!(matches!(error, StoreError::Newer { found: 99, known: 6 }), "{error:?}");
    }
}

#[tokio::test]
async fn a_folder_without_a_database_is_not_looked_at_and_stays_as_it_is() {
    let parent = tempfile::tempdir().expect("a folder");
    for dir in [parent.path().to_owned(), parent.path().join("nothing")] {
        let error = Store::inspect(&Settings::sqlite(&dir)).await.expect_err("no look");
        assert!(error.to_string().contains("holds no belvedere.db"), "{error}");
    }
    assert_eq!(parent.path().read_dir().expect("a folder").count(), 0);
}

#[tokio::test]
async fn a_folder_that_is_in_use_is_not_looked_at() {
    let database = Database::sqlite();
    let _store = database.open().await;
    let error = Store::inspect(&database.settings).await.expect_err("no look");
    assert!(matches!(error, StoreError::InUse(_)), "{error:?}");
}

#[tokio::test]
async fn an_index_that_cannot_be_read_names_its_event() {
    let database = Database::sqlite();
    let store = recorded(&database).await;
    database.tamper("UPDATE audit_index SET at = 'soon' WHERE sequence = 2").await.expect("the tampering");
    assert_eq!(store.verify_audit().await.expect("a check").expect_err("something is bad").sequence, 2);
}
