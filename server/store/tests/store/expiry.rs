//! What is over stays over, and only what waits can be.

use crate::database::{Database, LATER, NOW, decided, event, on_both, plan, plan_id, stored};
use model::PlanState;
use store::{Claim, OpenPlan, PlanRecord};

on_both! {
    async fn an_expired_plan_stays_so_whatever_the_clock_says(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert!(store.expire_plan(&plan_id(1), NOW).await.expect("an end"));
        assert!(!store.expire_plan(&plan_id(1), NOW).await.expect("an end"));
        let claim = store.claim_plan(&plan_id(1), NOW, decided(NOW - 3_600_000)).await.expect("a claim");
        assert_eq!(claim, Claim::NotPlanned(PlanState::Expired));
    }

    async fn neither_a_plan_made_anew_nor_one_that_was_claimed_expires(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        stored(&store, 2).await;
        store.put_plan(&PlanRecord { created_at: NOW + 5, ..plan(1) }, &[], Vec::new()).await.expect("a put");
        store.claim_plan(&plan_id(2), NOW, decided(NOW)).await.expect("a claim");
        for number in [1, 2] {
            assert!(!store.expire_plan(&plan_id(number), NOW).await.expect("no end"), "{number}");
        }
        let open = OpenPlan { id: plan_id(1), created_at: NOW + 5, expires_at: LATER };
        assert_eq!(store.open_plans().await.expect("a list"), [open]);
    }

    async fn the_newest_event_says_how_late_it_was(database) {
        let store = database.open().await;
        assert_eq!(store.last_event_at().await.expect("a time"), None);
        for at in [LATER, NOW] {
            let event = store::NewAuditEvent { at, ..event("plan", None) };
            store.append_audit(event).await.expect("an event");
        }
        assert_eq!(store.last_event_at().await.expect("a time"), Some(NOW));
    }

    async fn the_latest_event_is_found_by_its_time_among_those_after_the_newest_old_one(database) {
        let store = database.open().await;
        assert_eq!(store.latest_event_after(NOW).await.expect("a time"), None);
        // A clock that was years ahead, put right; then one that was set back.
        for at in [LATER, NOW - 9, NOW + 7, NOW + 3] {
            let event = store::NewAuditEvent { at, ..event("plan", None) };
            store.append_audit(event).await.expect("an event");
        }
        for (at, latest) in [(NOW, Some(NOW + 7)), (NOW - 9, Some(LATER)), (NOW + 5, None)] {
            assert_eq!(store.latest_event_after(at).await.expect("a time"), latest, "{at}");
        }
    }

    async fn the_latest_event_since_one_is_not_hidden_by_those_after_it_nor_is_one_before_it_counted(database) {
        let store = database.open().await;
        assert_eq!(store.last_event_since(NOW).await.expect("a time"), None);
        for at in [LATER, NOW, NOW + 5, NOW + 1] {
            let event = store::NewAuditEvent { at, ..event("plan", None) };
            store.append_audit(event).await.expect("an event");
        }
        for (at, latest) in [(NOW, NOW + 5), (NOW + 1, NOW + 1), (NOW + 2, LATER)] {
            assert_eq!(store.last_event_since(at).await.expect("a time"), Some(latest), "{at}");
        }
    }
}
