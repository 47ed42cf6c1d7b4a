//! Changing who holds which role: the batch, from what a person enters to its plan.

mod add;
mod api;
mod asked;
mod find;
mod keep;
mod like;
mod list;
mod many;
mod names;
#[cfg(feature = "ssr")]
mod opened;
mod people;
mod places;
#[cfg(feature = "ssr")]
mod resolve;
mod rows;
#[cfg(feature = "ssr")]
mod twice;
#[cfg(feature = "ssr")]
mod who;

use crate::pages::create::form::{Check, FormFrame, Labels, Planner, begun, opening};
use crate::paths;
use crate::route::{Here, search_pairs};
use crate::title::Title;
use api::{OpenedGrants, open_grants, plan_grants};
use asked::Asked;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use model::{FieldError, ResourceKey};
use names::Names;
use rows::Rows;
use std::sync::Arc;
use ui::{Breadcrumbs, Crumb, PageHead};

const LABELS: Labels = &[("people", "Or many at once"), ("wishes", "The batch")];

pub fn page() -> AnyView {
    let from = opening();
    let among = Here::get().search.with_untracked(|search| search_pairs(search));
    let body = begun(Arc::new(move || Box::pin(open_grants(from.clone(), among.clone()))), form);
    view! {
        <Title text="Change roles - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::link("Access", paths::ACCESS), Crumb::here("Change roles")] />
            <PageHead title="Change roles">
                "Say who shall have which role where. Whoever is not named keeps what they have. Nothing is sent to AWS before you have reviewed it."
            </PageHead>
            {body}
        </div>
    }
    .into_any()
}

fn form(opened: OpenedGrants) -> AnyView {
    let OpenedGrants { id, batch, names, errors, sent, offered, chosen, named } = opened;
    let rows = Rows::of(&batch);
    let lines = RwSignal::new(String::new());
    let check = Check::new(LABELS, errors, move || wrong(rows, lines));
    let asked = Asked {
        check,
        rows,
        names: Names::new(names),
        offered: StoredValue::new(offered),
        chosen: RwSignal::new(chosen.iter().map(ResourceKey::path).collect()),
        role: RwSignal::new("VIEWER".to_owned()),
        lines,
        missed: RwSignal::new(false),
    };
    keep::over_reloads(&id, asked);
    let planner: Planner = Arc::new(move |id| Box::pin(plan_grants(id, untrack(|| rows.read()))));
    let action = Signal::derive(move || match rows.count() {
        0 => "Review".to_owned(),
        1 => "Review 1 instruction".to_owned(),
        n => ["Review ", &n.to_string(), " instructions"].concat(),
    });
    view! {
        <FormFrame check id sent action planner label="Change roles" cancel=paths::ACCESS>
            <div class="contents" on:keydown=|event| keep_the_form(&event)>
                {add::section(asked, named)}
                {list::section(asked)}
            </div>
        </FormFrame>
    }
    .into_any()
}

/// Enter in a field that only filters would send the whole form to its review.
fn keep_the_form(event: &ev::KeyboardEvent) {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    if event.key() == "Enter" && input.is_some_and(|input| input.type_() == "search") {
        event.prevent_default();
    }
}

/// The limits of a batch, of which each instruction's own are asked again on the server; and lines that nobody decided
/// about yet.
fn wrong(rows: Rows, lines: RwSignal<String>) -> Vec<FieldError> {
    let errors = rows.read().validate();
    let left = lines.with(|lines| lines.lines().filter(|line| !line.trim().is_empty()).count());
    let undecided = (left > 0).then(|| {
        let lines = if left == 1 { "1 line is".to_owned() } else { [&left.to_string(), " lines are"].concat() };
        FieldError::new("people", [&lines, " not in the batch: add what stands here, or leave it out."].concat())
    });
    let limits = errors.into_iter().map(|error| FieldError::new("wishes", error.message));
    undecided.into_iter().chain(limits).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
