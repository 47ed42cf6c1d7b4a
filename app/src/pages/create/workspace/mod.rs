//! Creating a Grafana workspace: from nothing, or like one that is there.

mod fields;
mod like;
mod sections;
#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

use super::api::{Opening, open_create_workspace, plan_create_workspace};
use super::form::{Check, FormFrame, FormPage, PlaceField, Planner, TagField, begun, opening};
use super::settings::{self, LABELS};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use crate::route::Here;
use fields::Fields;
use leptos::prelude::*;
use model::form::{CreateWorkspace, Opened};
use model::{Kind, ResourceKey};
use std::pin::Pin;
use std::sync::Arc;
use ui::Skeleton;

#[component]
pub fn CreateWorkspacePage() -> impl IntoView {
    let from = opening();
    let asked = untrack(|| Here::get().param("like")).is_some();
    let inside = match (from.like.clone(), asked) {
        (Some(key), _) => copied(key, from),
        (None, true) => like::of_nothing(),
        (None, false) => fresh(from),
    };
    view! { <FormPage kind=Kind::Grafana title="Create workspace">{inside}</FormPage> }
}

fn fresh(from: Opening) -> AnyView {
    let opened = Resource::new(|| (), move |()| open_create_workspace(from.clone()));
    let retry = Callback::new(move |()| opened.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=12 label="Opening the form" /> }>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok(opened) => view! { <WorkspaceForm opened /> }.into_any(),
                    Err(Failure(error)) => view! { <ErrorPanel error retry=retry /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// Opened in the browser, because the workspace it begins with has to be read from AWS first.
fn copied(key: ResourceKey, from: Opening) -> AnyView {
    let ask = Arc::new(move || -> Pin<Box<dyn Future<Output = _>>> { Box::pin(open_create_workspace(from.clone())) });
    begun(ask, move |mut opened| {
        let like = opened.like.take();
        view! { {like::note(&key, like)} <WorkspaceForm opened /> }.into_any()
    })
}

#[component]
fn WorkspaceForm(opened: Opened<CreateWorkspace>) -> impl IntoView {
    let Opened { id, values, errors, sent, options, .. } = opened;
    let fields = Fields::of(&values, &options);
    let unfolded =
        fields::rare_in_use(&values) || errors.iter().any(|error| fields::RARE.contains(&error.field.as_str()));
    let check = Check::new(LABELS, errors, move || fields.settings.check(fields.read().validate()));
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_workspace(id, untrack(|| fields.read()))));
    view! {
        <FormFrame check id sent planner label="Create workspace" cancel=paths::list(Kind::Grafana)>
            <PlaceField check value=fields.place places=options.places />
            {settings::identity(check, fields.settings)}
            {sections::sign_in(check, fields)}
            {settings::data(check, fields.settings, sections::data_sources(check, fields))}
            {sections::version(check, fields, options.versions)}
            {settings::network(check, fields.settings)}
            <TagField check rows=fields.tags help="Up to 50. Keys have at most 128 characters, values 256." />
            {sections::rare(check, fields, unfolded)}
        </FormFrame>
    }
}
