//! What stands where rows would be: nothing to show, or not read yet.

use crate::erased::{all, maybe};
use leptos::prelude::*;

/// Says what is not there, why, and offers one action as its children.
#[component]
pub fn Empty(
    #[prop(into)] what: String,
    #[prop(optional, into)] why: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty-what">{what}</p>
            {maybe((!why.is_empty()).then(|| view! { <p class="empty-why">{why}</p> }))}
            {maybe(children.map(|children| view! { <div class="empty-action">{children()}</div> }))}
        </div>
    }
}

/// Lines in the place and height of the rows to come. Appears after 200 ms, so that a quick answer does not flicker.
#[component]
pub fn Skeleton(rows: u8, #[prop(into)] label: String) -> impl IntoView {
    let lines = all((0..rows).map(|_| view! { <span class="skeleton-line"></span> }));
    view! {
        <div class="skeleton">
            <span class="sr" role="status">{label}</span>
            <div aria-hidden="true">{lines}</div>
        </div>
    }
}

/// A two pixel bar that runs while what is shown is being read again; the old rows stay usable meanwhile.
#[component]
pub fn Refreshing(#[prop(into)] active: Signal<bool>) -> impl IntoView {
    view! { <div class="refreshing" data-active=move || active.get().then_some("") aria-hidden="true"></div> }
}
