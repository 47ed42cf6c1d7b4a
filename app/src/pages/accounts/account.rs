//! Creating a service account.

use super::api::plan_create_account;
use super::around::{Around, WorkspacePage};
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{CreateServiceAccount, GRAFANA_ROLES};
use std::sync::Arc;
use ui::Section;

const LABELS: Labels = &[("name", "Name"), ("grafana_role", "Grafana role")];

#[component]
pub fn CreateAccountPage(workspace: ResourceKey) -> impl IntoView {
    let line = "A service account holds tokens for programs; nobody signs in with it.";
    view! { <WorkspacePage key=workspace title="Create service account" line body=form /> }
}

fn form(workspace: ResourceKey, around: Around) -> AnyView {
    let (name, role) = (RwSignal::new(String::new()), RwSignal::new("VIEWER".to_owned()));
    let cancel = paths::resource(&workspace);
    let read = move || CreateServiceAccount {
        workspace: workspace.clone(),
        name: name.with(|name| name.trim().to_owned()),
        grafana_role: role.get(),
    };
    let planned = read.clone();
    let check = Check::new(LABELS, Vec::new(), move || read().validate());
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_account(id, untrack(&planned))));
    view! {
        <FormFrame check id=around.form sent=None refused=around.no_account planner label="Create service account" cancel>
            <Section title="Service account">
                <div class="flex flex-col gap-4">
                    {check.text("name", name, "1 to 128 characters, unique in the workspace. Name the program that will use it.")}
                    {check.one_of("grafana_role", role, "Every token of the account has this role.", &GRAFANA_ROLES)}
                </div>
            </Section>
        </FormFrame>
    }
    .into_any()
}
