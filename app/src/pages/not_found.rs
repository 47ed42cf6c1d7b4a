//! The page for a path that leads nowhere. It keeps the shell and has the status 404.

use crate::title::Title;
use leptos::prelude::*;
use ui::{ButtonLink, Empty};

#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    view! {
        <Title text="Not found - Belvedere" />
        <h1 id="page-title" tabindex="-1" class="text-xl font-semibold pb-4">
            "Page not found"
        </h1>
        <Empty what="Nothing lives at this address." why="The link may be old, or mistyped.">
            <ButtonLink href="/grafana">"Go to Grafana workspaces"</ButtonLink>
        </Empty>
    }
}
