//! What was told is not told again until it went away.

use crate::database::{Database, LATER, NOW, on_both};
use crate::hostile::nasty;
use store::StoreError;
use tokio::task::JoinSet;

on_both! {
    async fn something_is_told_once_until_it_went_away(database) {
        let store = database.open().await;
        assert!(store.tell("b", NOW).await.expect("the first time"));
        assert!(!store.tell("b", LATER).await.expect("the second time"));
        assert!(store.tell("a", LATER).await.expect("something else"));
        let told = [("a".to_owned(), LATER), ("b".to_owned(), NOW)];
        assert_eq!(store.told().await.expect("what was told"), told);
        assert!(store.untell("b").await.expect("it went away"));
        assert!(!store.untell("b").await.expect("it is gone"));
        assert!(store.tell("b", LATER).await.expect("it came again"));
    }

    async fn of_many_who_tell_the_same_one_does(database) {
        let store = database.open().await;
        let mut tellers = JoinSet::new();
        for number in 0..20 {
            let store = store.clone();
            tellers.spawn(async move { store.tell("a", NOW + number).await.expect("a word") });
        }
        assert_eq!(tellers.join_all().await.into_iter().filter(|first| *first).count(), 1);
        assert_eq!(store.told().await.expect("what was told").len(), 1);
    }

    async fn any_text_is_told_unless_it_is_too_long_to_find_it_by(database) {
        let store = database.open().await;
        let mut texts: Vec<String> = nasty().into_iter().filter(|text| text.len() <= 1_000).collect();
        texts.push("é".repeat(500));
        for text in &texts {
            assert!(store.tell(text, i64::MIN).await.expect("a word"));
        }
        texts.sort_unstable();
        let told = store.told().await.expect("what was told");
        assert_eq!(told, texts.iter().map(|text| (text.clone(), i64::MIN)).collect::<Vec<_>>());
        for text in &texts {
            assert!(store.untell(text).await.expect("it went away"));
        }
        for text in ["\0".to_owned(), "é".repeat(501)] {
            let refused = store.tell(&text, NOW).await;
            assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
        }
        let refused = store.untell("\0").await;
        assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    }
}

/// Two replicas share a Postgres, and what one told the other does not tell.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_replicas_one_tells() {
    let database = Database::postgres().await;
    let (one, other) = tokio::join!(database.open(), database.open());
    for number in 0..50 {
        let id = format!("token {number}");
        let (first, second) = tokio::join!(one.tell(&id, NOW), other.tell(&id, NOW));
        assert!(first.expect("a word") != second.expect("a word"), "{id}");
    }
    assert_eq!(one.told().await.expect("what was told").len(), 50);
}
