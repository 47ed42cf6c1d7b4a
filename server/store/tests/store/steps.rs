//! The journal: an intent before the call, one outcome after it, and the audit record in the same breath.

use crate::database::{Database, NOW, claimed, event, on_both, outcome, plan_id, steps, stored};
use model::OutcomeWord::{Applied, Failed};
use store::{Handover, StoreError};

on_both! {
    async fn an_outcome_is_recorded_once(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        store.conclude(&plan_id(1), 1, &outcome(Applied), Handover::NotAsked, event("outcome", Some(1))).await.expect("the first outcome");
        let second = store.conclude(&plan_id(1), 1, &outcome(Failed), Handover::NotAsked, event("outcome", Some(1))).await;
        assert!(matches!(second, Err(StoreError::Corrupt(_))), "{second:?}");
        let read = store.steps(&plan_id(1)).await.expect("a read");
        assert_eq!(read[0].outcome, Some(outcome(Applied)));
        assert_eq!(read[1], steps(1)[1]);
    }

    async fn an_outcome_whose_commit_was_not_answered_is_recorded_again_without_a_trace(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        for sequence in [Some(1), None] {
            let same = event("outcome", Some(1));
            let concluded = store.conclude(&plan_id(1), 1, &outcome(Applied), Handover::NotAsked, same).await;
            assert_eq!(concluded.expect("a conclusion"), sequence);
        }
        assert_eq!(store.audit(None, 10).await.expect("the record").len(), 1);
    }

    async fn a_step_that_does_not_exist_has_no_outcome(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let missing = store.conclude(&plan_id(1), 3, &outcome(Applied), Handover::NotAsked, event("outcome", Some(1))).await;
        assert!(matches!(missing, Err(StoreError::Corrupt(_))), "{missing:?}");
    }

    async fn intent_and_outcome_are_in_journal_and_record_alike(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let run = claimed(&store, 1).await;
        let intent = store.intend(&run, 1, Handover::NotAsked, event("intent", Some(1))).await;
        assert_eq!(intent.expect("an intent"), Some(2));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read")[0].intended_at, Some(NOW));
        let concluded = store.conclude(&plan_id(1), 1, &outcome(Applied), Handover::NotAsked, event("outcome", Some(1))).await;
        assert_eq!(concluded.expect("a conclusion"), Some(3));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read")[0].outcome, Some(outcome(Applied)));
        let record = store.audit(Some(&plan_id(1)), 10).await.expect("the record");
        assert_eq!(record.iter().map(|r| r.event.event.as_str()).collect::<Vec<_>>(), ["outcome", "intent", "apply"]);
    }

    async fn a_second_outcome_leaves_no_trace_in_the_record(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        store.conclude(&plan_id(1), 1, &outcome(Applied), Handover::NotAsked, event("outcome", Some(1))).await.expect("a conclusion");
        let second = store.conclude(&plan_id(1), 1, &outcome(Failed), Handover::NotAsked, event("outcome", Some(1))).await;
        assert!(matches!(second, Err(StoreError::Corrupt(_))), "{second:?}");
        assert_eq!(store.audit(None, 10).await.expect("the record").len(), 1);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(1));
    }

    async fn only_a_repeatable_step_can_be_intended_again(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let run = claimed(&store, 1).await;
        for step in [1, 1, 2] {
            store.intend(&run, step, Handover::NotAsked, event("intent", Some(1))).await.expect("an intent");
        }
        let again = store.intend(&run, 2, Handover::NotAsked, event("intent", Some(1))).await;
        assert!(matches!(again, Err(StoreError::Corrupt(_))), "{again:?}");
        assert_eq!(store.audit(None, 10).await.expect("the record").len(), 4);
    }

    async fn a_step_that_is_over_cannot_be_intended(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        store.conclude(&plan_id(1), 1, &outcome(Applied), Handover::NotAsked, event("outcome", Some(1))).await.expect("an outcome");
        let run = claimed(&store, 1).await;
        let late = store.intend(&run, 1, Handover::NotAsked, event("intent", Some(1))).await;
        assert!(matches!(late, Err(StoreError::Corrupt(_))), "{late:?}");
    }
}
