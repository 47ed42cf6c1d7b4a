//! Creating a CodeArtifact domain.

use super::api::{open_create_domain, plan_create_domain};
use super::form::{Check, FormFrame, FormPage, Labels, PlaceField, Planner, TagField, TagRows, known, opening};
use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use leptos::prelude::*;
use model::Kind;
use model::form::{CreateDomain, Opened, Options, Place};
use std::sync::Arc;
use ui::{Section, Skeleton};

const LABELS: Labels =
    &[("place", "Account and region"), ("name", "Name"), ("encryption_key", "Encryption key"), ("tags", "Tags")];

#[component]
pub fn CreateDomainPage() -> impl IntoView {
    let from = opening();
    let opened = Resource::new(|| (), move |()| open_create_domain(from.clone()));
    let retry = Callback::new(move |()| opened.refetch());
    view! {
        <FormPage kind=Kind::CodeArtifact title="Create CodeArtifact domain">
            <Suspense fallback=|| view! { <Skeleton rows=8 label="Opening the form" /> }>
                {move || Suspend::new(async move {
                    match opened.await {
                        Ok(opened) => view! { <DomainForm opened /> }.into_any(),
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
    name: RwSignal<String>,
    encryption_key: RwSignal<String>,
    tags: TagRows,
}

impl Fields {
    fn of(values: &CreateDomain, options: &Options) -> Self {
        Self {
            place: known(&values.place, options),
            name: RwSignal::new(values.name.clone()),
            encryption_key: RwSignal::new(values.encryption_key.clone()),
            tags: TagRows::of(&values.tags),
        }
    }

    fn read(self) -> CreateDomain {
        CreateDomain {
            place: Place(self.place.get()),
            name: self.name.get().trim().to_owned(),
            encryption_key: self.encryption_key.get().trim().to_owned(),
            tags: self.tags.read(),
        }
    }
}

#[component]
fn DomainForm(opened: Opened<CreateDomain>) -> impl IntoView {
    let Opened { id, values, errors, sent, options, .. } = opened;
    let fields = Fields::of(&values, &options);
    let check = Check::new(LABELS, errors, move || fields.read().validate());
    let planner: Planner = Arc::new(move |id| Box::pin(plan_create_domain(id, untrack(|| fields.read()))));
    view! {
        <FormFrame check id sent planner label="Create CodeArtifact domain" cancel=paths::list(Kind::CodeArtifact)>
            <PlaceField check value=fields.place places=options.places />
            <Section title="Identity">
                {check.text("name", fields.name, "2 to 50 lower-case letters, digits and hyphens; begins with a letter, ends with a letter or digit. Unique in its account and region. It cannot be changed later.")}
            </Section>
            <Section title="Encryption">
                {check.optional_id("encryption_key", fields.encryption_key, "The ARN or id of a symmetric KMS key, at most 1011 characters. Left empty, AWS uses a key of its own. It cannot be changed later.")}
            </Section>
            <TagField check rows=fields.tags help="Up to 200. Keys have at most 128 characters, values 256." />
        </FormFrame>
    }
}
