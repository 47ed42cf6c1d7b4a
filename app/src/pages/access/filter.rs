//! The filters: a plain GET form before the page is live, the same addresses without a load after it.

use super::live::Live;
use super::{address, words};
use crate::paths;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::access::{AccessQuery, FILTERS, GrafanaRole};
use ui::{Banner, Button, Chip, Choice, IconName, Select, TextField, Tone, all, announce, following, maybe};

pub fn filter(live: Live) -> impl IntoView {
    let values = FILTERS.map(|name| held(live, name));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = values.map(|value| value.get_untracked());
        let kept = live.query.with_untracked(hidden);
        let kept = kept.iter().map(|(name, value)| (*name, value.as_str()));
        let pairs = FILTERS.into_iter().zip(typed.iter().map(String::as_str)).chain(kept);
        live.here.stay(&address::href(&AccessQuery::parse(pairs)), false);
    };
    let open = live.query.with_untracked(|query| query.filters().iter().any(|(name, _)| is_folded(name)));
    say_matches(live);
    view! {
        <form role="search" method="get" action=paths::ACCESS on:submit=submit class="grid grid-cols-1 gap-3">
            <div class="flex gap-2">
                <div class="min-w-0 flex-1 [&_.control]:max-w-none">
                    <TextField
                        id="q"
                        label="Filter by text"
                        hide_label=true
                        kind="search"
                        placeholder="Filter by name, address, ID or workspace"
                        maxlength=200
                        value=values[0]
                    />
                </div>
                <Button submit=true icon=IconName::Filter>
                    "Filter"
                </Button>
            </div>
            <details open=open>
                <summary class="w-fit text-sm text-ink-2">"More filters"</summary>
                <div class="grid grid-cols-1 gap-3 pt-2 sm:grid-cols-2 xl:grid-cols-5 [&_.control]:max-w-none">
                    {all(FILTERS.into_iter().zip(values).skip(1).map(|(name, value)| field(live, name, value)))}
                </div>
            </details>
            {following(move || all(live.query.with(hidden).into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> })))}
            {following(move || chips(live))}
            {following(move || ignored(live))}
        </form>
    }
}

/// What the form has no field for and must not lose.
fn hidden(query: &AccessQuery) -> Vec<(&'static str, String)> {
    query.pairs().into_iter().filter(|(name, _)| ["orphans", "sort"].contains(name)).collect()
}

fn is_folded(name: &str) -> bool {
    name != "q" && FILTERS.contains(&name)
}

/// The value of a field: as the address has it, and again when the address moves by itself.
fn held(live: Live, name: &'static str) -> RwSignal<String> {
    let there = move |query: &AccessQuery| {
        query.filters().into_iter().find(|(one, _)| *one == name).map(|(_, value)| value).unwrap_or_default()
    };
    let value = RwSignal::new(live.query.with_untracked(there));
    Effect::new(move |before: Option<String>| {
        let now = live.query.with(there);
        if before.is_some_and(|before| before != now) {
            value.set(now.clone());
        }
        now
    });
    value
}

fn field(live: Live, name: &'static str, value: RwSignal<String>) -> AnyView {
    let choices = match name {
        "kind" => vec![Choice::new("user", "People"), Choice::new("group", "Groups")],
        "role" => {
            let role = |role: GrafanaRole| Choice::new(role.aws().to_ascii_lowercase(), role.word());
            GrafanaRole::ALL.into_iter().map(role).collect()
        }
        "account" => accounts(live, &value.get_untracked()),
        _ => return text(name, value),
    };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Any")).chain(choices).collect();
    view! { <Select id=name label=words::label(name) value choices /> }.into_any()
}

/// The configured accounts; an address may ask for one by its name, or for another.
fn accounts(live: Live, asked: &str) -> Vec<Choice> {
    let known = live.frame.with_untracked(|frame| frame.accounts.clone());
    let odd = !asked.is_empty() && known.iter().all(|account| account.id.as_str() != asked);
    let known = known.into_iter().map(|account| {
        let number = account.id.to_string();
        let label = if account.name.is_empty() { number.clone() } else { [&account.name, " ", &number].concat() };
        Choice::new(number, label)
    });
    known.chain(odd.then(|| Choice::new(asked, asked))).collect()
}

fn text(name: &'static str, value: RwSignal<String>) -> AnyView {
    let placeholder = if name == "tag" { "team or team=payments" } else { "Name or ID" };
    view! { <TextField id=name label=words::label(name) value placeholder maxlength=200 /> }.into_any()
}

fn chips(live: Live) -> AnyView {
    let query = live.query.get();
    let filters = query.filters();
    let chip = |(name, value): &(&'static str, String)| {
        let label = words::chip(name, value);
        let remove_label = ["Remove filter ", &label].concat();
        view! {
            <li>
                <Chip label remove_href=address::href(&query.without(name)) remove_label />
            </li>
        }
    };
    maybe((!filters.is_empty()).then(|| {
        view! {
            <ul class="flex flex-wrap items-center gap-2 text-sm" aria-label="Filters">
                {all(filters.iter().map(chip))}
                <li>
                    <a href=address::cleared(&query)>"Clear filters"</a>
                </li>
                <li class="text-ink-3">{live.shown.with(|shown| words::counted(shown.matches, "holder"))}</li>
            </ul>
        }
    }))
}

/// Tells those who do not see the table how many there are now.
fn say_matches(live: Live) {
    Effect::new(move |before: Option<AccessQuery>| {
        let query = AccessQuery { page: 1, across: 1, ..live.query.get() };
        if before.is_some_and(|before| before != query) {
            announce(&live.shown.with_untracked(|shown| words::counted(shown.matches, "holder")));
        }
        query
    });
}

fn ignored(live: Live) -> AnyView {
    let parts = live.query.with(|query| query.ignored.join(", "));
    maybe((!parts.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Idle title="Some of the address was not understood and ignored.">
                <span class="mono">{parts}</span>
            </Banner>
        }
    }))
}
