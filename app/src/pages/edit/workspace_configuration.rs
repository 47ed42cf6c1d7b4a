//! The configuration of a Prometheus workspace: retention, limits per label set, out-of-order window, rule query offset.

use super::api::{open_workspace_configuration, plan_workspace_configuration};
use super::frame::{self, named};
use super::label_sets::{LabelSets, editor};
use crate::pages::create::form::{Check, FormFrame, Labels};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{OpenedEdit, PrometheusConfigurationForm};
use ui::{Banner, NumberField, Section, Tone, counted, following, maybe};

const LABELS: Labels = &[
    ("retention_days", "Retention period"),
    ("limits", "Label set limits"),
    ("out_of_order_seconds", "Out-of-order time window"),
    ("rule_offset_seconds", "Rule query offset"),
];
const RETENTION: &str = "If you shorten the period, AWS deletes all samples that are older, and they cannot be restored. AWS \
                         documents 1 to 1,095 days (three years); new workspaces keep 150 days.";
const WINDOW: &str =
    "How late a sample may arrive. With 0, AWS rejects samples out of order; new workspaces have 60 seconds.";
const OFFSET: &str = "How far back rules query, so that late samples have arrived. A rule group with an offset of its own \
                      keeps that one.";

pub fn page(key: ResourceKey) -> AnyView {
    let open: frame::Opener<_> = |key, opening| Box::pin(open_workspace_configuration(key, opening));
    frame::page(key, "Edit configuration", open, form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<PrometheusConfigurationForm>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, more, .. } = opened;
    let [days, window, offset] =
        [values.retention_days, values.out_of_order_seconds, values.rule_offset_seconds].map(RwSignal::new);
    let sets = LabelSets::of(&values.limits);
    let typed = |signal: RwSignal<String>| signal.with(|text| text.trim().to_owned());
    let read = move || {
        let (retention_days, limits) = (typed(days), sets.read());
        let (out_of_order_seconds, rule_offset_seconds) = (typed(window), typed(offset));
        PrometheusConfigurationForm { retention_days, limits, out_of_order_seconds, rule_offset_seconds }.sorted()
    };
    let check = Check::new(LABELS, errors, move || read().validate());
    let merge = RwSignal::new(false);
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let kept = base.retention();
    let wanted = Memo::new(move |_| read().retention());
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_workspace_configuration(id, edit)));
    view! {
        <FormFrame check id sent refused merge planner label="Edit configuration" cancel>
            {maybe(named(&more, "status_reason").next().map(reason))}
            <Section title="Data">
                <div class="flex flex-col gap-4">
                    {whole(check, "retention_days", days, RETENTION, (1, "days"))}
                    {following(move || maybe(wanted.get().and_then(|wanted| loss(kept, wanted))))}
                    {whole(check, "out_of_order_seconds", window, WINDOW, (0, "seconds"))}
                </div>
            </Section>
            <Section title=check.label("limits")>{editor(check, sets)}</Section>
            <Section title="Rules">{whole(check, "rule_offset_seconds", offset, OFFSET, (0, "seconds"))}</Section>
        </FormFrame>
    }
    .into_any()
}

/// A number that stays as it is while it is empty.
fn whole(
    check: Check,
    id: &'static str,
    value: RwSignal<String>,
    help: &'static str,
    (min, unit): (i64, &'static str),
) -> AnyView {
    let (label, error) = (check.label(id), check.error(id));
    view! { <NumberField id label value help min unit error /> }.into_any()
}

/// What is deleted with a shorter period; AWS may not have told the present one.
fn loss(kept: Option<i32>, wanted: i32) -> Option<AnyView> {
    let days = |count: i32| counted(count, "day");
    let (title, body) = match kept {
        Some(kept) if kept <= wanted => return None,
        Some(kept) => (
            ["This deletes samples older than ", &days(wanted), "."].concat(),
            ["AWS keeps samples for ", &days(kept), " now. Deleted samples cannot be restored."].concat(),
        ),
        None => (
            "This may delete samples.".to_owned(),
            ["AWS does not say how long it keeps samples now. It deletes those older than ", &days(wanted), "."]
                .concat(),
        ),
    };
    Some(view! { <Banner tone=Tone::Warn title live=true>{body}</Banner> }.into_any())
}

/// AWS gives one where an update of the configuration failed.
fn reason(reason: &str) -> AnyView {
    let (title, said) = ("AWS gives a reason for the status of this configuration", ["AWS says: ", reason].concat());
    view! { <Banner tone=Tone::Warn title>{said}</Banner> }.into_any()
}
