//! Texts that people and programs send on purpose.

use crate::database::{Database, claimed, event, on_both, plan, plan_id, steps};
use model::PlanState;
use store::{Handover, PlanRecord, Put, StepRecord, StoreError};

pub fn nasty() -> Vec<String> {
    let mut texts: Vec<String> =
        ["'; DROP TABLE plans; --", "\"$1\" ? :a @b", "🦀👩‍👩‍👧 ü \u{202e}gnp", "\r\n\t\u{1}\u{7f}", "", "%_\\"]
            .map(str::to_owned)
            .into();
    texts.push("é🦀\"\\".repeat(120_000));
    texts
}

on_both! {
    async fn any_text_survives_in_a_plan(database) {
        let store = database.open().await;
        for (number, text) in (1..).zip(nasty()) {
            let hostile = PlanRecord {
                principal: text.clone(),
                title: text.clone(),
                place: text.clone(),
                draft: text.clone(),
                change: text.clone(),
                targets: text.clone(),
                view: text.clone(),
                result_path: Some(text.clone()),
                ..plan(number)
            };
            let step = StepRecord::new(plan_id(number), i32::MAX, text, true);
            let put = store.put_plan(&hostile, std::slice::from_ref(&step), Vec::new()).await;
            assert_eq!(put.expect("a put"), Put::Stored);
            assert_eq!(store.plan(&plan_id(number)).await.expect("a read"), Some(hostile));
            assert_eq!(store.steps(&plan_id(number)).await.expect("a read"), [step]);
        }
    }

    async fn any_text_survives_in_an_outcome_and_in_the_record(database) {
        let store = database.open().await;
        store.put_plan(&plan(1), &[], Vec::new()).await.expect("a put");
        let texts = nasty().into_iter().chain(["nul \0 nul".to_owned()]);
        for (number, text) in (2..).zip(texts) {
            store.put_plan(&plan(number), &steps(number), Vec::new()).await.expect("a put");
            let result = serde_json::json!({ "message": text, "fields": [{ "field": text, "message": text }] }).to_string();
            let mut event = event(&text, Some(number));
            event.actor = text.clone();
            event.detail = serde_json::json!({ text.as_str(): text });
            store.conclude(&plan_id(number), 1, &result, Handover::NotAsked, event).await.expect("a conclusion");
            assert_eq!(store.steps(&plan_id(number)).await.expect("a read")[0].outcome, Some(result));
            let read = store.audit(Some(&plan_id(number)), 1).await.expect("the record").remove(0);
            assert_eq!((read.event.actor.as_str(), &read.detail[text.as_str()]), (text.as_str(), &text.as_str().into()));
        }
        store.verify_audit().await.expect("a check").expect("a whole chain");
    }

    async fn a_nul_in_a_plan_is_refused_by_name_and_nothing_is_stored(database) {
        let store = database.open().await;
        let hostile = PlanRecord { title: "a\0b".to_owned(), ..plan(1) };
        let refused = store.put_plan(&hostile, &[], Vec::new()).await.expect_err("a refusal");
        assert!(matches!(refused, StoreError::Refused(_)), "{refused:?}");
        assert_eq!(refused.to_string(), "this cannot be stored: the title has a NUL character");
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), None);
    }

    async fn a_nul_in_a_result_path_is_refused(database) {
        let store = database.open().await;
        store.put_plan(&plan(1), &[], Vec::new()).await.expect("a put");
        let run = claimed(&store, 1).await;
        let refused = store.finish_plan(&run, PlanState::Applied, Some("\0".to_owned())).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }

    async fn a_step_of_another_plan_is_refused(database) {
        let store = database.open().await;
        let refused = store.put_plan(&plan(1), &steps(2), Vec::new()).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }

    async fn the_same_step_twice_stores_neither_plan_nor_steps(database) {
        let store = database.open().await;
        let twice = [steps(1)[0].clone(), steps(1)[0].clone()];
        store.put_plan(&plan(1), &twice, Vec::new()).await.expect_err("a refusal");
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), None);
    }

    async fn times_at_the_ends_of_their_range_are_kept(database) {
        let store = database.open().await;
        let extreme = PlanRecord { created_at: i64::MIN, expires_at: i64::MAX, schema: i32::MIN, ..plan(1) };
        store.put_plan(&extreme, &[], Vec::new()).await.expect("a put");
        assert_eq!(store.plan(&plan_id(1)).await.expect("a read"), Some(extreme));
    }
}
