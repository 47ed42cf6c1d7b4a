//! Changing what is there: one form for each facet of a resource. A form ends in a plan, never in a call to AWS.

mod api;
mod frame;
mod sign_in;
mod tags;

use crate::pages::not_found::NotFound;
use crate::route::Edited;
use leptos::prelude::*;
use model::ResourceKey;

/// The form for one facet.
#[component]
pub fn EditPage(key: ResourceKey, edited: Edited) -> impl IntoView {
    match edited {
        Edited::Tags => tags::page(key),
        _ => view! { <NotFound /> }.into_any(),
    }
}

/// The form for how people sign in, or the one that gives it to other workspaces.
#[component]
pub fn SignInPage(key: ResourceKey, copy: bool) -> impl IntoView {
    if copy { sign_in::copy_page(key) } else { sign_in::page(key) }
}
