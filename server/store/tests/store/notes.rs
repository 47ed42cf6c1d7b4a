//! Notes are kept, replaced, taken away, and forgotten with what they were about and nothing else.

use crate::database::{Database, LATER, NOW, event, on_both};
use crate::hostile::nasty;
use store::{NoteRecord, Store, StoreError};

fn note(subject: &str) -> NoteRecord {
    NoteRecord {
        subject: subject.to_owned(),
        owner: "team-payments".to_owned(),
        purpose: "Deploys dashboards".to_owned(),
        changed_at: NOW,
        changed_by: "alice".to_owned(),
    }
}

async fn kept(store: &Store, subjects: &[&str]) {
    for subject in subjects {
        store.keep_note(&note(subject)).await.expect("a note");
    }
}

async fn subjects(store: &Store) -> Vec<String> {
    store.notes().await.expect("the notes").into_iter().map(|note| note.subject).collect()
}

on_both! {
    async fn a_note_that_a_person_writes_is_kept_and_on_record_or_neither(database) {
        let store = database.open().await;
        let hostile = NoteRecord { owner: "\0".to_owned(), ..note("a") };
        store.write_note(&hostile, event("note", None)).await.expect_err("a refusal");
        database.without_record(async || {
            store.write_note(&note("a"), event("note", None)).await.expect_err("no event, no note");
        }).await;
        assert_eq!(store.notes().await.expect("the notes"), []);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(0));
        store.write_note(&note("a"), event("note", None)).await.expect("a note");
        assert_eq!(store.notes().await.expect("the notes"), [note("a")]);
        assert_eq!(store.verify_audit().await.expect("a check"), Ok(1));
    }

    async fn a_note_is_read_as_it_was_kept_last(database) {
        let store = database.open().await;
        assert_eq!(store.note("arn/1").await.expect("a read"), None);
        kept(&store, &["arn/1"]).await;
        assert_eq!(store.note("arn/1").await.expect("a read"), Some(note("arn/1")));
        let again = NoteRecord {
            owner: String::new(),
            purpose: "Alerts".to_owned(),
            changed_at: LATER,
            changed_by: "bob".to_owned(),
            ..note("arn/1")
        };
        store.keep_note(&again).await.expect("a note");
        assert_eq!(store.notes().await.expect("the notes"), [again]);
    }

    async fn a_note_that_says_nothing_is_removed(database) {
        let store = database.open().await;
        kept(&store, &["arn/1", "arn/2"]).await;
        let empty = NoteRecord { owner: String::new(), purpose: String::new(), ..note("arn/1") };
        for _ in 0..2 {
            store.keep_note(&empty).await.expect("no note");
        }
        assert_eq!(subjects(&store).await, ["arn/2"]);
    }

    async fn notes_are_sorted_alike_by_both_databases(database) {
        let store = database.open().await;
        let sorted = ["A-b", "Z", "a", "a b", "a_b", "ab", "Ä", "🦀"];
        kept(&store, &sorted.iter().rev().copied().collect::<Vec<_>>()).await;
        assert_eq!(subjects(&store).await, sorted);
    }

    async fn notes_below_a_prefix_are_forgotten_with_it(database) {
        let store = database.open().await;
        kept(&store, &["arn", "arn/", "arn/1", "arn/1/2", "arn1", "arn1/2", "ARN/1", "x/arn/1"]).await;
        assert_eq!(store.forget_notes("arn").await.expect("a prefix"), 4);
        assert_eq!(subjects(&store).await, ["ARN/1", "arn1", "arn1/2", "x/arn/1"]);
        assert_eq!(store.forget_notes("arn").await.expect("a prefix of nothing"), 0);
        assert_eq!(store.forget_notes("arn1/2").await.expect("a subject alone"), 1);
    }

    async fn no_character_of_a_prefix_stands_for_others(database) {
        let store = database.open().await;
        let pairs = [("a%", "abc"), ("a_", "ab"), ("a\\", "a"), ("a*[b]?", "axbx"), ("é🦀'", "e🦀'"), ("", "a")];
        for (prefix, other) in pairs {
            let (below, beside) = (format!("{prefix}/1"), format!("{other}/1"));
            kept(&store, &[prefix, &below, &beside]).await;
            assert_eq!(store.forget_notes(prefix).await.expect("a prefix"), 2, "{prefix}");
            assert_eq!(subjects(&store).await, [beside.as_str()]);
            assert_eq!(store.forget_notes(&beside).await.expect("a prefix"), 1);
        }
        kept(&store, &["a"]).await;
        assert_eq!(store.forget_notes(&"é🦀\"\\".repeat(120_000)).await.expect("a long prefix"), 0);
    }

    async fn of_two_who_keep_a_note_at_once_one_has_the_last_word(database) {
        let store = database.open().await;
        let other = NoteRecord { owner: "bob".to_owned(), changed_by: "bob".to_owned(), ..note("arn/1") };
        for _ in 0..20 {
            let (one, two) = (note("arn/1"), other.clone());
            let (one, two) = tokio::join!(store.keep_note(&one), store.keep_note(&two));
            one.and(two).expect("both are kept");
            let left = store.notes().await.expect("the notes");
            assert!(left == [note("arn/1")] || left == [other.clone()], "{left:?}");
        }
    }

    async fn any_text_survives_in_a_note_unless_it_is_too_long_to_find_it_by(database) {
        let store = database.open().await;
        for text in nasty().into_iter().filter(|text| !text.is_empty()) {
            let subject = if text.len() > 1_000 { "é".repeat(500) } else { text.clone() };
            let hostile = NoteRecord {
                owner: text.clone(),
                purpose: text.clone(),
                changed_by: text,
                ..note(&subject)
            };
            store.keep_note(&hostile).await.expect("a note");
            assert_eq!(store.note(&subject).await.expect("a read"), Some(hostile));
            assert_eq!(store.forget_notes(&subject).await.expect("a prefix"), 1);
        }
        let refused = store.keep_note(&note(&"é".repeat(501))).await.expect_err("a refusal");
        assert_eq!(refused.to_string(), "this cannot be stored: the subject has more than 1000 bytes");
    }

    async fn nul_is_refused_wherever_a_note_is_named(database) {
        let store = database.open().await;
        let answers = [
            store.keep_note(&note("a\0b")).await,
            store.keep_note(&NoteRecord { owner: "\0".to_owned(), ..note("a") }).await,
            store.keep_note(&NoteRecord { purpose: "\0".to_owned(), ..note("a") }).await,
            store.keep_note(&NoteRecord { changed_by: "\0".to_owned(), ..note("a") }).await,
            store.note("\0").await.map(drop),
            store.forget_notes("\0").await.map(drop),
        ];
        assert!(answers.iter().all(|answer| matches!(answer, Err(StoreError::Refused(_)))), "{answers:?}");
        assert_eq!(store.notes().await.expect("the notes"), []);
    }
}
