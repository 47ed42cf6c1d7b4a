//! What only keyboards and screen readers meet.

use crate::browser::LIVE;
use leptos::prelude::*;

/// Text for assistive technology alone.
#[component]
pub fn VisuallyHidden(children: Children) -> impl IntoView {
    view! { <span class="sr">{children()}</span> }
}

/// First link of the page: shows itself on focus and leads past the navigation to `#main`.
#[component]
pub fn SkipLink() -> impl IntoView {
    // The attribute keeps client-side routers from taking the link for a page.
    view! { <a class="skip" href="#main" rel="external">"Skip to content"</a> }
}

/// The page's one polite live region; [`crate::announce`] speaks through it.
#[component]
pub fn LiveRegion() -> impl IntoView {
    view! { <div id=LIVE class="sr" role="status" aria-live="polite"></div> }
}
