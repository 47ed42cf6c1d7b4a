//! What of an answer was not there though the SDK hands something out: remembered from the answer to whoever asked.

use super::promised::missing;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashSet;

tokio::task_local! {
    static NOTED: RefCell<Absent>;
}

/// Places such as `workspaces[2].authentication.providers`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Absent(HashSet<String>);

impl Absent {
    /// Whether a place is missing, or what it stands in.
    pub fn has(&self, place: &str) -> bool {
        let inside = |whole: &String| place.strip_prefix(whole.as_str()).is_some_and(|rest| rest.starts_with('.'));
        self.0.contains(place) || self.0.iter().any(inside)
    }
}

/// Waits for a call, and answers what its last answer did not say besides.
pub(crate) async fn noting<T>(call: impl Future<Output = T>) -> (T, Absent) {
    NOTED.scope(RefCell::default(), async { (call.await, NOTED.with(RefCell::take)) }).await
}

pub(super) fn note(told: &[&str], answer: &Value) {
    // Nobody asked: nothing to be told.
    let _ = NOTED.try_with(|noted| {
        *noted.borrow_mut() = Absent(told.iter().flat_map(|path| missing(answer, path, "")).collect());
    });
}
