//! Another version of Grafana for a workspace: one of those AWS offers it, and no way back.

use super::api::{open_upgrade, plan_upgrade};
use super::frame::{self, named};
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use leptos::prelude::*;
use model::form::{OpenedEdit, Upgrade};
use model::{FieldError, ResourceKey};
use std::sync::Arc;
use ui::{Banner, ButtonLink, Choice, Empty, RadioGroup, Section, Tone};

const LABELS: Labels = &[("version", "New version")];

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Update Grafana", |key, opening| Box::pin(open_upgrade(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<Upgrade>) -> AnyView {
    let OpenedEdit { id, values, errors, sent, refused, more, .. } = opened;
    let current = named(&more, "current").next().unwrap_or_default().to_owned();
    let versions: Vec<String> = named(&more, "version").map(str::to_owned).collect();
    let back = paths::resource(&key);
    if versions.is_empty() {
        return none(&current, back);
    }
    let choices = versions.iter().map(|version| Choice::new(version.clone(), ["Grafana ", version].concat())).collect();
    let version = RwSignal::new(values.version);
    let offered = StoredValue::new(versions);
    let check = Check::new(LABELS, errors, move || {
        let known = version.with(|version| offered.with_value(|offered| offered.contains(version)));
        if known { Vec::new() } else { vec![FieldError::new("version", "Choose the version to update to.")] }
    });
    let refused = refused.unwrap_or_default();
    let copy = paths::create_like(&key);
    let planner: Planner =
        Arc::new(move |id| Box::pin(plan_upgrade(id, Upgrade { key: key.clone(), version: version.get_untracked() })));
    let help = ["It has Grafana ", &current, ". These are the versions AWS offers it."].concat();
    view! {
        <FormFrame check id sent refused planner label="Update Grafana" cancel=back>
            <Banner tone=Tone::Warn title="There is no way back.">
                "Grafana is updated and never downgraded. Nothing can be changed while AWS updates it, and plugins keep the versions they have. Try it first on "
                <a href=copy>"a workspace like this one"</a>
                "."
            </Banner>
            <Section title="Version">
                <RadioGroup id="version" label=check.label("version") value=version choices help error=check.error("version") />
            </Section>
        </FormFrame>
    }
    .into_any()
}

fn none(current: &str, back: String) -> AnyView {
    let why = ["It has Grafana ", current, ". When AWS offers another version, it can be chosen here."].concat();
    view! {
        <Empty what="AWS offers no newer version of Grafana for it." why>
            <ButtonLink href=back>"Back to the workspace"</ButtonLink>
        </Empty>
    }
    .into_any()
}
