//! The filters of the record.

use super::{address, words};
use crate::pages::filters::{any_or, chips, form, held, more, value_of};
use crate::paths;
use crate::route::Here;
use leptos::prelude::*;
use model::audit::{AuditChoices, FILTERS};
use ui::{Choice, Select, TextField, all, following, maybe};

type Values = [RwSignal<String>; FILTERS.len()];

pub fn filter(here: Here, choices: AuditChoices) -> AnyView {
    let there = move |name| here.search.with(|search| value_of(&address::filters(search), name));
    let values = FILTERS.map(|name| held(move || there(name)));
    let go = move || {
        let typed = FILTERS.into_iter().zip(values);
        let typed = typed.map(|(name, value)| (name, value.with_untracked(|value| value.trim().to_owned())));
        here.stay(&address::list(typed.filter(|(_, value)| !value.is_empty()).collect()), false);
    };
    let open = here.search.with_untracked(|search| address::filters(search).iter().any(|(name, _)| *name != "q"));
    let rest = view! {
        {more(open, fields(values, choices))}
        {following(move || set(here))}
    };
    let about = "Filter by text, such as a request ID";
    form(paths::AUDIT, about, values[0], Box::new(go), rest.into_any())
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
    view! { <Select id=name label=words::label(name) value choices=any_or(named) /> }.into_any()
}

fn text(name: &'static str, value: RwSignal<String>) -> AnyView {
    let (placeholder, mono) = match name {
        "from" | "to" => ("2026-01-31 23:59", true),
        "plan" => ("ID", true),
        "target" => ("Account, region, ID or name", false),
        _ => ("", false),
    };
    view! { <TextField id=name label=words::label(name) value placeholder mono maxlength=200 /> }.into_any()
}

/// The filters that are set.
fn set(here: Here) -> AnyView {
    let filters = here.search.with(|search| address::filters(search));
    let chip = |(index, (name, value)): (usize, &address::Pair)| {
        ([name, " = ", value].concat(), address::without(filters.clone(), index))
    };
    let set: Vec<_> = filters.iter().enumerate().map(chip).collect();
    maybe((!set.is_empty()).then(|| chips(set, paths::AUDIT.to_owned(), None)))
}
