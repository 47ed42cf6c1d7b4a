//! The page of one plan: finds it, or says that there is none.

use super::api::view_plan;
use super::review::Review;
use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::{Code, Error, PlanId};
use ui::{Breadcrumbs, ButtonLink, Crumb, Empty, PageHead, Skeleton};

#[component]
pub fn ChangePage(id: PlanId) -> impl IntoView {
    let seen = Resource::new(|| (), move |()| view_plan(id.clone()));
    let retry = Callback::new(move |()| seen.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the plan" /> }>
            {move || Suspend::new(async move {
                match seen.await {
                    Ok(seen) => view! { <Review seen /> }.into_any(),
                    Err(Failure(error)) if error.code == Code::NotFound => missing(error).into_any(),
                    Err(Failure(error)) => unread(error, retry).into_any(),
                }
            })}
        </Suspense>
    }
}

fn head(title: &'static str) -> impl IntoView {
    view! {
        <Title text=[title, " - Belvedere"].concat() />
        <Breadcrumbs items=vec![Crumb::link("Changes", paths::CHANGES), Crumb::here(title)] />
        <PageHead title=title.to_owned() />
    }
}

fn missing(error: Error) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    view! {
        <div class="grid grid-cols-1 gap-5">
            {head("No such change")}
            <Empty what=error.message why="It belongs to somebody else, or the address is mistyped.">
                <ButtonLink href=paths::CHANGES.to_owned()>"Go to changes"</ButtonLink>
            </Empty>
        </div>
    }
}

fn unread(error: Error, retry: Callback<()>) -> impl IntoView {
    view! {
        <div class="grid grid-cols-1 gap-5">
            {head("Change")}
            <ErrorPanel error retry />
        </div>
    }
}
