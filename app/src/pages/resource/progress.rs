//! The steps of what AWS is doing to the resource, with their times.

use super::live::{Live, Work};
use leptos::prelude::*;
use model::Millis;
use model::fleet::Row;
use ui::{Step, Steps, Tone, ago, span};

/// One step as it stands.
#[derive(Debug, PartialEq)]
struct Stage {
    what: String,
    tone: Tone,
    word: &'static str,
    note: String,
}

impl Stage {
    fn new(what: &str, tone: Tone, word: &'static str, note: String) -> Self {
        Self { what: what.to_owned(), tone, word, note }
    }
}

/// The steps while AWS is at work, after a creation this page has watched, and after one that failed.
pub fn progress(live: Live, row: Row) -> impl IntoView {
    move || {
        let stages = live.work.with(|work| stages(&row, work.as_ref(), live.now.get()));
        (!stages.is_empty()).then(|| {
            let steps = stages.into_iter().map(|stage| {
                let Stage { what, tone, word, note } = stage;
                view! {
                    <Step tone word note>
                        {what}
                    </Step>
                }
            });
            view! { <Steps label="Progress">{steps.collect::<Vec<_>>()}</Steps> }
        })
    }
}

fn stages(row: &Row, work: Option<&Work>, now: Millis) -> Vec<Stage> {
    let state = row.status.raw();
    let requested =
        |at: Option<Millis>| Stage::new("Requested", Tone::Ok, "Done", at.map(|at| ago(at, now)).unwrap_or_default());
    let taken = |until: Millis| row.created_at.map(|at| span((until - at).max(0))).unwrap_or_default();
    if row.status.is_changing(row.key.kind) {
        let created = row.created_at.filter(|_| state == "CREATING");
        let last = if state == "DELETING" { "Gone" } else { "Active" };
        let note = created.map(|_| taken(now)).unwrap_or_default();
        return vec![
            requested(created),
            Stage::new(&row.status.word(), Tone::Busy, "In progress", note),
            Stage::new(last, Tone::Idle, "Next", String::new()),
        ];
    }
    match (state, work) {
        ("CREATION_FAILED", _) => vec![
            requested(row.created_at),
            Stage::new("Creating", Tone::Bad, "Failed", String::new()),
            Stage::new("Active", Tone::Idle, "Not reached", String::new()),
        ],
        (_, Some(Work { word, ended_at: Some(until) }))
            if word == "CREATING" && state.eq_ignore_ascii_case("active") =>
        {
            vec![
                requested(row.created_at),
                Stage::new("Creating", Tone::Ok, "Done", taken(*until)),
                Stage::new("Active", Tone::Ok, "Done", String::new()),
            ]
        }
        _ => Vec::new(),
    }
}
