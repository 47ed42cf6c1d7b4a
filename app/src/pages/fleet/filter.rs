//! The filter: a plain GET form before the page is live, an answer to each keystroke after it. Its state is the URL.

use super::live::Live;
use super::{address, words};
use crate::route::Here;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::fleet::{Property, Query};
use ui::{Banner, Button, Chip, IconName, TextField, Tone, all, announce, following, maybe};

pub fn filter(live: Live) -> impl IntoView {
    let typed = RwSignal::new(live.query.with_untracked(|query| query.text.clone()));
    follow_typing(live, typed);
    follow_address(live, typed);
    say_matches(live);
    let go = go(live);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let entered = typed.with_untracked(|typed| address::typed(typed));
        let mut query = live.query.get_untracked();
        query.filters.extend(entered.filters);
        query.page = 1;
        typed.set(entered.text.clone());
        query.text = entered.text;
        go(&query, false);
    };
    view! {
        <form role="search" method="get" action=crate::paths::list(live.kind) on:submit=submit class="grid grid-cols-1 gap-2">
            <div class="flex gap-2">
                <div class="min-w-0 flex-1 [&_.control]:max-w-none">
                    <TextField
                        id="q"
                        label="Filter by property or text"
                        hide_label=true
                        kind="search"
                        placeholder="Filter by property or text"
                        value=typed
                    />
                </div>
                <Button submit=true icon=IconName::Filter>
                    "Filter"
                </Button>
            </div>
            {kept(live)}
            {chips(live)}
            {help()}
            {ignored(live)}
        </form>
    }
}

/// Goes to the list of a query, without scrolling; `replace` leaves no trace in the history.
fn go(live: Live) -> impl Fn(&Query, bool) {
    let here = Here::get();
    move |query, replace| here.stay(&address::href(live.kind, query), replace)
}

/// Typing moves the URL along. A property waits for Enter: half a value matches nothing.
fn follow_typing(live: Live, typed: RwSignal<String>) {
    let go = go(live);
    Effect::new(move |_| {
        let entered = typed.with(|typed| (!typed.ends_with(['=', '!'])).then(|| address::typed(typed)));
        let query = live.query.get_untracked();
        if let Some(Query { text, .. }) = entered.filter(|entered| entered.text != query.text) {
            go(&Query { text, page: 1, ..query }, true);
        }
    });
}

/// The box follows when the URL moves by itself: a link, or the way back.
fn follow_address(live: Live, typed: RwSignal<String>) {
    Effect::new(move |before: Option<String>| {
        let text = live.query.with(|query| query.text.clone());
        let moved = before.is_some_and(|before| before != text);
        if moved && typed.with_untracked(|typed| address::typed(typed).text != text) {
            typed.set(text.clone());
        }
        text
    });
}

/// Tells those who do not see the rows how many there are now.
fn say_matches(live: Live) {
    Effect::new(move |before: Option<Query>| {
        let query = Query { page: 1, ..live.query.get() };
        if before.is_some_and(|before| before != query) {
            announce(&matches(live.page.with_untracked(|page| page.selection.matches)));
        }
        query
    });
}

/// What a form sent before the page is live must not lose.
fn kept(live: Live) -> AnyView {
    following(move || {
        let pairs = live.query.with(Query::pairs).into_iter();
        let hidden = pairs
            .filter(|(name, _)| *name != "q" && *name != "page")
            .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
        all(hidden)
    })
}

fn chips(live: Live) -> AnyView {
    following(move || {
        let query = live.query.get();
        let chip = |(index, filter)| {
            let label = address::spelled(filter);
            let remove_label = ["Remove filter ", &label].concat();
            view! {
                <li>
                    <Chip label remove_href=address::href(live.kind, &address::without_filter(&query, index)) remove_label />
                </li>
            }
        };
        maybe(query.is_narrowed().then(|| {
            view! {
                <ul class="flex flex-wrap items-center gap-2 text-sm" aria-label="Filters">
                    {all(query.filters.iter().enumerate().map(chip))}
                    <li>
                        <a href=address::href(live.kind, &address::cleared(&query))>"Clear filters"</a>
                    </li>
                    <li class="text-ink-3">{move || matches(live.page.with(|page| page.selection.matches))}</li>
                </ul>
            }
        }))
    })
}

fn matches(count: u32) -> String {
    count.to_string() + if count == 1 { " match" } else { " matches" }
}

fn help() -> impl IntoView {
    let names = Property::ALL.map(Property::slug).join(", ");
    view! {
        <details class="text-sm text-ink-2">
            <summary class="w-fit text-ink-3">"What can be typed"</summary>
            <p class="max-w-[45rem] pt-1">
                "Words are looked for in names, IDs, accounts, regions, states, versions and tags; every word has to be found. "
                "A property with its value narrows the list when Enter is pressed: "
                <span class="mono">"account=edge"</span> ", or " <span class="mono">"status!=active"</span>
                " for everything else. Properties: " <span class="mono">{names}</span> ". A tag is " <span class="mono">"tag=team"</span>
                " or " <span class="mono">"tag=team=payments"</span> "."
            </p>
        </details>
    }
}

fn ignored(live: Live) -> AnyView {
    following(move || {
        let parts = live.query.with(|query| query.ignored.clone());
        maybe((!parts.is_empty()).then(|| {
            let fate = match parts.len() {
                1 => " of the address was not understood and ignored.",
                _ => " of the address were not understood and ignored.",
            };
            let parts_of = words::counted(words::number(parts.len()), "part");
            let title = parts_of + fate;
            view! {
                <Banner tone=Tone::Idle title>
                    <span class="mono">{parts.join(", ")}</span>
                </Banner>
            }
        }))
    })
}
