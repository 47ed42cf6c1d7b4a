//! The working set over a reload: in the tab's own storage, under the form's id, until the tab is closed. A browser that
//! keeps nothing does without.

use super::asked::Asked;
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
    chosen: Vec<String>,
    role: String,
}

/// Takes up what was left, and keeps what is changed from here on.
pub fn over_reloads(id: &PlanId, asked: Asked) {
    let place = ["batch:", id.as_str()].concat();
    Effect::new(move |before: Option<()>| {
        let Some(storage) = window().session_storage().ok().flatten() else { return };
        if before.is_none()
            && let Some(kept) =
                storage.get_item(&place).ok().flatten().and_then(|text: String| serde_json::from_str(&text).ok())
        {
            take_up(asked, kept);
        }
        let (batch, chosen, role) = (asked.rows.read(), asked.chosen.get(), asked.role.get());
        if let Ok(text) = serde_json::to_string(&Kept { batch, names: asked.names.all(), chosen, role }) {
            // A full storage keeps the page as it is.
            drop(storage.set_item(&place, &text));
        }
    });
    lines_over_reloads(&["lines:", id.as_str()].concat(), asked.lines);
}

/// Lines that are written and not in the batch, in a place of their own: they change with every key, and the batch is
/// large.
fn lines_over_reloads(place: &str, lines: RwSignal<String>) {
    let place = place.to_owned();
    Effect::new(move |before: Option<()>| {
        let Some(storage) = window().session_storage().ok().flatten() else { return };
        if before.is_none()
            && let Some(kept) = storage.get_item(&place).ok().flatten()
            && !kept.is_empty()
        {
            lines.set(kept);
        }
        drop(lines.with(|text| storage.set_item(&place, text)));
    });
}

fn take_up(asked: Asked, Kept { batch, names, chosen, role }: Kept) {
    asked.names.learn(names);
    asked.rows.0.set(untrack(|| Rows::of(&batch).0.get()));
    asked.chosen.set(chosen);
    asked.role.set(role);
}
