//! The alias of a Prometheus workspace.

use super::api::{open_alias, plan_alias};
use super::frame;
use crate::pages::create::form::{Check, FormFrame, Labels};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{Alias, OpenedEdit};
use ui::{Banner, Section, Tone, following, maybe};

const LABELS: Labels = &[("alias", "Alias")];

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Edit alias", |key, opening| Box::pin(open_alias(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<Alias>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, .. } = opened;
    let alias = RwSignal::new(values.alias);
    let read = move || Alias { alias: alias.get() };
    let check = Check::new(LABELS, errors, move || read().validate());
    let merge = RwSignal::new(false);
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let has_one = !base.alias.is_empty();
    let cleared = Memo::new(move |_| has_one && alias.with(String::is_empty));
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_alias(id, edit)));
    view! {
        <FormFrame check id sent refused merge planner label="Edit alias" cancel>
            <Section title="Identity">
                {check.optional_text("alias", alias, "A name for people, 1 to 100 characters, without blanks before or after it. It need not be unique.")}
                {following(move || maybe(cleared.get().then(|| view! {
                    <Banner tone=Tone::Warn title="The alias will be cleared." live=true>"People will know the workspace by its id alone."</Banner>
                })))}
            </Section>
        </FormFrame>
    }
    .into_any()
}
