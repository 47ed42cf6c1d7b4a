//! A form that begins like a workspace that is there: what of it the form has, and what has to be done by itself.

use crate::paths;
use crate::route::Edited;
use leptos::prelude::*;
use model::form::Like;
use model::{Kind, ResourceKey};
use ui::{Banner, Empty, Tone, all};

/// Stands above the form. `like` is missing where the values are those of an earlier plan.
pub fn note(key: &ResourceKey, like: Option<Like>) -> AnyView {
    let Like { label, notes } = like.unwrap_or_else(|| Like { label: key.id.clone(), notes: Vec::new() });
    let notes = all(notes.into_iter().map(|note| view! { <span class="block">{note}</span> }));
    let (there, copy) = (paths::resource(key), paths::edit(key, Edited::CopySignIn));
    let title = ["Begun like ", &label, "."].concat();
    view! {
        <Banner tone=Tone::Idle title>
            "Settings, configuration, networks, data sources and tags are those of "
            <a href=there>{label}</a>
            "; nothing of it is changed. "
            <span class="block">
                "Not copied: the people and groups with a role, service accounts and keys, dashboards and alerts, and how SAML is set up. Once the new workspace is active, "
                <a href=copy>"copy the sign-in"</a>
                "."
            </span>
            {notes}
        </Banner>
    }
    .into_any()
}

/// The address was written by hand, and names no workspace.
pub fn of_nothing() -> AnyView {
    let create = paths::create(Kind::Grafana);
    view! {
        <Empty
            what="This address names no workspace to begin with."
            why="After like= stand account, region and id of a Grafana workspace, with slashes between them."
        >
            // A new document: another search alone leaves the page as it is.
            <a href=create rel="external">"Create a workspace from nothing"</a>
        </Empty>
    }
    .into_any()
}
