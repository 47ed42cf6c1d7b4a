//! The working set over a reload: in the tab's own storage, under the form's id, until the tab is closed. A browser that
//! keeps nothing does without.

use super::Names;
use super::rows::Rows;
use leptos::prelude::*;
use model::PlanId;
use model::access::Holder;
use model::form::GrantBatch;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Kept {
    batch: GrantBatch,
    names: Vec<(Holder, String)>,
}

/// Takes up what was left, and keeps what is changed from here on.
pub fn over_reloads(id: &PlanId, rows: Rows, names: Names) {
    let place = ["batch:", id.as_str()].concat();
    Effect::new(move |before: Option<()>| {
        let Some(storage) = window().session_storage().ok().flatten() else { return };
        if before.is_none()
            && let Some(kept) =
                storage.get_item(&place).ok().flatten().and_then(|text: String| serde_json::from_str(&text).ok())
        {
            let Kept { batch, names: known } = kept;
            names.learn(known);
            rows.0.set(untrack(|| Rows::of(&batch).0.get()));
        }
        let kept = Kept { batch: rows.read(), names: names.0.get_untracked() };
        if let Ok(text) = serde_json::to_string(&kept) {
            // A full storage keeps the page as it is.
            drop(storage.set_item(&place, &text));
        }
    });
}
