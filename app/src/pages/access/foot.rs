//! Below the table: the pages of holders, and the portions of workspaces.

use super::address;
use super::live::Live;
use leptos::prelude::*;
use model::access::{AccessQuery, AccessSelection, COLUMNS, HOLDERS};
use ui::{Pager, following, maybe, portion};

pub fn foot(live: Live) -> AnyView {
    following(move || {
        let query = live.query.get();
        live.shown.with(|shown| {
            view! {
                <div class="flex flex-wrap items-center justify-between gap-4 text-sm text-ink-3">
                    {portions(shown, &query)}
                    {pages(shown, &query)}
                </div>
            }
            .into_any()
        })
    })
}

fn pages(shown: &AccessSelection, query: &AccessQuery) -> AnyView {
    let to = |page: u32| address::href(&AccessQuery { page, ..query.clone() });
    let previous = if shown.page > 1 { to(shown.page - 1) } else { String::new() };
    let next = if shown.page < shown.pages { to(shown.page + 1) } else { String::new() };
    let label = ["Holders ", &portion(shown.page, HOLDERS, shown.matches)].concat();
    view! { <Pager label previous next /> }.into_any()
}

/// Nothing where all workspaces stand beside each other.
fn portions(shown: &AccessSelection, query: &AccessQuery) -> AnyView {
    let to = |across: u32| address::href(&AccessQuery { across, ..query.clone() });
    let way = |label, portion: Option<u32>| maybe(portion.map(|portion| view! { <a href=to(portion)>{label}</a> }));
    let label = ["Workspaces ", &portion(shown.across, COLUMNS, shown.columns_total)].concat();
    maybe((shown.portions > 1).then(|| {
        view! {
            <nav aria-label="Workspaces across" class="flex flex-wrap gap-3 max-sm:hidden">
                <span>{label}</span>
                {way("Workspaces before", (shown.across > 1).then(|| shown.across - 1))}
                {way("More workspaces", (shown.across < shown.portions).then(|| shown.across + 1))}
            </nav>
        }
    }))
}
