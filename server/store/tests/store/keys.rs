//! The ledger of API keys: expected, confirmed or unmade, and forgotten, each by the plan that made it alone.

use crate::database::{Database, LATER, NOW, on_both, plan_id};
use crate::hostile::nasty;
use store::{KeyRecord, Store, StoreError};
use tokio::task::JoinSet;

const ARN: &str = "arn:aws:grafana:eu-west-1:111122223333:/workspaces/g-0a1b2c3d4e";

/// One that AWS has not answered for.
fn key(workspace: &str, name: &str, plan: u32) -> KeyRecord {
    KeyRecord {
        workspace: workspace.to_owned(),
        name: name.to_owned(),
        grafana_role: "EDITOR".to_owned(),
        created_at: NOW,
        expires_at: LATER,
        created_by: "alice".to_owned(),
        plan: plan_id(plan),
        certain: false,
    }
}

async fn expected(store: &Store, keys: &[KeyRecord]) {
    for key in keys {
        store.expect_key(key).await.expect("a key");
    }
}

on_both! {
    async fn a_key_is_expected_and_then_certain(database) {
        let store = database.open().await;
        expected(&store, &[key(ARN, "ci", 1)]).await;
        assert_eq!(store.keys().await.expect("the keys"), [key(ARN, "ci", 1)]);
        assert!(store.confirm_key(ARN, "ci", &plan_id(1)).await.expect("a confirmation"));
        assert_eq!(store.keys().await.expect("the keys"), [KeyRecord { certain: true, ..key(ARN, "ci", 1) }]);
    }

    async fn nobody_makes_a_key_certain_by_expecting_it(database) {
        let store = database.open().await;
        expected(&store, &[KeyRecord { certain: true, ..key(ARN, "ci", 1) }]).await;
        assert_eq!(store.keys().await.expect("the keys"), [key(ARN, "ci", 1)]);
    }

    async fn a_key_of_the_same_name_takes_the_place_of_the_older_one(database) {
        let store = database.open().await;
        expected(&store, &[key(ARN, "ci", 1)]).await;
        store.confirm_key(ARN, "ci", &plan_id(1)).await.expect("a confirmation");
        let newer = KeyRecord {
            grafana_role: "ADMIN".to_owned(),
            created_at: LATER,
            expires_at: LATER + 1,
            created_by: "bob".to_owned(),
            ..key(ARN, "ci", 2)
        };
        expected(&store, std::slice::from_ref(&newer)).await;
        assert!(!store.confirm_key(ARN, "ci", &plan_id(1)).await.expect("a confirmation too late"));
        assert!(!store.forget_unmade_key(ARN, "ci", &plan_id(1)).await.expect("a refusal too late"));
        assert_eq!(store.keys().await.expect("the keys"), [newer]);
    }

    async fn only_an_uncertain_key_is_unmade(database) {
        let store = database.open().await;
        expected(&store, &[key(ARN, "ci", 1), key(ARN, "made", 2)]).await;
        store.confirm_key(ARN, "made", &plan_id(2)).await.expect("a confirmation");
        assert!(!store.forget_unmade_key(ARN, "made", &plan_id(2)).await.expect("a certain key"));
        assert!(store.forget_unmade_key(ARN, "ci", &plan_id(1)).await.expect("an uncertain key"));
        assert!(!store.forget_unmade_key(ARN, "ci", &plan_id(1)).await.expect("no key"));
        assert_eq!(store.keys().await.expect("the keys"), [KeyRecord { certain: true, ..key(ARN, "made", 2) }]);
    }

    async fn keys_are_forgotten_one_by_one(database) {
        let store = database.open().await;
        let longer = format!("{ARN}0");
        expected(&store, &[key(ARN, "a", 1), key(ARN, "b", 1), key(ARN, "c", 1), key(&longer, "a", 1)]).await;
        store.confirm_key(ARN, "a", &plan_id(1)).await.expect("a confirmation");
        assert!(store.forget_key(ARN, "a").await.expect("a known key"));
        assert!(!store.forget_key(ARN, "a").await.expect("no key"));
        let left = [key(ARN, "b", 1), key(ARN, "c", 1), key(&longer, "a", 1)];
        assert_eq!(store.keys().await.expect("the keys"), left);
    }

    async fn keys_are_sorted_alike_by_both_databases(database) {
        let store = database.open().await;
        let sorted = ["A-b", "Z", "a", "a b", "a_b", "ab", "Ä", "🦀"].map(|name| key(ARN, name, 1));
        expected(&store, &sorted.clone().into_iter().rev().collect::<Vec<_>>()).await;
        expected(&store, &[key("arn", "z", 1)]).await;
        let keys = store.keys().await.expect("the keys");
        assert_eq!((&keys[0], &keys[1..]), (&key("arn", "z", 1), &sorted[..]));
    }

    async fn of_many_who_expect_the_same_key_one_is_confirmed(database) {
        let store = database.open().await;
        let mut writers = JoinSet::new();
        for number in 0..20 {
            let store = store.clone();
            writers.spawn(async move {
                expected(&store, &[key(ARN, "ci", number)]).await;
            });
        }
        writers.join_all().await;
        let mut confirmed = 0;
        for number in 0..20 {
            confirmed += u32::from(store.confirm_key(ARN, "ci", &plan_id(number)).await.expect("a confirmation"));
        }
        assert_eq!((confirmed, store.keys().await.expect("the keys").len()), (1, 1));
    }

    async fn any_text_survives_in_a_key_unless_it_is_too_long_to_find_it_by(database) {
        let store = database.open().await;
        for text in nasty() {
            let short = if text.len() > 1_000 { "é".repeat(500) } else { text.clone() };
            let hostile = KeyRecord { grafana_role: text.clone(), created_by: text.clone(), ..key(&short, &short, 1) };
            expected(&store, std::slice::from_ref(&hostile)).await;
            assert!(store.confirm_key(&short, &short, &plan_id(1)).await.expect("a confirmation"));
            assert_eq!(store.keys().await.expect("the keys"), [KeyRecord { certain: true, ..hostile }]);
            assert!(store.forget_key(&short, &short).await.expect("a known key"));
        }
        let refused = store.expect_key(&key(ARN, &"é".repeat(501), 1)).await.expect_err("a refusal");
        assert_eq!(refused.to_string(), "this cannot be stored: the name has more than 1000 bytes");
    }

    async fn nul_is_refused_wherever_a_key_is_named(database) {
        let store = database.open().await;
        let hostile = KeyRecord { created_by: "\0".to_owned(), ..key(ARN, "ci", 1) };
        for key in [hostile, key("\0", "ci", 1), key(ARN, "a\0b", 1)] {
            let refused = store.expect_key(&key).await;
            assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        }
        let answers = [
            store.confirm_key(ARN, "\0", &plan_id(1)).await.map(drop),
            store.forget_key(ARN, "\0").await.map(drop),
            store.forget_unmade_key("\0", "ci", &plan_id(1)).await.map(drop),
        ];
        assert!(answers.iter().all(|answer| matches!(answer, Err(StoreError::Refused(_)))), "{answers:?}");
        assert_eq!(store.keys().await.expect("the keys"), []);
    }
}
