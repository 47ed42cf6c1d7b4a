//! Service accounts, tokens and API keys of the whole fleet: what needs somebody first, notes of who answers for them,
//! and the ways to rotate and revoke. Never a secret.

mod address;
mod api;
mod board;
mod chosen;
mod filter;
mod note;
mod rows;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
mod words;

pub use api::plan_revoke;

use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::route::{Here, search_pairs};
use crate::title::Title;
use api::list_tokens;
use leptos::prelude::*;
use ui::{Breadcrumbs, Crumb, PageHead, Skeleton};

pub fn page() -> AnyView {
    let here = Here::get();
    let first = Resource::new(|| (), move |()| list_tokens(search_pairs(&here.search.get_untracked())));
    let retry = Callback::new(move |()| first.refetch());
    view! {
        <Title text="Tokens - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::here("Tokens")] />
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading tokens" /> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(listed) => board::board(listed),
                        Err(Failure(error)) => view! { <PageHead title="Tokens" /> <ErrorPanel error retry /> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}
