//! Plans are put, replaced, claimed once, and end.

use crate::database::{Database, LATER, NOW, claimed, decided, event, on_both, plan, plan_id, steps, stored};
use model::PlanState;
use store::{Claim, Handover, NewAuditEvent, PlanRecord, Put, RunId, StoreError};
use tokio::task::JoinSet;

on_both! {
    async fn a_plan_is_put_with_its_events_and_one_that_is_left_alone_leaves_none(database) {
        let store = database.open().await;
        let events = || vec![event("plan", Some(1)), event("plan", Some(1))];
        assert_eq!(store.put_plan(&plan(1), &steps(1), events()).await.expect("a put"), Put::Stored);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(2));
        let theirs = PlanRecord { principal: "bob".to_owned(), ..plan(1) };
        assert_eq!(store.put_plan(&theirs, &[], events()).await.expect("a put"), Put::Foreign);
        let spoilt = NewAuditEvent { plan: Some(plan_id(2)), ..event("plan", None) };
        store.put_plan(&PlanRecord { title: "\0".to_owned(), ..plan(2) }, &[], vec![spoilt]).await.expect_err("NUL");
        database.without_record(async || {
            store.put_plan(&plan(2), &steps(2), events()).await.expect_err("no event, no plan");
        }).await;
        assert_eq!(store.plan(&plan_id(2)).await.expect("a read"), None);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(2));
    }

    async fn a_claim_and_its_decision_are_on_record_together_or_not_at_all(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert_eq!(store.claim_plan(&plan_id(1), NOW + 1, decided(NOW)).await.expect("a claim"), Claim::Replaced);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(0));
        database.without_record(async || {
            store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect_err("no event, no claim");
        }).await;
        let run = claimed(&store, 1).await;
        assert_eq!(store.resume_plan(&plan_id(1), decided(NOW)).await.expect("nothing to resume"), None);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(1));
        store.interrupt_plan(&run).await.expect("an interruption");
        database.without_record(async || {
            store.resume_plan(&plan_id(1), decided(NOW)).await.expect_err("no event, no resumption");
        }).await;
        let resumed = store.resume_plan(&plan_id(1), decided(NOW)).await.expect("a resumption");
        assert_eq!(resumed, Some(RunId { number: 2, ..run }));
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(2));
    }

    async fn a_plan_is_read_as_it_was_put(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(plan(1)));
        assert_eq!(store.plan(&plan_id(2)).await.expect("a read"), None);
    }

    async fn the_same_form_planned_again_replaces_the_plan_and_its_steps(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let again = PlanRecord { title: "Another".to_owned(), created_at: NOW + 5, schema: 2, ..plan(1) };
        assert_eq!(store.put_plan(&again, &steps(1)[..1], Vec::new()).await.expect("a put"), Put::Stored);
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(again));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read"), steps(1)[..1]);
    }

    async fn a_plan_that_was_applied_is_kept(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim");
        let again = PlanRecord { title: "Another".to_owned(), ..plan(1) };
        assert_eq!(store.put_plan(&again, &[], Vec::new()).await.expect("a put"), Put::Kept(PlanState::Applying));
        let kept = store.plan(&plan_id(1)).await.expect("a read").expect("the plan");
        assert_eq!(kept.title, plan(1).title);
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read"), steps(1));
    }

    async fn a_plan_of_somebody_else_is_left_alone(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let theirs = PlanRecord { principal: "mallory".to_owned(), ..plan(1) };
        assert_eq!(store.put_plan(&theirs, &[], Vec::new()).await.expect("a put"), Put::Foreign);
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(plan(1)));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read"), steps(1));
    }

    async fn of_twenty_who_claim_a_plan_one_gets_it(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let mut claimers = JoinSet::new();
        for _ in 0..20 {
            let store = store.clone();
            claimers.spawn(async move { store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim") });
        }
        let mut claims = claimers.join_all().await;
        claims.sort_by_key(|claim| !matches!(claim, Claim::Claimed(_)));
        let (winners, losers) = claims.split_at(1);
        assert_eq!(winners, [Claim::Claimed(RunId { plan: plan_id(1), number: 1 })]);
        assert!(losers.iter().all(|claim| *claim == Claim::NotPlanned(PlanState::Applying)), "{losers:?}");
    }

    async fn a_plan_whose_time_is_over_cannot_be_claimed_but_planned_again(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert_eq!(store.claim_plan(&plan_id(1), NOW, decided(LATER)).await.expect("a claim"), Claim::Expired);
        let again = PlanRecord { created_at: NOW + 1, expires_at: LATER + 1_000, ..plan(1) };
        assert_eq!(store.put_plan(&again, &steps(1), Vec::new()).await.expect("a put"), Put::Stored);
        let claim = store.claim_plan(&plan_id(1), NOW + 1, decided(LATER)).await.expect("a claim");
        assert!(matches!(claim, Claim::Claimed(_)), "{claim:?}");
    }

    async fn a_plan_made_anew_is_not_claimed_by_who_saw_the_one_before(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let again = PlanRecord { created_at: NOW + 5, ..plan(1) };
        assert_eq!(store.put_plan(&again, &steps(1), Vec::new()).await.expect("a put"), Put::Stored);
        assert_eq!(store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim"), Claim::Replaced);
        let claim = store.claim_plan(&plan_id(1), NOW + 5, decided(NOW)).await.expect("a claim");
        assert!(matches!(claim, Claim::Claimed(_)), "{claim:?}");
    }

    async fn two_plans_of_one_form_are_never_of_one_moment(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        for early in [NOW, NOW - 1, NOW - 60_000] {
            let again = PlanRecord { title: "Another".to_owned(), created_at: early, ..plan(1) };
            let put = store.put_plan(&again, &[], vec![event("plan", Some(1))]).await.expect("a put");
            assert_eq!(put, Put::Late(NOW), "{}", early - NOW);
        }
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(plan(1)));
        assert_eq!(store.steps(&plan_id(1)).await.expect("a read"), steps(1));
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(0));
        // The clock was set back: what is planned now is of its own moment all the same.
        let back = PlanRecord { created_at: NOW - 60_001, ..plan(1) };
        assert_eq!(store.put_plan(&back, &[], Vec::new()).await.expect("a put"), Put::Stored);
    }

    async fn a_plan_nobody_made_is_missing(database) {
        let store = database.open().await;
        assert_eq!(store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim"), Claim::Missing);
    }

    async fn a_claimed_plan_ends_once(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let never = RunId { plan: plan_id(1), number: 0 };
        let early = store.finish_plan(&never, PlanState::Applied, None).await;
        assert!(matches!(early, Err(StoreError::Corrupt(_))), "{early:?}");
        let run = claimed(&store, 1).await;
        let expired = store.finish_plan(&run, PlanState::Expired, None).await;
        assert!(matches!(expired, Err(StoreError::Corrupt(_))), "only a plan that waits expires: {expired:?}");
        let path = Some("/grafana/111122223333/eu-west-1/g-0123456789".to_owned());
        store.finish_plan(&run, PlanState::Applied, path.clone()).await.expect("an end");
        let ended = store.plan(&plan_id(1)).await.expect("a read").expect("the plan");
        assert_eq!((ended.state, ended.result_path), (PlanState::Applied, path));
        let again = store.finish_plan(&run, PlanState::Failed, None).await;
        assert!(matches!(again, Err(StoreError::Corrupt(_))), "{again:?}");
    }

    async fn a_plan_that_expired_is_not_claimed(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert!(store.expire_plan(&plan_id(1), NOW).await.expect("an end"));
        let claim = store.claim_plan(&plan_id(1), NOW, decided(NOW)).await.expect("a claim");
        assert_eq!(claim, Claim::NotPlanned(PlanState::Expired));
    }

    async fn a_run_that_was_interrupted_writes_nothing_more(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        let first = claimed(&store, 1).await;
        store.interrupt_plan(&first).await.expect("an interruption");
        let intend = async |run: &RunId| store.intend(run, 1, Handover::NotAsked, event("intent", Some(1))).await;
        assert_eq!(intend(&first).await.expect("an answer"), None, "it waits for a person");
        let second = store.resume_plan(&plan_id(1), decided(NOW)).await.expect("a resumption").expect("a run");
        store.interrupt_plan(&first).await.expect("it says nothing of the second run");
        assert_eq!(store.runs_under_way().await.expect("a read"), std::slice::from_ref(&second));
        assert_eq!(intend(&first).await.expect("an answer"), None, "it is another run's");
        let ended = store.finish_plan(&first, PlanState::Applied, None).await;
        assert!(matches!(ended, Err(StoreError::Corrupt(_))), "{ended:?}");
        assert_eq!(intend(&second).await.expect("an intent"), Some(3));
        store.finish_plan(&second, PlanState::Failed, None).await.expect("an end");
        assert_eq!(store.runs_under_way().await.expect("a read"), []);
        let ended = store.plan(&plan_id(1)).await.expect("a read").expect("the plan");
        assert_eq!(ended.state, PlanState::Failed);
    }

    async fn an_expired_plan_is_replaced_by_its_owner_alone(database) {
        let store = database.open().await;
        stored(&store, 1).await;
        assert!(store.expire_plan(&plan_id(1), NOW).await.expect("an end"));
        let theirs = PlanRecord { principal: "mallory".to_owned(), ..plan(1) };
        assert_eq!(store.put_plan(&theirs, &[], Vec::new()).await.expect("a put"), Put::Foreign);
        let again = PlanRecord { created_at: LATER, expires_at: LATER + 1_000, ..plan(1) };
        assert_eq!(store.put_plan(&again, &steps(1), Vec::new()).await.expect("a put"), Put::Stored);
        let claim = store.claim_plan(&plan_id(1), LATER, decided(LATER)).await.expect("a claim");
        assert!(matches!(claim, Claim::Claimed(_)), "{claim:?}");
    }

    async fn plans_are_listed_newest_first_and_page_by_time(database) {
        let store = database.open().await;
        for number in 1..=5 {
            let plan = PlanRecord { created_at: NOW + i64::from(number), ..plan(number) };
            store.put_plan(&plan, &[], Vec::new()).await.expect("a put");
        }
        let times = |plans: Vec<PlanRecord>| plans.iter().map(|plan| plan.created_at - NOW).collect::<Vec<_>>();
        assert_eq!(times(store.plans(None, 2).await.expect("a list")), [5, 4]);
        assert_eq!(times(store.plans(Some(NOW + 4), 10).await.expect("a list")), [3, 2, 1]);
        assert_eq!(times(store.plans(None, 0).await.expect("a list")), [0; 0]);
    }

    async fn what_a_dead_process_was_applying_is_interrupted(database) {
        let store = database.open().await;
        for number in 1..=3 {
            stored(&store, number).await;
        }
        store.claim_plan(&plan_id(2), NOW, decided(NOW)).await.expect("a claim");
        store.close().await;
        drop(store);
        let store = database.open().await;
        assert_eq!(store.interrupt_unfinished().await.expect("a sweep"), [plan_id(2)]);
        let plan = store.plan(&plan_id(2)).await.expect("a read").expect("the plan");
        assert_eq!(plan.state, PlanState::Interrupted);
        assert_eq!(store.interrupt_unfinished().await.expect("a sweep"), []);
        assert_eq!(claimed(&store, 1).await, RunId { plan: plan_id(1), number: 1 });
    }
}
