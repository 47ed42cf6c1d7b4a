//! Changing who holds which role: the batch, from what a person enters to its plan.

mod add;
mod api;
mod keep;
mod list;
mod rows;

use crate::pages::create::form::{Check, FormFrame, Labels, Planner, begun, opening};
use crate::paths;
use crate::title::Title;
use api::{OpenedGrants, open_grants, plan_grants};
use leptos::prelude::*;
use model::FieldError;
use model::access::Holder;
use rows::Rows;
use std::sync::Arc;
use ui::{Breadcrumbs, Crumb, PageHead};

const LABELS: Labels = &[("wishes", "The batch"), ("workspaces", "Workspaces"), ("people", "People and groups")];

/// What holders are called, as far as this page has learned it.
#[derive(Clone, Copy)]
pub struct Names(RwSignal<Vec<(Holder, String)>>);

impl Names {
    fn learn(self, more: Vec<(Holder, String)>) {
        self.0.update(|names| {
            for (holder, name) in more {
                names.retain(|(known, _)| *known != holder);
                names.push((holder, name));
            }
        });
    }

    fn of(self, holder: &Holder) -> String {
        let known = |names: &Vec<(Holder, String)>| {
            names.iter().find(|(known, _)| known == holder).map(|(_, name)| name.clone())
        };
        self.0.with_untracked(known).unwrap_or_else(|| holder.id.clone())
    }
}

pub fn page() -> AnyView {
    let from = opening();
    let body = begun(Arc::new(move || Box::pin(open_grants(from.clone()))), form);
    view! {
        <Title text="Change roles - Belvedere" />
        <div class="grid grid-cols-1 gap-5">
            <Breadcrumbs items=vec![Crumb::link("Access", paths::ACCESS), Crumb::here("Change roles")] />
            <PageHead title="Change roles">
                "Say who shall have which role where. Whoever is not named keeps what they have. Nothing is sent to AWS before you have reviewed it."
            </PageHead>
            {body}
        </div>
    }
    .into_any()
}

fn form(opened: OpenedGrants) -> AnyView {
    let OpenedGrants { id, batch, names, errors, sent, offered, chosen } = opened;
    let rows = Rows::of(&batch);
    let names = Names(RwSignal::new(names));
    keep::over_reloads(&id, rows, names);
    let check = Check::new(LABELS, errors, move || wrong(rows));
    let planner: Planner = Arc::new(move |id| Box::pin(plan_grants(id, untrack(|| rows.read()))));
    let offered = StoredValue::new(offered);
    let action = Signal::derive(move || match rows.count() {
        0 => "Review".to_owned(),
        1 => "Review 1 instruction".to_owned(),
        n => ["Review ", &n.to_string(), " instructions"].concat(),
    });
    view! {
        <FormFrame check id sent action planner label="Change roles" cancel=paths::ACCESS>
            {add::section(check, rows, names, offered, chosen.as_ref())}
            {list::section(check, rows, names, offered)}
        </FormFrame>
    }
    .into_any()
}

/// The limits of a batch; each instruction's own are asked again on the server.
fn wrong(rows: Rows) -> Vec<FieldError> {
    let errors = rows.read().validate();
    errors.into_iter().map(|error| FieldError::new("wishes", error.message)).collect()
}
