//! Creating a Grafana workspace.

mod fields;
mod sections;
#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

use super::api::{open_create_workspace, plan_create_workspace};
use super::form::{Check, FormFrame, FormPage, PlaceField, Planner, TagField, opening};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use fields::{Fields, LABELS};
use leptos::prelude::*;
use model::Kind;
use model::form::{CreateWorkspace, Opened};
use std::sync::Arc;
use ui::Skeleton;

#[component]
pub fn CreateWorkspacePage() -> impl IntoView {
    let from = opening();
    let opened = Resource::new(|| (), move |()| open_create_workspace(from.clone()));
    let retry = Callback::new(move |()| opened.refetch());
    view! {
        <FormPage kind=Kind::Grafana title="Create workspace">
            <Suspense fallback=|| view! { <Skeleton rows=12 label="Opening the form" /> }>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(opened) => view! { <WorkspaceForm opened /> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorPanel error retry=retry /> }.into_any(),
                    }
                })}
            </Suspense>
        </FormPage>
    }
}

#[component]
fn WorkspaceForm(opened: Opened<CreateWorkspace>) -> impl IntoView {
    let Opened { id, values, errors, sent, options } = opened;
    let fields = Fields::of(&values, &options);
    let unfolded =
        fields::rare_in_use(&values) || errors.iter().any(|error| fields::RARE.contains(&error.field.as_str()));
    let check = Check::new(LABELS, errors, move || fields.read().validate());
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_workspace(id, untrack(|| fields.read()))));
    view! {
        <FormFrame check id sent planner label="Create workspace" cancel=paths::list(Kind::Grafana)>
            <PlaceField check value=fields.place places=options.places />
            {sections::identity(check, fields)}
            {sections::sign_in(check, fields)}
            {sections::data(check, fields)}
            {sections::version(check, fields, options.versions)}
            {sections::network(check, fields)}
            <TagField check rows=fields.tags help="Up to 50. Keys have at most 128 characters, values 256." />
            {sections::rare(check, fields, unfolded)}
        </FormFrame>
    }
}
