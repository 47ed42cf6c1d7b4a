//! One event with everything the record has of it. Its address never changes, and neither does what it shows.

use super::api::read_audit_event;
use super::{address, words};
use crate::pages::diff::line;
use crate::pages::without::{List, missing, unread};
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::Code;
use model::audit::{AuditEntry, AuditEvent};
use ui::{
    Breadcrumbs, ButtonLink, Crumb, Diff, KeyValue, KeyValues, PageHead, Section, Skeleton, StatusMark, all, exact,
    iso, maybe,
};

const LIST: List = List { name: "Audit", href: paths::AUDIT };
const WHY: &str = "Events are never removed: the address is mistyped, or of another Belvedere.";

#[component]
pub fn AuditEventPage(sequence: i64) -> impl IntoView {
    let entry = Resource::new(|| (), move |()| read_audit_event(sequence));
    let retry = Callback::new(move |()| entry.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=8 label="Reading the event" /> }>
            {move || Suspend::new(async move {
                match entry.await {
                    Ok(entry) => whole(entry).into_any(),
                    Err(Failure(error)) if error.code == Code::NotFound => {
                        missing(LIST, "No such event", error, WHY, "Go to the audit record")
                    }
                    Err(Failure(error)) => unread(LIST, "Audit event", error, retry),
                }
            })}
        </Suspense>
    }
}

pub(super) fn whole(entry: AuditEntry) -> impl IntoView {
    let AuditEntry { event, diff, detail, prev_hash, hash, newest } = entry;
    let sequence = event.sequence;
    let title = ["Audit event ", &sequence.to_string()].concat();
    let status = status(&event);
    let lines = diff.into_iter().map(line).collect::<Vec<_>>();
    let diff = (!lines.is_empty()).then(|| {
        view! {
            <Section title="What changes">
                <Diff label="Values before and after" lines />
            </Section>
        }
    });
    let detail = (!detail.is_empty()).then(|| {
        let facts = all(detail.into_iter().map(|(label, value)| view! { <KeyValue label>{value}</KeyValue> }));
        view! {
            <Section title="Detail">
                <KeyValues>{facts}</KeyValues>
            </Section>
        }
    });
    view! {
        <Title text=[&title, " - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-5 max-w-[60rem]">
            <Breadcrumbs items=vec![Crumb::link("Audit", paths::AUDIT), Crumb::here(title.clone())] />
            <PageHead title>{status}</PageHead>
            {facts(event)}
            {maybe(diff)}
            {maybe(detail)}
            <Section title="Place in the chain">
                <KeyValues>
                    <KeyValue label="Hash" copy=hash.clone() mono=true>{hash}</KeyValue>
                    <KeyValue label="Hash of the event before" copy=prev_hash.clone() mono=true>{prev_hash}</KeyValue>
                </KeyValues>
            </Section>
            {neighbours(sequence, newest)}
        </div>
    }
}

fn status(event: &AuditEvent) -> AnyView {
    let tone = words::tone(event);
    let mark = words::outcome(event).map(|word| view! { <StatusMark tone word /> });
    view! {
        <span class="inline-flex flex-wrap items-center gap-x-3">
            {maybe(mark)}
            <time datetime=iso(event.at)>{exact(event.at)}</time>
        </span>
    }
    .into_any()
}

fn facts(event: AuditEvent) -> AnyView {
    let AuditEvent { event, actor, plan, operation, target, outcome, message, request_id, .. } = event;
    let plan = plan.map(|plan| {
        let (page, list) = ([paths::CHANGES, "/", &plan].concat(), address::only("plan", &plan));
        view! {
            <KeyValue label="Plan">
                <a class="mono" href=page>{plan}</a>
                " "
                <a href=list>"All its events"</a>
            </KeyValue>
        }
    });
    let request = request_id.map(|id| {
        view! {
            <KeyValue label="AWS request ID" copy=id.clone() mono=true>{id}</KeyValue>
        }
    });
    view! {
        <KeyValues>
            <KeyValue label="Event">{words::capital(&event)}</KeyValue>
            {said("Outcome", words::capital(&outcome), false)}
            {said("Message", message, false)}
            <KeyValue label="Actor">{actor}</KeyValue>
            {said("Operation", operation, true)}
            {said("Target", target, true)}
            {maybe(plan)}
            {maybe(request)}
        </KeyValues>
    }
    .into_any()
}

/// A fact that an event may not have. Identifiers can be copied.
fn said(label: &'static str, value: String, code: bool) -> AnyView {
    maybe((!value.is_empty()).then(|| match code {
        true => view! { <KeyValue label copy=value.clone() mono=true>{value}</KeyValue> }.into_any(),
        false => view! { <KeyValue label>{value}</KeyValue> }.into_any(),
    }))
}

fn neighbours(sequence: i64, newest: i64) -> AnyView {
    let older = (sequence > 1).then(|| paths::audit_event(sequence - 1));
    let newer = (sequence < newest).then(|| paths::audit_event(sequence + 1));
    view! {
        <nav class="flex flex-wrap gap-2" aria-label="Events">
            {maybe(older.map(|href| view! { <ButtonLink href>"Event before"</ButtonLink> }))}
            {maybe(newer.map(|href| view! { <ButtonLink href>"Event after"</ButtonLink> }))}
        </nav>
    }
    .into_any()
}
