//! "What can be done now": every action stands here, those that cannot be taken with the reason, each reason once.

use super::actions::way;
use super::live::Live;
use super::rights::Rights;
use crate::pages::planning::Planning;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use crate::route::Edited;
use leptos::prelude::*;
use model::detail::{Action, Detail};
use model::{Kind, Permission, ResourceKey};
use ui::{Button, IconName, Section, SectionLabel, all, following, maybe};

/// A way to a form, before it is known whether it is open.
struct Offer {
    label: &'static str,
    icon: IconName,
    path: String,
    action: Action,
    needs: Permission,
}

impl Offer {
    fn edit(detail: &Detail, edited: Edited, label: &'static str, icon: IconName, needs: Permission) -> Self {
        Self { label, icon, path: paths::edit(&detail.row.key, edited), action: detail.change.clone(), needs }
    }
}

/// Why something is closed, each sentence and each permission once.
#[derive(Default)]
struct Reasons {
    states: Vec<String>,
    lacking: Vec<&'static str>,
}

impl Reasons {
    fn note(&mut self, rights: &Rights, action: &Action, needs: Permission) {
        if rights.lack(needs) {
            if !self.lacking.contains(&needs.name()) {
                self.lacking.push(needs.name());
            }
        } else if let Some(reason) = action.refused.as_ref().filter(|reason| !self.states.contains(*reason)) {
            self.states.push(reason.clone());
        }
    }

    fn view(mut self) -> AnyView {
        if !self.lacking.is_empty() {
            let names = self.lacking.join(", ");
            let what = ["Your roles lack: ", &names, ". An administrator can grant a role that has it."].concat();
            self.states.push(what);
        }
        all(self.states.into_iter().map(|reason| view! { <p class="text-sm text-ink-2">{reason}</p> }))
    }
}

pub fn offers(live: Live, planning: Planning, detail: &Detail) -> AnyView {
    let rights = Rights::of_reader();
    let mut reasons = Reasons::default();
    let change = group("Change", changes(detail), &rights, &mut reasons);
    let add = group("Add", additions(detail), &rights, &mut reasons);
    let needs = match live.kind {
        Kind::Grafana => Permission::GrafanaDelete,
        Kind::Prometheus => Permission::PrometheusDelete,
        Kind::CodeArtifact => Permission::CodeArtifactDelete,
    };
    reasons.note(&rights, &detail.delete, needs);
    let reason = planning.obstacle(rights.refuse(&detail.delete, needs));
    let delete = move |_| planning.delete(live);
    view! {
        <Section title="What can be done now">
            <div class="flex flex-col gap-4">
                {change}
                {add}
                {labelled("Remove", view! {
                    <Button icon=IconName::Trash busy=planning.busy reason on_click=delete>
                        {["Delete ", live.kind.one()].concat()}
                    </Button>
                }.into_any())}
            </div>
            {reasons.view()}
            {following(move || maybe(planning.error.get().map(|error| view! { <ErrorPanel error /> })))}
        </Section>
    }
    .into_any()
}

/// The forms that change what is there, by kind.
fn changes(detail: &Detail) -> Vec<Offer> {
    use Permission as P;
    let edit = |edited, label, icon, needs| Offer::edit(detail, edited, label, icon, needs);
    match detail.row.key.kind {
        Kind::Grafana => vec![
            edit(Edited::Settings, "Change settings", IconName::Pencil, P::GrafanaUpdate),
            edit(Edited::SignIn, "Sign-in", IconName::Lock, P::GrafanaSignIn),
            edit(Edited::Tags, "Tags", IconName::Tag, P::GrafanaUpdate),
            edit(Edited::Configuration, "Configuration", IconName::Rows, P::GrafanaUpdate),
            edit(Edited::Version, "Grafana version", IconName::ArrowUp, P::GrafanaUpgrade),
            edit(Edited::License, "License", IconName::Key, P::GrafanaLicense),
        ],
        Kind::Prometheus => vec![
            edit(Edited::Alias, "Edit alias", IconName::Pencil, P::PrometheusUpdate),
            edit(Edited::Tags, "Tags", IconName::Tag, P::PrometheusUpdate),
            edit(Edited::WorkspaceConfiguration, "Configuration", IconName::Rows, P::PrometheusUpdate),
        ],
        Kind::CodeArtifact => vec![
            edit(Edited::Policy, "Permissions policy", IconName::Lock, P::CodeArtifactUpdate),
            edit(Edited::Tags, "Tags", IconName::Tag, P::CodeArtifactUpdate),
        ],
    }
}

/// What can be made with it or like it.
fn additions(detail: &Detail) -> Vec<Offer> {
    let key: &ResourceKey = &detail.row.key;
    match key.kind {
        Kind::Grafana => vec![
            Offer {
                label: "Create service account",
                icon: IconName::Plus,
                path: paths::create_account(key),
                action: detail.create_account.clone(),
                needs: Permission::ServiceAccountCreate,
            },
            Offer {
                label: "Create one like this",
                icon: IconName::Copy,
                path: paths::create_like(key),
                // Its values can be read in every state.
                action: Action { refused: None },
                needs: Permission::GrafanaCreate,
            },
        ],
        Kind::Prometheus | Kind::CodeArtifact => Vec::new(),
    }
}

fn group(label: &'static str, offers: Vec<Offer>, rights: &Rights, reasons: &mut Reasons) -> AnyView {
    if offers.is_empty() {
        return ().into_any();
    }
    let mut ways = Vec::new();
    for Offer { label, icon, path, action, needs } in offers {
        reasons.note(rights, &action, needs);
        ways.push(way(path, label, "", icon, rights.refuse(&action, needs)));
    }
    labelled(label, all(ways))
}

fn labelled(label: &'static str, inside: AnyView) -> AnyView {
    view! {
        <div role="group" aria-label=label class="flex flex-col gap-1">
            <SectionLabel>{label}</SectionLabel>
            <div class="flex flex-wrap gap-2">{inside}</div>
        </div>
    }
    .into_any()
}
