//! The filters: a plain GET form before the page is live, the same addresses without a load after it.

use super::{address, words};
use crate::paths;
use crate::route::Here;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::audit::{AuditChoices, FILTERS};
use ui::{Button, Chip, Choice, IconName, Select, TextField, all, following, maybe};

type Values = [RwSignal<String>; FILTERS.len()];

pub fn filter(here: Here, choices: AuditChoices) -> impl IntoView {
    let values = FILTERS.map(|name| held(here, name));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = FILTERS.into_iter().zip(values);
        let typed = typed.map(|(name, value)| (name, value.with_untracked(|value| value.trim().to_owned())));
        here.stay(&address::list(typed.filter(|(_, value)| !value.is_empty()).collect()), false);
    };
    let more = here.search.with_untracked(|search| address::filters(search).iter().any(|(name, _)| *name != "q"));
    view! {
        <form role="search" method="get" action=paths::AUDIT on:submit=submit class="grid grid-cols-1 gap-3">
            <div class="flex gap-2">
                <div class="min-w-0 flex-1 [&_.control]:max-w-none">
                    <TextField
                        id="q"
                        label="Filter by text"
                        hide_label=true
                        kind="search"
                        placeholder="Filter by text, such as a name, an ID or a request ID"
                        maxlength=200
                        value=values[0]
                    />
                </div>
                <Button submit=true icon=IconName::Filter>
                    "Filter"
                </Button>
            </div>
            <details open=more>
                <summary class="w-fit text-sm text-ink-2">"More filters"</summary>
                <div class="grid grid-cols-1 gap-3 pt-2 sm:grid-cols-2 xl:grid-cols-4 [&_.control]:max-w-none">
                    {fields(values, choices)}
                </div>
            </details>
            {chips(here)}
        </form>
    }
}

/// The value of a field: as the address has it, and again when the address moves by itself.
fn held(here: Here, name: &'static str) -> RwSignal<String> {
    let there = move |search: &String| address::value_of(&address::filters(search), name);
    let value = RwSignal::new(here.search.with_untracked(there));
    Effect::new(move |before: Option<String>| {
        let now = here.search.with(there);
        if before.is_some_and(|before| before != now) {
            value.set(now.clone());
        }
        now
    });
    value
}

fn fields(values: Values, choices: AuditChoices) -> AnyView {
    let AuditChoices { events, operations, outcomes } = choices;
    let field = |(name, value): (&'static str, RwSignal<String>)| {
        let offered = match name {
            "event" => Some(&events),
            "operation" => Some(&operations),
            "outcome" => Some(&outcomes),
            _ => None,
        };
        match offered {
            Some(offered) => one_of(name, value, offered),
            None => text(name, value),
        }
    };
    all(FILTERS.into_iter().zip(values).skip(1).map(field))
}

fn one_of(name: &'static str, value: RwSignal<String>, offered: &[String]) -> AnyView {
    let set = value.get_untracked();
    // An address may ask for what the record does not hold.
    let odd = Some(set).filter(|set| !set.is_empty() && !offered.contains(set));
    let named = offered.iter().cloned().chain(odd).map(|value| Choice::new(value.clone(), value));
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Any")).chain(named).collect();
    view! { <Select id=name label=words::label(name) value choices /> }.into_any()
}

fn text(name: &'static str, value: RwSignal<String>) -> AnyView {
    let (placeholder, mono) = match name {
        "from" | "to" => ("2026-01-31 or 2026-01-31 23:59", true),
        "plan" => ("ID", true),
        "target" => ("Account, region, ID or name", false),
        _ => ("", false),
    };
    view! { <TextField id=name label=words::label(name) value placeholder mono maxlength=200 /> }.into_any()
}

fn chips(here: Here) -> AnyView {
    following(move || {
        let filters = here.search.with(|search| address::filters(search));
        let chip = |(index, (name, value)): (usize, &address::Pair)| {
            let label = [name, " = ", value].concat();
            let remove_label = ["Remove filter ", &label].concat();
            view! {
                <li>
                    <Chip label remove_href=address::without(filters.clone(), index) remove_label />
                </li>
            }
        };
        maybe((!filters.is_empty()).then(|| {
            view! {
                <ul class="flex flex-wrap items-center gap-2 text-sm" aria-label="Filters">
                    {all(filters.iter().enumerate().map(chip))}
                    <li>
                        <a href=paths::AUDIT>"Clear filters"</a>
                    </li>
                </ul>
            }
        }))
    })
}
