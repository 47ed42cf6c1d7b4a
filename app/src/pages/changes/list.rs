//! The list of plans, newest first.

use super::api::{LIST_LENGTH, Seen, list_plans};
use super::words::{of_state, tone};
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::{Millis, PlanSummary};
use ui::{
    Breadcrumbs, ButtonLink, Cell, CellKind, Crumb, Empty, Head, PageHead, Row, RowHead, Skeleton, StatusMark,
    TableBox, TimeAgo,
};

#[component]
pub fn ChangesPage() -> impl IntoView {
    let here = Here::get();
    let before = Memo::new(move |_| here.param("before").and_then(|at| at.parse::<Millis>().ok()));
    let plans = Resource::new(move || before.get(), list_plans);
    let retry = Callback::new(move |()| plans.refetch());
    view! {
        <Title text="Changes - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::here("Changes")] />
            <PageHead title="Changes".to_owned()>
                "Everything planned here, and what became of it. Nothing is written to AWS any other way."
            </PageHead>
            <Transition fallback=|| view! { <Skeleton rows=8 label="Reading changes" /> }>
                {move || Suspend::new(async move {
                    match plans.await {
                        Ok(seen) => view! { <Plans seen from=before.get_untracked() /> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorPanel error retry /> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
}

/// One page of the list; `from` is the moment it was asked for.
#[component]
fn Plans(seen: Seen<Vec<PlanSummary>>, #[prop(optional_no_strip)] from: Option<Millis>) -> impl IntoView {
    let Seen { now, value: plans } = seen;
    if plans.is_empty() {
        return nothing(from.is_some()).into_any();
    }
    let full = plans.len() >= LIST_LENGTH as usize;
    let older =
        plans.last().filter(|_| full).map(|last| [paths::CHANGES, "?before=", &last.created_at.to_string()].concat());
    let rows = plans.into_iter().map(|plan| line(plan, now)).collect_view();
    view! {
        <TableBox label="Changes">
            <thead>
                <tr>
                    <Head>"Change"</Head>
                    <Head>"State"</Head>
                    <Head>"Place"</Head>
                    <Head>"Outcome"</Head>
                    <Head>"Planned by"</Head>
                    <Head numeric=true>"Planned"</Head>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableBox>
        <nav class="flex gap-2 pt-4" aria-label="Pages">
            {from.map(|_| view! { <ButtonLink href=paths::CHANGES.to_owned()>"Newest changes"</ButtonLink> })}
            {older.map(|href| view! { <ButtonLink href>"Older changes"</ButtonLink> })}
        </nav>
    }
    .into_any()
}

fn line(plan: PlanSummary, now: Millis) -> impl IntoView {
    let PlanSummary { id, title, state, partly, created_at, created_by, place, outcome } = plan;
    view! {
        <Row tone=tone(state)>
            <RowHead><a href=paths::change(&id)>{title}</a></RowHead>
            <Cell><StatusMark tone=tone(state) word=of_state(state, partly) /></Cell>
            <Cell kind=CellKind::Mono>{place}</Cell>
            <Cell kind=CellKind::Prose>{outcome}</Cell>
            <Cell>{created_by}</Cell>
            <Cell kind=CellKind::Quiet><TimeAgo at=created_at now=now /></Cell>
        </Row>
    }
}

fn nothing(older: bool) -> impl IntoView {
    let (what, why, href, label) = if older {
        ("No older changes.", "This is the end of the list.", paths::CHANGES, "Newest changes")
    } else {
        (
            "Nothing was planned yet.",
            "A change appears here as soon as its form is sent to review.",
            "/grafana/create",
            "Create workspace",
        )
    };
    view! { <Empty what why><ButtonLink href=href.to_owned()>{label}</ButtonLink></Empty> }
}
