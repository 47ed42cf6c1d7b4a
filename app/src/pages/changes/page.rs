//! The page of one plan: finds it, or says that there is none.

use super::api::view_plan;
use super::review::Review;
use crate::pages::not_found::NotFound;
use crate::pages::trouble::ErrorPanel;
use crate::{Failure, paths};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::{Code, Error, PlanId};
use ui::{Breadcrumbs, ButtonLink, Crumb, Empty, PageHead, Skeleton};

#[component]
pub fn ChangePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| PlanId::parse(&id).ok())));
    let seen = Resource::new(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => view_plan(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let retry = Callback::new(move |()| seen.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the plan" /> }>
            {move || Suspend::new(async move {
                match seen.await {
                    Ok(Some(seen)) => view! { <Review seen /> }.into_any(),
                    Ok(None) => view! { <NotFound /> }.into_any(),
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
        <div class="grid gap-5">
            {head("No such change")}
            <Empty what=error.message why="It belongs to somebody else, or the address is mistyped.">
                <ButtonLink href=paths::CHANGES.to_owned()>"Go to changes"</ButtonLink>
            </Empty>
        </div>
    }
}

fn unread(error: Error, retry: Callback<()>) -> impl IntoView {
    view! {
        <div class="grid gap-5">
            {head("Change")}
            <ErrorPanel error retry />
        </div>
    }
}
