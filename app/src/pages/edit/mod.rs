//! Changing what is there: one form for each facet of a resource. A form ends in a plan, never in a call to AWS.

mod alias;
mod api;
mod configuration;
mod frame;
mod label_sets;
mod license;
mod policy;
mod settings;
mod sign_in;
mod tags;
mod version;
mod workspace_configuration;

use crate::pages::not_found::NotFound;
use crate::route::Edited;
use leptos::prelude::*;
use model::ResourceKey;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

/// The form for one facet.
#[component]
pub fn EditPage(key: ResourceKey, edited: Edited) -> impl IntoView {
    match edited {
        Edited::Settings => settings::page(key),
        Edited::Configuration => configuration::page(key),
        Edited::Tags => tags::page(key),
        Edited::Alias => alias::page(key),
        Edited::Policy => policy::page(key),
        Edited::Version => version::page(key),
        Edited::License => license::page(key),
        Edited::WorkspaceConfiguration => workspace_configuration::page(key),
        // They have a page of their own.
        Edited::SignIn | Edited::CopySignIn => view! { <NotFound /> }.into_any(),
    }
}

/// The form for how people sign in, or the one that gives it to other workspaces.
#[component]
pub fn SignInPage(key: ResourceKey, copy: bool) -> impl IntoView {
    if copy { sign_in::copy_page(key) } else { sign_in::page(key) }
}
