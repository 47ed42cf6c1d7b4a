//! Sections of facts: what one read returned, how old it is, and why it is not younger.

use leptos::prelude::*;
use model::detail::{Fact, Section, Value};
use model::{Error, Millis, Reading};
use ui::{Banner, KeyValue, KeyValues, Section as Part, Skeleton, TimeAgo, Tone, ago};

pub fn section(section: Section, now: RwSignal<Millis>) -> AnyView {
    let Section { title, operation, facts } = section;
    let body = reading(facts, now, 3, move |facts| {
        let facts = facts.into_iter().map(|item| fact(item, now)).collect::<Vec<_>>();
        view! { <KeyValues>{facts}</KeyValues> }.into_any()
    });
    let age = body.1;
    view! {
        <Part title actions=move || source(&operation, age, now)>
            {body.0}
        </Part>
    }
    .into_any()
}

/// Where a section comes from, and when that was read.
pub fn source(operation: &str, read_at: Option<Millis>, now: RwSignal<Millis>) -> AnyView {
    let operation = operation.to_owned();
    view! {
        <span class="text-sm text-ink-3">
            <span class="mono">{operation}</span>
            {read_at.map(|at| view! { " · read " <TimeAgo at now /> })}
        </span>
    }
    .into_any()
}

/// A reading in each of its conditions: pending, failed, kept from before a failure, good. Also answers its age.
pub fn reading<T>(
    reading: Reading<T>,
    now: RwSignal<Millis>,
    rows: u8,
    show: impl FnOnce(T) -> AnyView,
) -> (AnyView, Option<Millis>) {
    let Reading { value, read_at, error } = reading;
    let pending = value.is_none() && error.is_none();
    let trouble = error.map(|error| unread(error, value.is_some().then_some(read_at).flatten(), now));
    let view = match value {
        Some(value) => show(value),
        None if pending => view! { <Skeleton rows label="Reading" /> }.into_any(),
        None => ().into_any(),
    };
    ((trouble, view).into_any(), read_at)
}

fn unread(error: Error, kept: Option<Millis>, now: RwSignal<Millis>) -> AnyView {
    let title = if kept.is_some() { "This could not be read again." } else { "This could not be read." };
    let Error { message, request_id, .. } = error;
    view! {
        <Banner tone=Tone::Warn title>
            {message}
            {kept.map(|at| view! { " What stands here was read " {move || ago(at, now.get())} "." })}
            {request_id.map(|id| view! { <span class="block">"AWS request ID " <span class="mono">{id}</span></span> })}
        </Banner>
    }
    .into_any()
}

fn fact(fact: Fact, now: RwSignal<Millis>) -> AnyView {
    let Fact { label, value } = fact;
    match value {
        Value::Text(text) | Value::Reason(text) => line(label, text.into_any()),
        Value::Code(code) => copyable(label, code, None),
        Value::Link(address) => {
            let href = is_safe(&address).then(|| address.clone());
            copyable(label, address, href)
        }
        Value::Time(at) => line(label, view! { <TimeAgo at now /> }.into_any()),
        Value::List(items) => line(label, items.join(", ").into_any()),
        Value::Tags(tags) => line(label, tags.into_iter().map(tag).collect::<Vec<_>>().into_any()),
        Value::Absent(words) => line(label, view! { <span class="text-ink-3">{words}</span> }.into_any()),
    }
}

fn line(label: String, content: AnyView) -> AnyView {
    view! { <KeyValue label>{content}</KeyValue> }.into_any()
}

fn copyable(label: String, code: String, href: Option<String>) -> AnyView {
    let copy = code.clone();
    let content = match href {
        Some(href) => view! {
            <a href=href target="_blank" rel="noopener noreferrer">
                {code}
            </a>
        }
        .into_any(),
        None if code.contains('\n') => {
            let name = label.clone();
            view! {
                <span class="block max-h-96 overflow-auto whitespace-pre-wrap" role="region" aria-label=name tabindex="0">
                    {code}
                </span>
            }
            .into_any()
        }
        None => code.into_any(),
    };
    view! {
        <KeyValue label copy mono=true>
            {content}
        </KeyValue>
    }
    .into_any()
}

fn tag((key, value): (String, String)) -> AnyView {
    view! { <span class="mono block">{key} " = " {value}</span> }.into_any()
}

/// Only encrypted addresses become links: what AWS returns is shown, never trusted.
pub fn is_safe(address: &str) -> bool {
    address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
}
