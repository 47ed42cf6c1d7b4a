//! A store belongs to one AWS for good.

use crate::database::{Database, event, on_both, stored};
use store::{Marked, Origin, StoreError};

on_both! {
    async fn an_empty_store_is_marked_once_and_for_good(database) {
        let store = database.open().await;
        for origin in [Origin::Emulator, Origin::Aws, Origin::Emulator] {
            let marked = store.mark_origin(origin, false).await.expect("a mark");
            assert_eq!(marked, Marked::As(Origin::Emulator));
        }
        let marked = store.mark_origin(Origin::Aws, true).await.expect("a mark");
        assert_eq!(marked, Marked::As(Origin::Emulator), "what is marked is not adopted");
    }

    async fn the_mark_is_there_when_the_store_is_opened_again(database) {
        let store = database.open().await;
        store.mark_origin(Origin::Endpoint, false).await.expect("a mark");
        store.close().await;
        drop(store);
        let marked = database.open().await.mark_origin(Origin::Aws, false).await.expect("a mark");
        assert_eq!(marked, Marked::As(Origin::Endpoint));
    }

    async fn what_holds_plans_or_events_of_nobody_knows_which_aws_is_marked_when_it_is_adopted(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert_eq!(store.mark_origin(Origin::Aws, false).await.expect("no mark"), Marked::Undecided);
        assert_eq!(store.mark_origin(Origin::Aws, true).await.expect("a mark"), Marked::As(Origin::Aws));
    }

    async fn one_event_is_enough_to_ask(database) {
        let store = database.open().await;
        store.append_audit(event("denied", None)).await.expect("an event");
        assert_eq!(store.mark_origin(Origin::Emulator, false).await.expect("no mark"), Marked::Undecided);
    }

    async fn a_mark_that_is_none_is_corrupt(database) {
        let store = database.open().await;
        database.tamper("INSERT INTO store_origin (id, origin) VALUES (1, 'moon')").await.expect("a mark");
        let error = store.mark_origin(Origin::Aws, false).await.expect_err("no mark");
        assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    }
}
