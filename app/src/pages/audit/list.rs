//! The list of events. Its state is the URL; what the server rendered is asked for again when that moves.

use super::address;
use super::api::{Listed, list_audit};
use super::filter::filter;
use super::rows::rows;
use crate::pages::trouble::ErrorPanel;
use crate::route::{Here, search_pairs};
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Error;
use ui::{Breadcrumbs, ButtonLink, Crumb, IconName, PageHead, Refreshing, Skeleton, announce, counted, following};

/// What is shown: the newest answer, or why there is none.
type Shown = RwSignal<Result<Listed, Error>>;

#[component]
pub fn AuditPage() -> impl IntoView {
    let here = Here::get();
    let first = Resource::new(|| (), move |()| list_audit(search_pairs(&here.search.get_untracked())));
    let retry = Callback::new(move |()| first.refetch());
    view! {
        <Title text="Audit - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::here("Audit")] />
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the audit record" /> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(listed) => board(listed).into_any(),
                        Err(Failure(error)) => unread(error, retry).into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

pub(super) fn board(listed: Listed) -> impl IntoView {
    let here = Here::get();
    let choices = listed.page.choices.clone();
    let shown = RwSignal::new(Ok(listed));
    let busy = RwSignal::new(false);
    let retry = Callback::new(move |()| load(here, shown, busy));
    follow_address(here, shown, busy);
    let part = following(move || match shown.get() {
        Ok(listed) => rows(listed, &here.search.get_untracked()),
        Err(error) => view! { <ErrorPanel error retry /> }.into_any(),
    });
    view! {
        <Refreshing active=busy />
        <PageHead title="Audit" actions=move || exports(here)>
            "Every plan, call, outcome and refusal, newest first. Nothing here is ever changed or removed."
        </PageHead>
        {filter(here, choices)}
        {part}
    }
}

fn unread(error: Error, retry: Callback<()>) -> impl IntoView {
    view! {
        <PageHead title="Audit" />
        <ErrorPanel error retry />
    }
}

/// What is in view, all pages of it.
fn exports(here: Here) -> AnyView {
    let filters = here.search.with(|search| address::filters(search));
    let csv = address::at(paths::AUDIT_CSV, filters.clone());
    let lines = address::at(paths::AUDIT_LINES, filters);
    view! {
        <ButtonLink href=csv icon=IconName::Download>"Export CSV"</ButtonLink>
        <ButtonLink href=lines icon=IconName::Download>"Export JSON Lines"</ButtonLink>
    }
    .into_any()
}

fn follow_address(here: Here, shown: Shown, busy: RwSignal<bool>) {
    Effect::new(move |before: Option<String>| {
        let search = here.search.get();
        if before.is_some_and(|before| before != search) {
            load(here, shown, busy);
        }
        search
    });
}

/// Asks for what the address says now; an answer to an older address is dropped.
fn load(here: Here, shown: Shown, busy: RwSignal<bool>) {
    let asked = here.search.get_untracked();
    busy.set(true);
    spawn_local(async move {
        let answer = list_audit(search_pairs(&asked)).await;
        if here.search.try_with_untracked(|search| *search == asked) == Some(true) {
            if let Ok(listed) = &answer {
                announce(&counted(listed.page.events.len(), "event"));
            }
            busy.try_set(false);
            shown.try_set(answer.map_err(|Failure(error)| error));
        }
    });
}
