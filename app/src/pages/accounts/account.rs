//! Creating a service account.

use super::api::{open_create_account, plan_create_account};
use super::around::{Around, WorkspacePage};
use super::grant;
use crate::pages::create::Begun;
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
    let open = |opening| Box::pin(open_create_account(opening)) as _;
    view! { <WorkspacePage key=workspace title="Create service account" line open body=form /> }
}

fn form(workspace: ResourceKey, around: Around<CreateServiceAccount>) -> AnyView {
    let Begun { id, values, errors, sent, .. } = around.form;
    let (name, role) =
        values.map_or_else(|| (String::new(), "VIEWER".to_owned()), |kept| (kept.name, kept.grafana_role));
    let (name, role) = (RwSignal::new(name), RwSignal::new(role));
    let cancel = paths::resource(&workspace);
    let read = move || CreateServiceAccount {
        workspace: workspace.clone(),
        name: name.with(|name| name.trim().to_owned()),
        grafana_role: role.get(),
    };
    let planned = read.clone();
    let lacks = grant::lacks();
    let check = Check::new(LABELS, errors, move || {
        let form = read();
        grant::check(form.validate(), lacks, &form.grafana_role)
    });
    let help = match lacks {
        true => {
            "Every token of the account has this role. Admin needs the permission grafana.grant, which your roles do not have."
        }
        false => "Every token of the account has this role.",
    };
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_account(id, untrack(&planned))));
    view! {
        <FormFrame check id sent refused=around.no_account planner label="Create service account" cancel>
            <Section title="Service account">
                <div class="flex flex-col gap-4">
                    {check.text("name", name, "1 to 128 characters, unique in the workspace. Name the program that will use it.")}
                    {check.one_of("grafana_role", role, help, &GRAFANA_ROLES)}
                </div>
            </Section>
        </FormFrame>
    }
    .into_any()
}
