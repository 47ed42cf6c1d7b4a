//! The Grafana Enterprise license of a workspace: which it has, and adding or removing one.

use super::api::{open_license, plan_license};
use super::frame::{self, named};
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use leptos::prelude::*;
use model::form::{License, OpenedEdit};
use model::{FieldError, ResourceKey};
use std::sync::Arc;
use ui::{Banner, Choice, KeyValue, KeyValues, RadioGroup, Section, Tone, date, following};

const LABELS: Labels = &[("license", "What to do")];
const ENTERPRISE: &str = "ENTERPRISE";
const REMOVE: &str = "remove";

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Change license", |key, opening| Box::pin(open_license(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<License>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, more, .. } = opened;
    let present = base.license.clone();
    let chosen = RwSignal::new(first(&values.license, values != base).to_owned());
    let errors = errors.into_iter().map(told_here).collect();
    let check = Check::new(LABELS, errors, move || {
        let made = chosen.with(|chosen| !chosen.is_empty());
        if made { Vec::new() } else { vec![FieldError::new("license", "Choose what becomes of the license.")] }
    });
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let planner: Planner = Arc::new(move |id| {
        let license = chosen.get_untracked();
        let license = if license == REMOVE { String::new() } else { license };
        Box::pin(plan_license(id, License { key: key.clone(), license }))
    });
    let choices = choices(&present);
    view! {
        <FormFrame check id sent refused planner label="Change license" cancel>
            <Section title="License now">{now(&present, &more)}</Section>
            <Section title="Change">
                <div class="flex flex-col gap-4">
                    <RadioGroup id="license" label=check.label("license") value=chosen choices error=check.error("license") />
                    {consequence(chosen)}
                </div>
            </Section>
        </FormFrame>
    }
    .into_any()
}

/// What AWS said of the token, which is entered elsewhere.
fn told_here(error: FieldError) -> FieldError {
    match error.field.as_str() {
        "token" => FieldError::new("license", ["Grafana token: ", &error.message].concat()),
        _ => error,
    }
}

/// What is chosen at first: what an earlier plan had, else nothing. One choice takes features away, the other costs
/// money.
fn first(kept: &str, is_kept: bool) -> &'static str {
    match (is_kept, kept) {
        (false, _) => "",
        (true, "") => REMOVE,
        (true, _) => ENTERPRISE,
    }
}

fn choices(present: &str) -> Vec<Choice> {
    let add = Choice::new(ENTERPRISE, "Add Grafana Enterprise").help("Enterprise data sources and features.");
    let remove = Choice::new(REMOVE, "Remove the license").help("The workspace goes on with what AWS includes.");
    vec![
        if present == ENTERPRISE { add.unavailable("It has this license already.") } else { add },
        if present.is_empty() { remove.unavailable("It has no license.") } else { remove },
    ]
}

fn now(present: &str, more: &[(String, String)]) -> AnyView {
    if present.is_empty() {
        return view! { <p>"It has no license: Grafana as AWS includes it."</p> }.into_any();
    }
    let ends = named(more, "expires").next().and_then(|at| at.parse().ok()).map(date);
    let ends = ends.map(|day| view! { <KeyValue label="Expires">{day}</KeyValue> });
    let present = present.to_owned();
    view! {
        <KeyValues>
            <KeyValue label="License" mono=true>{present}</KeyValue>
            {ends}
        </KeyValues>
    }
    .into_any()
}

fn consequence(chosen: RwSignal<String>) -> AnyView {
    following(move || {
        let (title, body) = match chosen.get().as_str() {
            ENTERPRISE => (
                "It costs money from the moment it is added.",
                "Grafana Enterprise is charged for every active user, on top of AWS's own price. The Grafana token of your agreement with Grafana Labs is entered when the plan is applied, sent to AWS once, and kept nowhere.",
            ),
            REMOVE => (
                "Enterprise data sources and features stop working.",
                "Dashboards that use them show errors. What the license cost is not refunded here.",
            ),
            _ => return ().into_any(),
        };
        view! { <Banner tone=Tone::Warn title live=true>{body}</Banner> }.into_any()
    })
}
