//! Plans that were never applied go, and nothing else does.

use crate::database::{Database, LATER, NOW, claimed, decided, event, on_both, plan, plan_id, steps, stored};
use model::PlanState;
use store::{OpenCount, PlanRecord};

on_both! {
    async fn old_plans_that_were_never_applied_go_with_their_steps_and_the_record_stays(database) {
        let store = database.open().await;
        for number in 1..=4 {
            stored(&store, number).await;
        }
        store.append_audit(event("plan", Some(1))).await.expect("an event");
        store.expire_plan(&plan_id(2), NOW).await.expect("an end");
        let run = claimed(&store, 3).await;
        store.finish_plan(&run, PlanState::Applied, None).await.expect("an end");
        store.interrupt_plan(&claimed(&store, 4).await).await.expect("an interruption");
        store.put_plan(&PlanRecord { created_at: LATER, ..plan(5) }, &steps(5), Vec::new()).await.expect("a put");
        assert_eq!(store.prune_plans(LATER).await.expect("a pruning"), 2);
        let mut left = Vec::new();
        for number in 1..=5 {
            let (found, steps) = (store.plan(&plan_id(number)).await, store.steps(&plan_id(number)).await);
            let (found, steps) = (found.expect("a read"), steps.expect("a read"));
            assert_eq!(found.is_some(), steps.len() == 2, "{number}");
            left.extend(found.map(|_| number));
        }
        assert_eq!(left, [3, 4, 5]);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(3));
    }

    async fn the_plans_that_wait_are_counted_for_one_and_for_all(database) {
        let store = database.open().await;
        for number in 1..=4 {
            stored(&store, number).await;
        }
        store.put_plan(&PlanRecord { principal: "bob".to_owned(), ..plan(5) }, &[], Vec::new()).await.expect("a put");
        store.expire_plan(&plan_id(1), NOW).await.expect("an end");
        store.claim_plan(&plan_id(2), NOW, decided(NOW)).await.expect("a claim");
        let count = store.count_open_plans("alice", &plan_id(3)).await.expect("a count");
        assert_eq!(count, OpenCount { own: 1, all: 2 });
    }
}
