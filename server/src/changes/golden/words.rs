//! The words of stored plans and outcomes, a file a type with an example of each: a word that was ever stored is read by
//! every later version, and a new one gets an example.

use super::super::core::confirmation::{Confirmation, Loss};
use super::super::core::diff::DiffRow;
use super::super::core::outcome::{Cause, Remark, RowWhy, SkipReason, Why};
use super::super::core::refusal::Refusal;
use super::super::core::text::Shown;
use super::super::core::title::PlanTitle;
use super::super::core::warning::{Reason, Warning};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// The words that serde knows for the tag of a type; it names them to whoever uses another.
fn known_words<T: DeserializeOwned>(tag: &str) -> BTreeSet<String> {
    let error = serde_json::from_value::<T>(json!({ tag: "no such word" })).err().unwrap().to_string();
    error.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

fn check<T: DeserializeOwned + Serialize>(file: &str, tag: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/words").join(file);
    let examples: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for example in &examples {
        let read = serde_json::from_value::<T>(example.clone());
        let again = json!(read.unwrap_or_else(|error| panic!("{file}: {example}: {error}")));
        assert!(super::is_in(example, &again), "{file}: {example} is stored as {again}");
    }
    let words: BTreeSet<String> = examples.iter().map(|example| example[tag].as_str().unwrap().to_owned()).collect();
    assert_eq!(words, known_words::<T>(tag), "{file}");
}

#[test]
fn every_word_that_was_ever_stored_is_read_and_stored_again_without_a_loss() {
    check::<Warning>("warning.json", "code");
    check::<Reason>("left-out.json", "why");
    check::<Refusal>("refusal.json", "why");
    check::<Why>("outcome.json", "why");
    check::<SkipReason>("skip.json", "skip");
    check::<Cause>("cause.json", "cause");
    check::<Remark>("remark.json", "remark");
    check::<RowWhy>("row.json", "why");
    check::<PlanTitle>("title.json", "title");
    check::<Confirmation>("confirmation.json", "confirms");
    check::<Loss>("loss.json", "of");
    check::<DiffRow>("diff.json", "row");
    check::<Shown>("text.json", "as");
}
