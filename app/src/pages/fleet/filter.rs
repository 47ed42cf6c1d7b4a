//! The filter of the fleet: once the page is live, each keystroke has its answer. Its state is the URL.

use super::address;
use super::live::Live;
use crate::pages::filters::{chips, form, hidden, ignored};
use crate::route::Here;
use leptos::prelude::*;
use model::fleet::{Property, Query};
use ui::{announce, following, maybe};

pub fn filter(live: Live) -> impl IntoView {
    let typed = RwSignal::new(live.query.with_untracked(|query| query.text.clone()));
    follow_typing(live, typed);
    follow_address(live, typed);
    say_matches(live);
    let go = go(live);
    let submit = move || {
        let entered = typed.with_untracked(|typed| address::typed(typed));
        let mut query = live.query.get_untracked();
        query.filters.extend(entered.filters);
        query.page = 1;
        typed.set(entered.text.clone());
        query.text = entered.text;
        go(&query, false);
    };
    let rest = view! {
        {following(move || hidden(live.query.with(kept)))}
        {following(move || set(live))}
        {help()}
        {following(move || live.query.with(|query| ignored(&query.ignored)))}
    };
    form(crate::paths::list(live.kind), "Filter by property or text", typed, Box::new(submit), rest.into_any())
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
fn kept(query: &Query) -> Vec<(&'static str, String)> {
    query.pairs().into_iter().filter(|(name, _)| *name != "q" && *name != "page").collect()
}

/// The filters that are set.
fn set(live: Live) -> AnyView {
    let query = live.query.get();
    let chip =
        |(index, filter)| (address::spelled(filter), address::href(live.kind, &address::without_filter(&query, index)));
    let set: Vec<_> = query.filters.iter().enumerate().map(chip).collect();
    let matches = Signal::derive(move || matches(live.page.with(|page| page.selection.matches)));
    maybe(query.is_narrowed().then(|| chips(set, address::href(live.kind, &address::cleared(&query)), Some(matches))))
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
