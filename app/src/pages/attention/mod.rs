//! What needs somebody, over everything that was read: the gravest first, each with the way to where it is put right.
//! Shows and decides nothing.

mod api;
mod board;
mod rows;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod words;

use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use api::attention_feed;
use leptos::prelude::*;
use ui::{Breadcrumbs, Crumb, PageHead, Skeleton};

pub fn page() -> AnyView {
    let first = Resource::new(|| (), move |()| attention_feed());
    let retry = Callback::new(move |()| first.refetch());
    view! {
        <Title text="Attention - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::here("Attention")] />
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading what needs somebody" /> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(feed) => board::board(feed),
                        Err(Failure(error)) => {
                            view! { <PageHead title="Attention" /> <ErrorPanel error retry /> }.into_any()
                        }
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}
