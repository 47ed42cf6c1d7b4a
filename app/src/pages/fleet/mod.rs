//! The lists of the fleet: one page for all three kinds. Whatever narrows or sorts a list stands in its URL.

mod address;
mod api;
mod empty;
mod filter;
mod foot;
mod head;
mod live;
mod rows;
mod scopes;
mod words;

use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::route::{Here, search_pairs};
use crate::title::Title;
use api::{ListPage, fleet_page};
use leptos::prelude::*;
use live::Live;
use model::{Code, Error, Kind};
use ui::{Breadcrumbs, Crumb, Empty, PageHead, Skeleton, following};
use words::Shown;

pub use words::{status, tone};

/// The list of one kind. The page arrives whole from the server; everything after that is answered in the browser, by `live`.
pub fn list(kind: Kind) -> AnyView {
    let search = Here::get().search;
    let first = Resource::new(|| (), move |()| fleet_page(kind, search.with_untracked(|search| search_pairs(search))));
    let reading = move || {
        view! {
            <PageHead title=kind.many() />
            <Skeleton rows=8 label=["Reading ", kind.many()].concat() />
        }
    };
    view! {
        <Title text=[kind.many(), " - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-4">
            <Breadcrumbs items=vec![Crumb::link("Fleet", crate::layout::home()), Crumb::here(kind.many())] />
            <Transition fallback=reading>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(page) => board(kind, page),
                        Err(Failure(error)) => failed(kind, error, Callback::new(move |()| first.refetch())),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn board(kind: Kind, first: ListPage) -> AnyView {
    if first.frame.scopes.is_empty() {
        return empty::not_looked_after(kind);
    }
    let live = Live::begin(kind, first);
    let shown = Memo::new(move |_| live.page.with(words::shown));
    let body = following(move || match shown.get() {
        Shown::Rows => view! {
            <div class="grid grid-cols-1 gap-3">{rows::table(live)} {foot::foot(live)}</div>
        }
        .into_any(),
        nothing => empty::empty(live, nothing),
    });
    view! {
        {head::head(live)}
        {head::trouble(live)}
        {head::tally(live)}
        {filter::filter(live)}
        {body}
        {scopes::unreadable(live)}
    }
    .into_any()
}

fn failed(kind: Kind, error: Error, retry: Callback<()>) -> AnyView {
    let body = match error.code {
        Code::Denied => {
            view! { <Empty what=["You cannot see ", kind.many(), "."].concat() why=error.message /> }.into_any()
        }
        _ => view! { <ErrorPanel error retry /> }.into_any(),
    };
    view! {
        <PageHead title=kind.many() />
        {body}
    }
    .into_any()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
