//! A database of an earlier version gets what it lacks and keeps what it has.

use crate::database::{Database, NOW, event, on_both, plan, plan_id, steps, stored};
use store::{ConfigurationRecord, KeyRecord, NoteRecord, Store, StoreError};

fn configuration() -> ConfigurationRecord {
    ConfigurationRecord {
        target: "arn".to_owned(),
        facet: "saml".to_owned(),
        at: NOW,
        actor: "alice".to_owned(),
        plan: plan_id(1),
        state: "{}".to_owned(),
    }
}

/// With a plan, an event and a configuration, of before there were keys, notes, rotations and what was told.
async fn third(database: &Database) {
    let store = database.open().await;
    stored(&store, 1).await;
    store.append_audit(event("plan", Some(1))).await.expect("an event");
    store.keep_configuration(&configuration()).await.expect("a configuration");
    store.close().await;
    drop(store);
    let before = "DROP TABLE api_keys; DROP TABLE notes; DROP TABLE rotations; DROP TABLE told; DROP TABLE store_origin; \
                  DROP TABLE handovers; ALTER TABLE plans DROP COLUMN run; \
                  DELETE FROM _sqlx_migrations WHERE version > 3;";
    database.tamper(before).await.expect("the schema of before");
}

on_both! {
    async fn a_database_without_keys_gets_them_and_keeps_what_it_has(database) {
        third(database).await;
        let store = database.open().await;
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(plan(1)));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read"), steps(1));
        assert_eq!(store.configurations("arn", "saml", 9).await.expect("a read"), [configuration()]);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(1));
        assert_eq!(store.keys().await.expect("the keys"), []);
        assert_eq!(store.notes().await.expect("the notes"), []);
        assert_eq!(store.rotations().await.expect("the rotations"), []);
        assert!(store.tell("a", NOW).await.expect("a word"));
    }

    async fn keys_and_notes_are_there_when_the_store_is_opened_again(database) {
        let key = KeyRecord {
            workspace: "arn".to_owned(),
            name: "ci".to_owned(),
            grafana_role: "ADMIN".to_owned(),
            created_at: i64::MIN,
            expires_at: i64::MAX,
            created_by: "alice".to_owned(),
            plan: plan_id(1),
            certain: false,
        };
        let note = NoteRecord {
            subject: "arn/1".to_owned(),
            owner: "bob".to_owned(),
            purpose: String::new(),
            changed_at: NOW,
            changed_by: "bob".to_owned(),
        };
        third(database).await;
        let store = database.open().await;
        store.expect_key(&key).await.expect("a key");
        store.keep_note(&note).await.expect("a note");
        store.close().await;
        drop(store);
        let store = database.open().await;
        assert_eq!(store.keys().await.expect("the keys"), [key]);
        assert_eq!(store.notes().await.expect("the notes"), [note]);
    }

    async fn a_database_without_keys_is_looked_at_and_gets_none(database) {
        third(database).await;
        let looking = Store::inspect(&database.settings).await.expect("a look");
        assert_eq!(looking.verify_audit().await.expect("a check"), Ok(1));
        let error = looking.keys().await.expect_err("no keys");
        assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    }

    async fn a_key_or_a_rotation_whose_plan_is_none_is_corrupt(database) {
        let store = database.open().await;
        let spoilt = "INSERT INTO api_keys VALUES ('arn', 'ci', 'ADMIN', 1, 2, 'alice', 'none', 1); \
                      INSERT INTO rotations VALUES ('none', 'arn', '7', '12', 'ci', 'ci-2', 1, 'alice');";
        database.tamper(spoilt).await.expect("the tampering");
        for error in [store.keys().await.map(drop), store.rotations().await.map(drop)] {
            assert!(matches!(error, Err(StoreError::Corrupt(_))), "{error:?}");
        }
    }
}
