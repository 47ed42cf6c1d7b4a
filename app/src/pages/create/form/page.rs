//! The page around a create form.

use crate::title::Title;
use leptos::prelude::*;
use model::Kind;
use ui::{Breadcrumbs, Crumb, PageHead};

/// Trail, title and head of a page that creates something of `kind`.
#[component]
pub fn FormPage(kind: Kind, title: &'static str, children: Children) -> impl IntoView {
    let trail = vec![Crumb::link(kind.many(), crate::paths::list(kind)), Crumb::here(title)];
    view! {
        <Title text=[title, " - Belvedere"].concat() />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=trail />
            <PageHead title=title.to_owned()>"Nothing is sent to AWS before you have reviewed it."</PageHead>
            {children()}
        </div>
    }
}
