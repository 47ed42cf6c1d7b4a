//! The permissions policy of a CodeArtifact domain, as text.

use super::api::{open_policy, plan_policy};
use super::frame;
use crate::pages::create::form::{Check, FormFrame, Labels};
use crate::paths;
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{OpenedEdit, Policy};
use ui::{Banner, Section, Tone, following, maybe};

const LABELS: Labels = &[("document", "Policy document")];
/// Rows of the text area: a policy of two statements.
const ROWS: u32 = 24;

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Edit permissions policy", |key, opening| Box::pin(open_policy(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedEdit<Policy>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, .. } = opened;
    let document = RwSignal::new(values.document);
    let read = move || Policy { document: document.get() };
    let check = Check::new(LABELS, errors, move || read().validate());
    let merge = RwSignal::new(false);
    let (cancel, refused) = (paths::resource(&key), refused.unwrap_or_default());
    let has_one = !base.document.is_empty();
    // Blanks around the document are not sent, so they do not count.
    let count = Memo::new(move |_| document.with(|text| text.trim().chars().count()));
    let empty = Memo::new(move |_| count.get() == 0);
    let planner = frame::planner(key, base, merge, read, |id, edit| Box::pin(plan_policy(id, edit)));
    let help = "A JSON document with Version and Statement, for the whole domain. Empty removes the policy.";
    view! {
        <FormFrame check id sent refused merge planner label="Edit permissions policy" cancel>
            <Section title="Policy">
                <div class="flex flex-col gap-2">
                    {check.lines("document", document, help, ROWS, true)}
                    <p class="help" id="document-count">{move || count.get().to_string()}" of 7168 characters"</p>
                    {following(move || maybe(empty.get().then(|| removal(has_one))))}
                </div>
            </Section>
        </FormFrame>
    }
    .into_any()
}

fn removal(has_one: bool) -> AnyView {
    match has_one {
        true => view! {
            <Banner tone=Tone::Warn title="The policy will be removed." live=true>
                "Other accounts lose what it grants them."
            </Banner>
        }
        .into_any(),
        false => {
            view! { <p class="help">"There is no policy now: only this account can use the domain."</p> }.into_any()
        }
    }
}
