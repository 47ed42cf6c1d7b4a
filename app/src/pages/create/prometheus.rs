//! Creating a Prometheus workspace.

use super::api::{open_create_prometheus, plan_create_prometheus};
use super::form::{Check, FormFrame, FormPage, Labels, PlaceField, Planner, TagField, TagRows, known, opening};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use leptos::prelude::*;
use model::Kind;
use model::form::{CreatePrometheus, Opened, Options, Place};
use std::sync::Arc;
use ui::{Section, Skeleton};

const LABELS: Labels =
    &[("place", "Account and region"), ("alias", "Alias"), ("kms_key_arn", "Encryption key"), ("tags", "Tags")];

#[component]
pub fn CreatePrometheusPage() -> impl IntoView {
    let from = opening();
    let opened = Resource::new(|| (), move |()| open_create_prometheus(from.clone()));
    let retry = Callback::new(move |()| opened.refetch());
    view! {
        <FormPage kind=Kind::Prometheus title="Create Prometheus workspace">
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Opening the form" /> }>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(opened) => view! { <PrometheusForm opened /> }.into_any(),
                        Err(Failure(error)) => view! { <ErrorPanel error retry=retry /> }.into_any(),
                    }
                })}
            </Suspense>
        </FormPage>
    }
}

#[derive(Clone, Copy)]
struct Fields {
    place: RwSignal<String>,
    alias: RwSignal<String>,
    kms_key_arn: RwSignal<String>,
    tags: TagRows,
}

impl Fields {
    fn of(values: &CreatePrometheus, options: &Options) -> Self {
        Self {
            place: known(&values.place, options),
            alias: RwSignal::new(values.alias.clone()),
            kms_key_arn: RwSignal::new(values.kms_key_arn.clone()),
            tags: TagRows::of(&values.tags),
        }
    }

    fn read(self) -> CreatePrometheus {
        CreatePrometheus {
            place: Place(self.place.get()),
            alias: self.alias.get(),
            kms_key_arn: self.kms_key_arn.get().trim().to_owned(),
            tags: self.tags.read(),
        }
    }
}

#[component]
fn PrometheusForm(opened: Opened<CreatePrometheus>) -> impl IntoView {
    let Opened { id, values, errors, sent, options, .. } = opened;
    let fields = Fields::of(&values, &options);
    let check = Check::new(LABELS, errors, move || fields.read().validate());
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_prometheus(id, untrack(|| fields.read()))));
    view! {
        <FormFrame check id sent planner label="Create Prometheus workspace" cancel=paths::list(Kind::Prometheus)>
            <PlaceField check value=fields.place places=options.places />
            <Section title="Identity">
                {check.optional_text("alias", fields.alias, "A name for people, 1 to 100 characters. It need not be unique and can be changed later.")}
            </Section>
            <Section title="Encryption">
                {check.optional_id("kms_key_arn", fields.kms_key_arn, "The ARN of a KMS key in the same region. Left empty, AWS uses a key of its own. It cannot be changed later.")}
            </Section>
            <TagField check rows=fields.tags help="Up to 50. Keys have at most 128 characters, values 256: letters, digits, spaces and _ . : / = + - @." />
        </FormFrame>
    }
}
