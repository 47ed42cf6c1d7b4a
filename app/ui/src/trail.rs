//! Ways between pages: breadcrumbs, tabs, previous and next. All of them plain links.

use crate::erased::{all, following};
use crate::icon::{Icon, IconName};
use leptos::prelude::*;

/// One stop of a breadcrumb trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    label: String,
    href: Option<String>,
}

impl Crumb {
    /// A page above this one.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// This page.
    pub fn here(label: impl Into<String>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// Where this page is, from the top down.
#[component]
pub fn Breadcrumbs(#[prop(into)] items: Signal<Vec<Crumb>>) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol>{following(move || all(items.get().into_iter().map(crumb)))}</ol>
        </nav>
    }
}

fn crumb(Crumb { label, href }: Crumb) -> impl IntoView {
    let content = match href {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => view! { <span aria-current="page">{label}</span> }.into_any(),
    };
    view! { <li>{content}</li> }
}

/// Views of one thing, each with its own address.
#[component]
pub fn Tabs(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <ul>{children()}</ul>
        </nav>
    }
}

/// One tab.
#[component]
pub fn Tab(
    #[prop(into)] href: String,
    #[prop(into)] current: Signal<bool>,
    #[prop(optional)] count: Option<u32>,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a class="tab" href=href aria-current=move || current.get().then_some("page")>
                {children()}
                {count.map(|count| view! { " " <span class="count">{count}</span> })}
            </a>
        </li>
    }
}

/// Steps through a long list. An empty address means that there is no such page.
#[component]
pub fn Pager(
    #[prop(into)] label: String,
    #[prop(optional, into)] previous: String,
    #[prop(optional, into)] next: String,
) -> impl IntoView {
    view! {
        <nav class="pager" aria-label="Pages">
            <span class="pager-label">{label}</span>
            {pager_link(previous, "prev", "Previous page", IconName::ChevronLeft)}
            {pager_link(next, "next", "Next page", IconName::ChevronRight)}
        </nav>
    }
}

fn pager_link(href: String, rel: &'static str, label: &'static str, icon: IconName) -> impl IntoView {
    // A link without an address is how HTML says "not now" and keeps the place of the other one.
    let there = !href.is_empty();
    view! {
        <a
            class="btn btn-plain btn-icon"
            role=(!there).then_some("link")
            href=there.then_some(href)
            rel=rel
            aria-label=label
            title=label
            aria-disabled=(!there).then_some("true")
        >
            <Icon name=icon />
        </a>
    }
}
