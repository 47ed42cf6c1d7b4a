//! Minting an API key, where the version still has them. The secret comes only when the plan is applied.

use super::api::{open_mint_key, plan_mint_key};
use super::around::{Around, WorkspacePage};
use super::grant;
use super::life::Life;
use super::note::Noted;
use super::way::{self, Way};
use crate::pages::create::Begun;
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{GRAFANA_ROLES, MintKey};
use std::sync::Arc;
use ui::{Banner, Section, Tone};

const LABELS: Labels = &[
    ("name", "Name"),
    ("grafana_role", "Grafana role"),
    ("lifetime", "Lifetime"),
    ("seconds_to_live", "Seconds"),
    ("way", "Secret"),
    ("deliver_to", "Name of the secret"),
    ("owner", "Owner"),
    ("purpose", "Purpose"),
];

#[component]
pub fn MintKeyPage(workspace: ResourceKey) -> impl IntoView {
    let line = "An API key acts with its own role until it expires.";
    let open = |opening| Box::pin(open_mint_key(opening)) as _;
    view! { <WorkspacePage key=workspace title="Mint API key" line open body=form /> }
}

fn form(workspace: ResourceKey, around: Around<MintKey>) -> AnyView {
    let Begun { id, values, errors, sent, delivers_to } = around.form;
    let fields = Fields::of(values.as_ref());
    let (cancel, account) = (paths::resource(&workspace), paths::create_account(&workspace));
    let read = move || fields.read(workspace.clone());
    let planned = read.clone();
    let (lacks, place) = (grant::lacks(), delivers_to.clone());
    let check = Check::new(LABELS, errors, move || {
        let form = read();
        way::check(grant::check(form.validate(), lacks, &form.grafana_role), place.as_ref(), &form.deliver_to)
    });
    let help = match lacks {
        true => {
            "What whoever holds the key may do. Admin needs the permission grafana.grant, which your roles do not have."
        }
        false => "What whoever holds the key may do.",
    };
    let planner: Planner = Arc::new(move |id| Box::pin(plan_mint_key(id, untrack(&planned))));
    view! {
        <div class="max-w-[45rem]">
            <Banner tone=Tone::Warn title="Prefer a service account.">
                "AWS cannot list API keys, nobody can see when one was last used, and newer versions of Grafana have none. "
                <a href=account>"Create a service account"</a>
            </Banner>
        </div>
        <FormFrame check id sent refused=around.no_key planner label="Mint API key" cancel>
            <Section title="API key">
                <div class="flex flex-col gap-4">
                    {check.text("name", fields.name, "1 to 91 characters. Name the program that will use it. A mark of eight digits is added, so that it can be deleted by name whatever happens.")}
                    {check.one_of("grafana_role", fields.role, help, &GRAFANA_ROLES)}
                    {fields.life.fields(check)}
                    {fields.way.fields(check, delivers_to)}
                </div>
            </Section>
            <Section title="Kept by Belvedere">
                <div class="flex flex-col gap-4">{fields.note.fields(check)}</div>
            </Section>
        </FormFrame>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    role: RwSignal<String>,
    life: Life,
    way: Way,
    note: Noted,
}

impl Fields {
    fn of(kept: Option<&MintKey>) -> Self {
        let role = kept.map_or("VIEWER", |kept| kept.grafana_role.as_str());
        Self {
            name: RwSignal::new(kept.map(|kept| kept.name.clone()).unwrap_or_default()),
            role: RwSignal::new(role.to_owned()),
            life: Life::of(kept.map(|kept| kept.seconds_to_live)),
            way: Way::of(kept.map(|kept| kept.deliver_to.as_str())),
            note: Noted::of(kept.map(|kept| &kept.note)),
        }
    }

    fn read(self, workspace: ResourceKey) -> MintKey {
        MintKey {
            workspace,
            name: self.name.with(|name| name.trim().to_owned()),
            grafana_role: self.role.get(),
            seconds_to_live: self.life.read(),
            deliver_to: self.way.read(),
            note: self.note.read(),
        }
    }
}
