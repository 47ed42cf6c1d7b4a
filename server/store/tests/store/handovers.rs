//! A secret on its way to a page is received or lost, once.

use crate::database::{Database, NOW, claimed, event, on_both, outcome, plan_id, stored};
use model::OutcomeWord::{Applied, Failed, Unknown};
use model::{OutcomeWord, PlanId, PlanState};
use store::{Handover, RotationRecord, RunId, Store};

/// A plan that minted: what its call is noted as before it is sent, and after it ended so.
async fn minted(store: &Store, word: OutcomeWord, after: Handover) -> RunId {
    stored(store, 1).await;
    let run = claimed(store, 1).await;
    store.intend(&run, 1, Handover::Awaited, event("intent", Some(1))).await.expect("an intent");
    let concluded = store.conclude(&run.plan, 1, &outcome(word), after, event("outcome", Some(1))).await;
    concluded.expect("a conclusion");
    run
}

fn rotation(plan: &PlanId) -> RotationRecord {
    let text = |text: &str| text.to_owned();
    RotationRecord {
        plan: plan.clone(),
        workspace: text("arn:aws:grafana:eu-west-1:111122223333:/workspaces/g-0123456789"),
        account: text("7"),
        old_id: text("1"),
        old_name: text("ci-old"),
        new_name: text("ci-new"),
        begun_at: NOW,
        begun_by: text("alice"),
    }
}

async fn lose(store: &Store) -> bool {
    store.lose_secret(&plan_id(1), event("undelivered", Some(1))).await.expect("a loss")
}

async fn losses(store: &Store) -> usize {
    let record = store.audit(Some(&plan_id(1)), 10).await.expect("the record");
    record.iter().filter(|read| read.event.event == "undelivered").count()
}

on_both! {
    async fn a_secret_that_was_received_is_not_lost(database) {
        let store = database.open().await;
        minted(&store, Applied, Handover::Awaited).await;
        assert!(store.receive_secret(&plan_id(1)).await.expect("a receipt"));
        assert!(!store.receive_secret(&plan_id(1)).await.expect("once"));
        assert!(!lose(&store).await);
        assert_eq!(losses(&store).await, 0);
    }

    async fn a_secret_that_was_lost_is_on_record_once_and_is_not_received(database) {
        let store = database.open().await;
        minted(&store, Applied, Handover::Awaited).await;
        database.without_record(async || {
            store.lose_secret(&plan_id(1), event("undelivered", Some(1))).await.expect_err("no event, no loss");
        }).await;
        assert_eq!((lose(&store).await, lose(&store).await), (true, false));
        assert_eq!(losses(&store).await, 1);
        assert!(!store.receive_secret(&plan_id(1)).await.expect("too late"));
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(4));
    }

    async fn a_call_that_made_no_secret_leaves_none_to_wait_for(database) {
        let store = database.open().await;
        let run = minted(&store, Failed, Handover::NotMade).await;
        store.finish_plan(&run, PlanState::Failed, None).await.expect("an end");
        assert_eq!(store.awaited_secrets().await.expect("a look"), []);
        assert!(!lose(&store).await);
    }

    async fn a_call_that_may_have_made_one_that_nobody_gets_says_so_unless_the_page_had_it(database) {
        for was_received in [false, true] {
            let store = database.open().await;
            let number = if was_received { 2 } else { 1 };
            stored(&store, number).await;
            let run = claimed(&store, number).await;
            store.begin_rotation(&rotation(&run.plan)).await.expect("a rotation");
            store.intend(&run, 1, Handover::Awaited, event("intent", Some(number))).await.expect("an intent");
            if was_received {
                assert!(store.receive_secret(&run.plan).await.expect("a receipt"));
            }
            let lost = Handover::Lost(Box::new(event("undelivered", Some(number))));
            let concluded = store.conclude(&run.plan, 1, &outcome(Unknown), lost, event("outcome", Some(number))).await;
            concluded.expect("a conclusion");
            assert_eq!(store.has_event(&run.plan, "undelivered").await.expect("a look"), !was_received);
            assert_eq!(store.rotations().await.expect("a look").len(), usize::from(was_received));
            store.close().await;
        }
    }

    async fn secrets_that_nobody_received_are_found_once_their_plan_is_over(database) {
        let store = database.open().await;
        let run = minted(&store, Applied, Handover::Awaited).await;
        assert_eq!(store.awaited_secrets().await.expect("a look"), [], "it is under way");
        store.interrupt_plan(&run).await.expect("an interruption");
        assert_eq!(store.awaited_secrets().await.expect("a look"), [], "a person decides first");
        let run = store.resume_plan(&plan_id(1), event("resume", Some(1))).await.expect("a resumption").expect("a run");
        store.finish_plan(&run, PlanState::Applied, None).await.expect("an end");
        assert_eq!(store.awaited_secrets().await.expect("a look"), [plan_id(1)]);
        assert!(lose(&store).await);
        assert_eq!(store.awaited_secrets().await.expect("a look"), []);
    }
}
