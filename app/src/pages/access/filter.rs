//! The filters of the matrix.

use super::live::Live;
use super::{address, words};
use crate::pages::filters::{accounts, any_or, chips, form, held, hidden, ignored, more, roles, value_of};
use crate::paths;
use leptos::prelude::*;
use model::access::{AccessQuery, FILTERS};
use ui::{Choice, Select, TextField, all, announce, counted, following, maybe};

pub fn filter(live: Live) -> AnyView {
    let values = FILTERS.map(|name| held(move || live.query.with(|query| value_of(&query.filters(), name))));
    let go = move || {
        let typed = values.map(|value| value.get_untracked());
        let kept = live.query.with_untracked(kept);
        let kept = kept.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs = FILTERS.into_iter().zip(typed.iter().map(String::as_str)).chain(kept);
        live.here.stay(&address::href(&AccessQuery::parse(pairs)), false);
    };
    let open = live.query.with_untracked(|query| query.filters().iter().any(|(name, _)| is_folded(name)));
    let fields = all(FILTERS.into_iter().zip(values).skip(1).map(|(name, value)| field(live, name, value)));
    say_matches(live);
    let rest = view! {
        {more(open, fields)}
        {following(move || hidden(live.query.with(kept)))}
        {following(move || set(live))}
        {following(move || live.query.with(|query| ignored(&query.ignored)))}
    };
    form(paths::ACCESS, "Filter by name, address, ID or workspace", values[0], Box::new(go), rest.into_any())
}

/// What the form has no field for.
fn kept(query: &AccessQuery) -> Vec<(&'static str, String)> {
    query.pairs().into_iter().filter(|(name, _)| ["orphans", "sort"].contains(name)).collect()
}

fn is_folded(name: &str) -> bool {
    name != "q" && FILTERS.contains(&name)
}

fn field(live: Live, name: &'static str, value: RwSignal<String>) -> AnyView {
    let choices = match name {
        "kind" => vec![Choice::new("user", "People"), Choice::new("group", "Groups")],
        "role" => roles().collect(),
        "account" => accounts(live.frame.with_untracked(|frame| frame.accounts.clone()), &value.get_untracked()),
        _ => return text(name, value),
    };
    view! { <Select id=name label=words::label(name) value choices=any_or(choices) /> }.into_any()
}

fn text(name: &'static str, value: RwSignal<String>) -> AnyView {
    let placeholder = if name == "tag" { "team or team=payments" } else { "Name or ID" };
    view! { <TextField id=name label=words::label(name) value placeholder maxlength=200 /> }.into_any()
}

/// The filters that are set.
fn set(live: Live) -> AnyView {
    let query = live.query.get();
    let chip = |(name, value): (&'static str, String)| (words::chip(name, &value), address::href(&query.without(name)));
    let set: Vec<_> = query.filters().into_iter().map(chip).collect();
    let matches = Signal::derive(move || live.shown.with(|shown| counted(shown.matches, "holder")));
    maybe((!set.is_empty()).then(|| chips(set, address::cleared(&query), Some(matches))))
}

/// Tells those who do not see the table how many there are now.
fn say_matches(live: Live) {
    Effect::new(move |before: Option<AccessQuery>| {
        let query = AccessQuery { page: 1, across: 1, ..live.query.get() };
        if before.is_some_and(|before| before != query) {
            announce(&live.shown.with_untracked(|shown| counted(shown.matches, "holder")));
        }
        query
    });
}
