//! The page of everybody. It arrives whole from the server; after that it is answered in the browser, by `live`.

use super::api::{Listed, list_access};
use super::live::Live;
use super::nothing::Shown;
use super::{apart, filter, foot, head, list, matrix, nothing};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::route::{Here, search_pairs};
use crate::title::Title;
use leptos::prelude::*;
use model::access::{AccessQuery, GrafanaRole};
use model::{Code, Error};
use ui::{Breadcrumbs, Crumb, Empty, PageHead, Skeleton, following, maybe};

pub fn page() -> AnyView {
    let search = Here::get().search;
    let first = Resource::new(|| (), move |()| list_access(search.with_untracked(|search| search_pairs(search))));
    view! {
        <Title text="Access - Belvedere" />
        <div class="grid grid-cols-1 gap-4">
            <Breadcrumbs items=vec![Crumb::here("Access")] />
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading who holds which role" /> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(listed) => board(listed),
                        Err(Failure(error)) => failed(error, Callback::new(move |()| first.refetch())),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

pub(super) fn board(first: Listed) -> AnyView {
    let live = Live::begin(first);
    let shown =
        Memo::new(move |_| live.shown.with(|shown| nothing::shown(shown, live.frame.with(|frame| frame.total))));
    let body = following(move || {
        match shown.get() {
        Shown::Holders => view! {
            <div class="grid grid-cols-1 gap-3">{following(move || only(live.query.with(narrowing)))} {matrix::matrix(live)} {list::list(live)} {foot::foot(live)}</div>
        }
        .into_any(),
        other => nothing::nothing(live, other),
    }
    });
    view! {
        {head::head(live)}
        {head::trouble(live)}
        {head::tally(live)}
        {filter::filter(live)}
        {body}
        {apart::apart(live)}
    }
    .into_any()
}

/// What of the holders' grants is left out.
fn narrowing(query: &AccessQuery) -> Option<String> {
    let role = query.role.map(GrafanaRole::word);
    let place = !(query.workspace.is_empty() && query.account.is_empty() && query.tag.is_empty());
    match (role, place) {
        (Some(role), true) => Some(["Only the role ", role, " in workspaces that match is shown."].concat()),
        (Some(role), false) => {
            Some(["Only the role ", role, " is shown: holders may have other roles elsewhere."].concat())
        }
        (None, true) => Some("Only workspaces that match are shown: holders may have roles elsewhere.".to_owned()),
        (None, false) => None,
    }
}

fn only(what: Option<String>) -> AnyView {
    maybe(what.map(|what| view! { <p class="text-sm text-ink-2">{what}</p> }))
}

/// The page of somebody who may not see it, or of a server without Grafana, or without an answer.
pub(super) fn failed(error: Error, retry: Callback<()>) -> AnyView {
    let body = match error.code {
        Code::Denied => view! { <Empty what="You cannot see who holds which role." why=error.message /> }.into_any(),
        Code::NotFound => view! { <Empty what="Grafana workspaces are not read here." why=error.message /> }.into_any(),
        _ => view! { <ErrorPanel error retry /> }.into_any(),
    };
    view! {
        <Title text="Access - Belvedere" />
        <PageHead title="Access" />
        {body}
    }
    .into_any()
}
