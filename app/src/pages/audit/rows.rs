//! The events of a page as a table, what stands in its place when there are none, and the way to older ones.

use super::api::Listed;
use super::{address, words};
use crate::pages::filters;
use crate::paths;
use leptos::prelude::*;
use model::audit::{AuditEvent, AuditPage};
use ui::{ButtonLink, Cell, CellKind, Empty, Head, Row, RowHead, StatusMark, TableBox, all, exact, iso, maybe};

/// `search` is the address the events were asked for with.
pub fn rows(listed: Listed, search: &str) -> AnyView {
    let Listed { page, ignored } = listed;
    let AuditPage { events, newest, older, searched_to, .. } = page;
    let filters = address::filters(search);
    let paged = crate::route::search_pairs(search).iter().any(|(name, _)| name == "before");
    let count = events.len();
    let shown = match count {
        0 => nothing(newest, !filters.is_empty(), paged, searched_to),
        _ => table(events),
    };
    view! {
        {filters::ignored(&ignored)}
        {shown}
        {maybe(searched_to.filter(|_| count > 0).map(|to| view! { <p class="text-sm text-ink-2">{searched(to)}</p> }))}
        {ways(filters, paged, older, searched_to.is_some())}
    }
    .into_any()
}

fn table(events: Vec<AuditEvent>) -> AnyView {
    view! {
        <TableBox label="Audit events">
            <thead>
                <tr>
                    <Head>"Time (UTC)"</Head>
                    <Head>"Event"</Head>
                    <Head>"Outcome"</Head>
                    <Head>"Actor"</Head>
                    <Head>"Operation"</Head>
                    <Head>"Target"</Head>
                    <Head>"Plan"</Head>
                </tr>
            </thead>
            <tbody>{all(events.into_iter().map(line))}</tbody>
        </TableBox>
    }
    .into_any()
}

fn line(event: AuditEvent) -> AnyView {
    let (tone, outcome) = (words::tone(&event), words::outcome(&event));
    let AuditEvent { sequence, at, event, actor, plan, operation, target, .. } = event;
    view! {
        <Row tone>
            <RowHead>
                <a href=paths::audit_event(sequence)>
                    <time datetime=iso(at)>{exact(at)}</time>
                </a>
            </RowHead>
            <Cell>{words::capital(&event)}</Cell>
            <Cell>{maybe(outcome.map(|word| view! { <StatusMark tone word /> }))}</Cell>
            <Cell>{actor}</Cell>
            <Cell kind=CellKind::Mono>{operation}</Cell>
            <Cell kind=CellKind::Mono>{target}</Cell>
            <Cell kind=CellKind::Mono>{maybe(plan.map(plan_link))}</Cell>
        </Row>
    }
    .into_any()
}

/// The beginning of its id is enough to tell it from its neighbours.
fn plan_link(plan: String) -> impl IntoView {
    let start = plan.split('-').next().unwrap_or_default().to_owned();
    view! {
        <a href=[paths::CHANGES, "/", &plan].concat() title=plan>
            <span class="sr">"Plan "</span>
            {start}
        </a>
    }
}

fn nothing(newest: i64, narrowed: bool, paged: bool, searched_to: Option<i64>) -> AnyView {
    let (what, why) = match (newest, searched_to) {
        (0, _) => (
            "Nothing is on record yet.",
            "Every plan, call, outcome, export and refusal is recorded from now on.".to_owned(),
        ),
        (_, Some(to)) => ("None of the events looked at match.", searched(to)),
        _ if paged => ("No older events.", "This is the end of the record, as far as it matches.".to_owned()),
        _ => ("None of the events match.", "All filters have to match, and every word of the text.".to_owned()),
    };
    let clear = narrowed.then(|| {
        let clear: Children =
            Box::new(|| view! { <ButtonLink href=paths::AUDIT>"Clear filters"</ButtonLink> }.into_any());
        clear
    });
    match clear.filter(|_| newest > 0) {
        Some(clear) => view! { <Empty what why>{clear()}</Empty> }.into_any(),
        None => view! { <Empty what why /> }.into_any(),
    }
}

fn searched(to: i64) -> String {
    ["Events before number ", &to.to_string(), " were not looked at yet."].concat()
}

fn ways(filters: Vec<address::Pair>, paged: bool, older: Option<i64>, unfinished: bool) -> AnyView {
    let newest = paged.then(|| address::list(filters.clone()));
    let label = if unfinished { "Search older events" } else { "Older events" };
    let older = older.map(|before| address::older(filters, before));
    maybe((newest.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="flex gap-2" aria-label="Pages">
                {maybe(newest.map(|href| view! { <ButtonLink href>"Newest events"</ButtonLink> }))}
                {maybe(older.map(|href| view! { <ButtonLink href>{label}</ButtonLink> }))}
            </nav>
        }
    }))
}
