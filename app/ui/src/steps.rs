//! Ordered steps of something that takes time.

use crate::tone::{Mark, Tone};
use leptos::prelude::*;

/// The steps from first to last.
#[component]
pub fn Steps(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <ol class="steps" aria-label=label>{children()}</ol> }
}

/// One step: what it is (the children), how it stands in a `word`, and a `note` such as how long it took.
/// A busy step is the current one.
#[component]
pub fn Step(
    tone: Tone,
    #[prop(into)] word: String,
    #[prop(optional, into)] note: String,
    children: Children,
) -> impl IntoView {
    view! {
        <li class="step" aria-current=(tone == Tone::Busy).then_some("step")>
            <Mark tone />
            <span class="step-what">{children()}</span>
            <span class=word_class(tone)>{word}</span>
            <span class="step-note">{note}</span>
        </li>
    }
}

const fn word_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "step-word tone-ok",
        Tone::Busy => "step-word tone-busy",
        Tone::Warn => "step-word tone-warn",
        Tone::Bad => "step-word tone-bad",
        Tone::Idle => "step-word tone-idle",
    }
}
