//! The tally strip: how many of a list are in which state. It is the list's filter and the legend of its marks.

use crate::erased::{all, following};
use crate::tone::{Mark, Tone};
use leptos::prelude::*;

/// One count of the strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyItem {
    /// State that is counted.
    pub tone: Tone,
    /// Its word.
    pub label: String,
    /// How many; `None` when it could not be read, which is not the same as none.
    pub count: Option<u32>,
    /// Where the list shows only these, or all again when this one is in force.
    pub href: String,
    /// Whether the list shows only these at the moment.
    pub current: bool,
}

/// The strip, named by `label`.
#[component]
pub fn Tally(#[prop(into)] label: String, #[prop(into)] items: Signal<Vec<TallyItem>>) -> impl IntoView {
    view! {
        <nav aria-label=label>
            <ul class="tally">{following(move || all(items.get().into_iter().map(item)))}</ul>
        </nav>
    }
}

fn item(TallyItem { tone, label, count, href, current }: TallyItem) -> impl IntoView {
    let count = match count {
        Some(count) => view! { <span class="tally-count">{count.to_string()}</span> }.into_any(),
        None => view! { <span class="tally-count"><span aria-hidden="true">"–"</span><span class="sr">"not known"</span></span> }.into_any(),
    };
    view! {
        <li>
            <a class=item_class(tone) href=href aria-current=current.then_some("true")>
                <span class="tally-label"><Mark tone />{label}" "</span>
                {count}
            </a>
        </li>
    }
    .into_any()
}

const fn item_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Ok => "tally-item tone-ok",
        Tone::Busy => "tally-item tone-busy",
        Tone::Warn => "tally-item tone-warn",
        Tone::Bad => "tally-item tone-bad",
        Tone::Idle => "tally-item tone-idle",
    }
}
