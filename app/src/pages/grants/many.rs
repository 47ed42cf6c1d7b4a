//! Many rows of the batch at once: those a filter finds get a role, or go.

use super::asked::Asked;
use super::rows::Row;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlSelectElement;
use model::access::GrafanaRole;
use ui::{Button, Kind, TextField, all};

/// What is shown of the batch, and what is done to all that is shown.
#[derive(Clone, Copy)]
pub struct Many {
    pub filter: RwSignal<String>,
    /// The rows that the filter finds.
    pub found: Memo<Vec<Row>>,
}

impl Many {
    pub fn of(asked: Asked) -> Self {
        let filter = RwSignal::new(String::new());
        let found = Memo::new(move |_| {
            let filter = filter.get().to_lowercase();
            let words: Vec<&str> = filter.split_whitespace().collect();
            let fits = |row: &&Row| {
                let role = row.role.map_or("no role", GrafanaRole::word);
                let parts = [&asked.names.of(&row.holder), &row.holder.id, &asked.place(&row.workspace), role];
                let text = parts.join(" ").to_lowercase();
                words.iter().all(|word| text.contains(word))
            };
            asked.rows.0.with(|rows| rows.iter().filter(fits).cloned().collect())
        });
        Self { filter, found }
    }

    /// In their order, as `Rows` wants them.
    fn numbers(self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.found.with_untracked(|found| found.iter().map(|row| row.number).collect());
        numbers.sort_unstable();
        numbers
    }
}

pub fn bar(asked: Asked, many: Many) -> AnyView {
    let give = move |event: &Event| {
        let role = event_target_value(event);
        if role != "none" {
            asked.rows.give(&many.numbers(), GrafanaRole::parse(&role));
            asked.check.changed("wishes");
        }
    };
    let remove = move |_| {
        asked.rows.remove(&many.numbers());
        asked.check.changed("wishes");
    };
    let count = Memo::new(move |_| many.found.with(Vec::len));
    let rows = move || match (count.get(), asked.rows.count()) {
        (found, all) if found == all => ["all ", &all.to_string()].concat(),
        (found, all) => [&found.to_string(), " of ", &all.to_string()].concat(),
    };
    let option = |value: &'static str, word: &'static str| view! { <option value=value>{word}</option> };
    let options = [("none", "Choose")].into_iter().chain(GrafanaRole::ALL.map(|role| (role.aws(), role.word())));
    let options = all(options.chain([("", "No role")]).map(|(value, word)| option(value, word)));
    let label = move || ["Role of ", &rows()].concat();
    view! {
        <div class="flex flex-wrap items-end gap-3">
            <div class="min-w-0 grow">
                <TextField id="filter_batch" name="" label="Filter the batch" value=many.filter kind="search" />
            </div>
            <div class="field">
                <label class="field-label" for="role_of_all">{label}</label>
                // Once a role was given the choice is open again.
                <span class="select">
                    <select id="role_of_all" class="control" on:change=move |event| { give(&event); reset(&event); }>{options}</select>
                </span>
            </div>
            <Button kind=Kind::Quiet on_click=remove>{move || ["Leave ", &rows(), " out of the batch"].concat()}</Button>
        </div>
    }
    .into_any()
}

fn reset(event: &Event) {
    let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    if let Some(select) = select {
        select.set_value("none");
    }
}
