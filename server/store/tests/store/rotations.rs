//! A rotation begins once and ends with its plan or with the token it replaces.

use crate::database::{Database, NOW, on_both, plan_id};
use crate::hostile::nasty;
use store::{RotationRecord, Store, StoreError};
use tokio::task::JoinSet;

fn rotation(plan: u32) -> RotationRecord {
    RotationRecord {
        plan: plan_id(plan),
        workspace: "arn:aws:grafana:eu-west-1:111122223333:/workspaces/g-0a1b2c3d4e".to_owned(),
        account: "7".to_owned(),
        old_id: "12".to_owned(),
        old_name: "ci".to_owned(),
        new_name: "ci-2".to_owned(),
        begun_at: NOW,
        begun_by: "alice".to_owned(),
    }
}

async fn begun(store: &Store, rotations: &[RotationRecord]) {
    for rotation in rotations {
        store.begin_rotation(rotation).await.expect("a rotation");
    }
}

on_both! {
    async fn a_token_has_its_newest_successor_and_each_token_of_a_plan_has_its_own(database) {
        let store = database.open().await;
        let newest = RotationRecord { new_name: "ci-3".to_owned(), begun_by: "bob".to_owned(), plan: plan_id(2), ..rotation(1) };
        let beside = RotationRecord { old_id: "13".to_owned(), begun_at: NOW + 1, ..rotation(2) };
        begun(&store, &[rotation(1), newest.clone(), beside.clone()]).await;
        assert_eq!(store.rotations().await.expect("the rotations"), [newest, beside]);
    }

    async fn a_rotation_whose_successor_is_gone_ends_once(database) {
        let store = database.open().await;
        let other = RotationRecord { old_id: "13".to_owned(), new_name: "ci-3".to_owned(), ..rotation(1) };
        begun(&store, &[rotation(1), other.clone()]).await;
        let gone = rotation(1);
        for ended in [1, 0] {
            let end = store.end_rotations_to(&gone.workspace, &gone.account, &gone.new_name).await;
            assert_eq!(end.expect("an end"), ended);
        }
        assert_eq!(store.rotations().await.expect("the rotations"), [other]);
    }

    async fn rotations_are_listed_oldest_first(database) {
        let store = database.open().await;
        let at = |plan: u32, begun_at| RotationRecord { begun_at, old_id: plan.to_string(), ..rotation(plan) };
        let sorted = [at(9, i64::MIN), at(2, NOW), at(3, NOW), at(1, NOW + 1), at(4, i64::MAX)];
        begun(&store, &sorted.clone().into_iter().rev().collect::<Vec<_>>()).await;
        assert_eq!(store.rotations().await.expect("the rotations"), sorted);
    }

    async fn every_rotation_of_a_token_that_is_gone_ends(database) {
        let store = database.open().await;
        let elsewhere = RotationRecord { workspace: "arn".to_owned(), ..rotation(3) };
        let other_account = RotationRecord { account: "8".to_owned(), ..rotation(4) };
        let other_token = RotationRecord { old_id: "1".to_owned(), ..rotation(5) };
        let others = [elsewhere, other_account, other_token];
        begun(&store, &[rotation(1)]).await;
        begun(&store, &others).await;
        let gone = rotation(1);
        for ended in [1, 0] {
            let end = store.end_rotations_of(&gone.workspace, &gone.account, &gone.old_id).await;
            assert_eq!(end.expect("an end"), ended);
        }
        assert_eq!(store.rotations().await.expect("the rotations"), others);
    }

    async fn of_many_who_begin_and_end_a_rotation_one_does(database) {
        let store = database.open().await;
        let mut beginners = JoinSet::new();
        for number in 0..20 {
            let store = store.clone();
            let mine = RotationRecord { new_name: format!("ci-{number}"), ..rotation(1) };
            beginners.spawn(async move { begun(&store, &[mine]).await });
        }
        beginners.join_all().await;
        assert_eq!(store.rotations().await.expect("the rotations").len(), 1);
        let mut enders = JoinSet::new();
        for _ in 0..20 {
            let store = store.clone();
            let one = rotation(1);
            enders.spawn(async move {
                store.end_rotations_of(&one.workspace, &one.account, &one.old_id).await.expect("an end")
            });
        }
        assert_eq!(enders.join_all().await.into_iter().sum::<u64>(), 1);
    }

    async fn any_text_survives_in_a_rotation(database) {
        let store = database.open().await;
        for text in nasty().into_iter().filter(|text| text.len() <= 800) {
            let hostile = RotationRecord {
                workspace: text.clone(),
                account: text.clone(),
                old_id: text.clone(),
                old_name: text.clone(),
                new_name: text.clone(),
                begun_by: text.clone(),
                ..rotation(1)
            };
            begun(&store, std::slice::from_ref(&hostile)).await;
            assert_eq!(store.rotations().await.expect("the rotations"), [hostile]);
            assert_eq!(store.end_rotations_of(&text, &text, &text).await.expect("an end"), 1);
        }
    }

    async fn an_id_that_is_too_long_is_refused_by_both_databases_alike(database) {
        let store = database.open().await;
        let refused = store.begin_rotation(&RotationRecord { old_id: "x".repeat(801), ..rotation(1) }).await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        begun(&store, &[RotationRecord { old_id: "x".repeat(800), ..rotation(1) }]).await;
    }

    async fn nul_is_refused_wherever_a_rotation_is_named(database) {
        let store = database.open().await;
        let nul = || "\0".to_owned();
        let hostile = [
            RotationRecord { workspace: nul(), ..rotation(1) },
            RotationRecord { account: nul(), ..rotation(1) },
            RotationRecord { old_id: nul(), ..rotation(1) },
            RotationRecord { old_name: nul(), ..rotation(1) },
            RotationRecord { new_name: nul(), ..rotation(1) },
            RotationRecord { begun_by: nul(), ..rotation(1) },
        ];
        for rotation in hostile {
            let refused = store.begin_rotation(&rotation).await;
            assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        }
        let refused = store.end_rotations_of("\0", "7", "12").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }
}
