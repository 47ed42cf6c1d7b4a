//! The parts a page is divided by: its head, sections, boxes.

use crate::browser;
use crate::erased::{following, maybe};
use leptos::prelude::*;

/// Head of a page: its only `h1` with the count in grey, one grey line (the children), actions on the right.
#[component]
pub fn PageHead(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] count: Signal<String>,
    #[prop(optional, into)] actions: ViewFn,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::new();
    browser::focus_if_awaited(heading);
    view! {
        <div class="page-head">
            <div class="page-head-text">
                <h1 id=browser::TITLE tabindex="-1" node_ref=heading>{move || title.get()}" "<span class="count">{move || count.get()}</span></h1>
                {maybe(children.map(|children| view! { <div class="page-line">{children()}</div> }))}
            </div>
            <div class="actions">{following(move || actions.run())}</div>
        </div>
    }
    .into_any()
}

/// A part of a page under an `h2`.
#[component]
pub fn Section(
    #[prop(into)] title: String,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head">
                <h2>{title}</h2>
                <div class="actions">{following(move || actions.run())}</div>
            </div>
            {children()}
        </section>
    }
    .into_any()
}

/// A mono label above a group. For one or two words, never for a sentence.
#[component]
pub fn SectionLabel(children: Children) -> impl IntoView {
    view! { <p class="label">{children()}</p> }
}

/// A bordered box on the surface colour.
#[component]
pub fn Panel(children: Children) -> impl IntoView {
    view! { <div class="panel">{children()}</div> }
}
