//! The two settings of a workspace's configuration that are edited; everything else in it is kept and shown.

use super::api::{open_configuration, plan_configuration};
use super::frame::{self, named};
use crate::pages::create::form::{Check, FormFrame, Labels};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{Configuration, OpenedEdit};
use ui::{Banner, Choice, Mark, RadioGroup, Section, Tone, following, maybe};

const LABELS: Labels = &[
    ("alerting", "Grafana alerting"),
    ("plugin_admin", "Plugin administration"),
    ("configuration", "The configuration now"),
];
const ON: &str = "on";
const OFF: &str = "off";

pub fn page(key: ResourceKey) -> AnyView {
    let title = "Change configuration";
    frame::page(key, title, |key, opening| Box::pin(open_configuration(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<Configuration>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, more, .. } = opened;
    let (alerting, plugins) = (word(values.alerting), word(values.plugin_admin));
    let read = move || Configuration { alerting: setting(alerting), plugin_admin: setting(plugins) };
    let check = Check::new(LABELS, errors, Vec::new);
    let merge = RwSignal::new(false);
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let alerting_choices = choices(
        base.alerting,
        "Grafana's own alerting: rules of every data source in one place.",
        "Rules of Grafana's own alerting are not evaluated.",
    );
    let plugin_choices = choices(
        base.plugin_admin,
        "Admins of the workspace install, update and remove plugins.",
        "The plugins stay as they are.",
    );
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_configuration(id, edit)));
    view! {
        <FormFrame check id sent refused merge planner label="Change configuration" cancel>
            <Section title="Settings">
                <div class="flex flex-col gap-4">
                    <RadioGroup id="alerting" label=check.label("alerting") value=alerting choices=alerting_choices error=check.error("alerting") />
                    <RadioGroup id="plugin_admin" label=check.label("plugin_admin") value=plugins choices=plugin_choices error=check.error("plugin_admin") />
                </div>
            </Section>
            {present(check, &more)}
        </FormFrame>
    }
    .into_any()
}

/// A setting the configuration does not have stays out of it until it is switched. One that is there cannot be taken
/// out, so that is not offered.
fn choices(present: Option<bool>, on: &str, off: &str) -> Vec<Choice> {
    let unset = Choice::new("", "Not set").help("The configuration does not say; AWS decides.");
    let both = [Choice::new(ON, "On").help(on), Choice::new(OFF, "Off").help(off)];
    both.into_iter().chain(present.is_none().then_some(unset)).collect()
}

fn word(setting: Option<bool>) -> RwSignal<String> {
    let word = match setting {
        Some(true) => ON,
        Some(false) => OFF,
        None => "",
    };
    RwSignal::new(word.to_owned())
}

fn setting(word: RwSignal<String>) -> Option<bool> {
    word.with(|word| match word.as_str() {
        ON => Some(true),
        OFF => Some(false),
        _ => None,
    })
}

/// The whole of it as AWS returned it, and what is kept of it.
fn present(check: Check, more: &[(String, String)]) -> AnyView {
    let error = check.error("configuration");
    let json = named(more, "configuration").next().unwrap_or_default().to_owned();
    let kept = named(more, "kept").collect::<Vec<_>>().join(", ");
    let trouble = named(more, "trouble").next().map(str::to_owned);
    let trouble = trouble.map(|why| {
        let title = "This configuration cannot be edited without losing something of it.";
        view! { <Banner tone=Tone::Bad title>{why}</Banner> }
    });
    let kept = (!kept.is_empty()).then(|| {
        view! { <p class="help">"Kept exactly as it is: "<span class="mono wrap-anywhere">{kept}</span></p> }
    });
    view! {
        <Section title=check.label("configuration")>
            <div class="flex flex-col gap-3">
                {maybe(trouble)}
                {maybe(kept)}
                {following(move || maybe(error.get().map(|error| view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> })))}
                <pre
                    id="configuration"
                    class="panel mono max-h-96 overflow-auto whitespace-pre-wrap wrap-anywhere"
                    role="region"
                    aria-label=check.label("configuration")
                    tabindex="0"
                >
                    {json}
                </pre>
            </div>
        </Section>
    }
    .into_any()
}
