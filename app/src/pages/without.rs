//! A page whose one thing is not there, or was not read.

use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use leptos::prelude::*;
use model::Error;
use ui::{Breadcrumbs, ButtonLink, Crumb, Empty, PageHead};

/// The list such a thing is in.
#[derive(Clone, Copy)]
pub struct List {
    pub name: &'static str,
    pub href: &'static str,
}

/// There is none: answered 404. `error` says what there is none of, `why` how that may be, `way` leads to the list.
pub fn missing(list: List, title: &'static str, error: Error, why: &'static str, way: &'static str) -> AnyView {
    #[cfg(feature = "ssr")]
    crate::context::set_not_found();
    view! {
        <div class="grid grid-cols-1 gap-5">
            {head(list, title)}
            <Empty what=error.message why>
                <ButtonLink href=list.href>{way}</ButtonLink>
            </Empty>
        </div>
    }
    .into_any()
}

/// Whether there is one is not known; `retry` asks again.
pub fn unread(list: List, title: &'static str, error: Error, retry: Callback<()>) -> AnyView {
    view! {
        <div class="grid grid-cols-1 gap-5">
            {head(list, title)}
            <ErrorPanel error retry />
        </div>
    }
    .into_any()
}

fn head(list: List, title: &'static str) -> AnyView {
    view! {
        <Title text=[title, " - Belvedere"].concat() />
        <Breadcrumbs items=vec![Crumb::link(list.name, list.href), Crumb::here(title)] />
        <PageHead title=title.to_owned() />
    }
    .into_any()
}
