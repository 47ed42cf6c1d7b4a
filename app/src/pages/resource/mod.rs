//! The page of one resource of any kind: everything AWS returns of it, and what can be done with it now.

mod accounts;
mod actions;
mod api;
mod detail;
mod facts;
mod live;
mod offers;
mod progress;
mod rights;

pub use api::{find_resource, new_form};
pub use facts::section;
pub use rights::Rights;

use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use live::Live;
use model::detail::Found;
use model::{Error, ResourceKey};
use ui::{Banner, Breadcrumbs, ButtonLink, Crumb, Empty, PageHead, Skeleton, Tone};

#[component]
pub fn ResourcePage(key: ResourceKey) -> impl IntoView {
    let (asked, title) = (key.clone(), key.id.clone());
    let found = Resource::new(|| (), move |()| find_resource(asked.clone()));
    let reading = move || {
        view! {
            <PageHead title=title.clone() />
            <Skeleton rows=8 label="Reading it" />
        }
    };
    view! {
        <Transition fallback=reading>
            {move || {
                let key = key.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(first) => page(key, first),
                        Err(Failure(error)) => failed(&key, error, Callback::new(move |()| found.refetch())),
                    }
                })
            }}
        </Transition>
    }
}

fn page(key: ResourceKey, first: Found) -> AnyView {
    let live = Live::begin(key, first);
    let planning = crate::pages::planning::Planning::begin();
    let kind = live.kind;
    let label = Memo::new(move |_| live.label());
    // The head is written last, when what was made here may be gone from the server.
    let first = untrack(|| live.label());
    let title =
        move || [&label.try_get().unwrap_or_else(|| first.clone()), " - ", kind.many(), " - Belvedere"].concat();
    let crumbs = move || vec![Crumb::link(kind.many(), paths::list(kind)), Crumb::here(label.get())];
    let trouble = move || live.asking.trouble.get().map(|error| view! { <ErrorPanel error /> });
    let body = move || match live.found.get() {
        Found::Here(found) => detail::detail(live, planning, *found),
        Found::Nowhere => nowhere(live),
        Found::NotRead(error) => not_read(live, error),
    };
    view! {
        <Title text=title />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=Signal::derive(crumbs) />
            {trouble}
            {body}
        </div>
    }
    .into_any()
}

/// AWS does not have it. It may have been here a moment ago.
fn nowhere(live: Live) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    let kind = live.kind;
    let (what, why) = match live.was_here() {
        Some(name) => ([&name, " is gone."].concat(), "AWS no longer has it."),
        None => (
            ["There is no such ", kind.one(), "."].concat(),
            "Its account and region were read, and AWS was asked for it once more: it does not exist there.",
        ),
    };
    view! {
        <PageHead title=Signal::derive(move || live.label()) />
        <Empty what why>
            <ButtonLink href=paths::list(kind)>{["Go to ", kind.many()].concat()}</ButtonLink>
        </Empty>
    }
    .into_any()
}

/// Nothing can be said about it yet; the page keeps asking.
fn not_read(live: Live, error: Error) -> AnyView {
    let request = error.request_id.map(|id| view! { " AWS request ID " <span class="mono">{id}</span> "." });
    view! {
        <PageHead title=Signal::derive(move || live.label()) />
        <Banner tone=Tone::Idle title="Not read yet.">
            {error.message}
            {request}
        </Banner>
        <p class="text-sm text-ink-2">"Whether it exists is not known. Reading goes on by itself, and this page follows."</p>
    }
    .into_any()
}

fn failed(key: &ResourceKey, error: Error, retry: Callback<()>) -> AnyView {
    view! {
        <Title text=[&key.id, " - ", key.kind.many(), " - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::link(key.kind.many(), paths::list(key.kind)), Crumb::here(key.id.clone())] />
            <PageHead title=key.id.clone() />
            <ErrorPanel error retry />
        </div>
    }
    .into_any()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
