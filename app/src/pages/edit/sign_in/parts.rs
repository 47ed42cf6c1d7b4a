//! What the sections of these pages are made of. Each part is put into a view at one place, so that its code is in the
//! download once.

use leptos::prelude::*;
use ui::{Banner, Button, KeyValue, KeyValues, Section, Tone, all, maybe};

/// A section with its parts below each other.
pub fn section(title: impl Into<String>, parts: Vec<AnyView>) -> AnyView {
    let (title, parts) = (title.into(), stack(parts));
    view! { <Section title>{parts}</Section> }.into_any()
}

pub fn stack(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="flex flex-col gap-4">{parts}</div> }.into_any()
}

/// Sections below each other.
pub fn sections(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="flex flex-col gap-8">{parts}</div> }.into_any()
}

/// A sentence at the head of a section.
pub fn intro(text: String) -> AnyView {
    view! { <p class="text-sm text-ink-2">{text}</p> }.into_any()
}

/// A line in the manner of a field's help.
pub fn help(text: String) -> AnyView {
    view! { <p class="help wrap-anywhere">{text}</p> }.into_any()
}

pub fn banner(tone: Tone, title: String, body: String) -> AnyView {
    // What is for information alone was there from the beginning, and is not read out.
    let live = tone != Tone::Idle;
    view! { <Banner tone title live>{body}</Banner> }.into_any()
}

/// A name and its value.
pub struct Fact {
    pub label: String,
    pub value: String,
    pub mono: bool,
    /// With a button that copies it.
    pub copy: bool,
}

impl Fact {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), mono: false, copy: false }
    }

    /// An identifier or an address.
    pub fn mono(self) -> Self {
        Self { mono: true, ..self }
    }

    pub fn copied(self) -> Self {
        Self { copy: true, ..self }
    }
}

pub fn facts(facts: Vec<Fact>) -> AnyView {
    let facts = all(facts.into_iter().map(|Fact { label, value, mono, copy }| {
        let text = value.clone();
        match copy {
            true => view! { <KeyValue label mono copy=value>{text}</KeyValue> },
            false => view! { <KeyValue label mono>{text}</KeyValue> },
        }
    }));
    view! { <KeyValues>{facts}</KeyValues> }.into_any()
}

/// A button; `reason` is why it cannot be pressed, empty when it can. `more` says what it is about to who cannot see it.
pub fn button(
    label: &'static str,
    more: Option<String>,
    busy: RwSignal<bool>,
    reason: Signal<String>,
    press: Callback<()>,
) -> AnyView {
    let more = maybe(more.map(|more| view! { <span class="sr">{more}</span> }));
    view! { <div><Button busy reason on_click=move |_| press.run(())>{label} {more}</Button></div> }.into_any()
}
