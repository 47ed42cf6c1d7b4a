//! How people sign in to a Grafana workspace: the form for all of it, with what to give to the identity provider, a
//! look into its metadata, a tester and the history; and the form that gives it to other workspaces.

mod api;
mod copy;
mod fields;
mod file;
mod findings;
mod guards;
mod history;
mod leave;
mod metadata;
mod sections;
mod targets;
mod tester;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

pub use copy::page as copy_page;

use super::api::{open_sign_in, plan_sign_in};
use super::frame;
use crate::pages::create::form::{Check, FormFrame, Planner};
use crate::paths;
use crate::route::Edited;
use fields::{Fields, LABELS};
use leptos::prelude::*;
use model::ResourceKey;
use model::form::{Edit, OpenedEdit, SignIn};
use std::sync::Arc;
use ui::{ButtonLink, Section, following};

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Edit sign-in", |key, opening| Box::pin(open_sign_in(key, opening)), form)
}

fn form(key: ResourceKey, opened: OpenedEdit<SignIn>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, more, .. } = opened;
    let fields = Fields::of(&values);
    let now = Memo::new(move |_| fields.read());
    let check = Check::new(LABELS, errors, move || now.with(SignIn::validate));
    let unsaved = Memo::new(move |_| now.with(|now| *now != values));
    leave::ask_before_leaving(unsaved);
    let merge = RwSignal::new(false);
    let planner: Planner = Arc::new({
        let (key, base) = (key.clone(), base.clone());
        move |id| {
            let edit = Edit {
                key: key.clone(),
                base: base.clone(),
                values: now.get_untracked(),
                merge: merge.get_untracked(),
            };
            Box::pin(plan_sign_in(id, edit))
        }
    });
    let saml = Memo::new(move |_| now.with(SignIn::has_saml));
    let of_saml = following(move || if saml.get() { of_saml(check, fields, now) } else { ().into_any() });
    let cancel = paths::resource(&key);
    view! {
        <div class="flex flex-col gap-8">
            {sections::give(&more)}
            <FormFrame check id sent refused=refused.unwrap_or_default() merge planner label="Edit sign-in" cancel>
                {sections::ways(check, fields, base, now)}
                {of_saml}
            </FormFrame>
            {elsewhere(&key)}
            {history::section(key, unsaved)}
        </div>
    }
    .into_any()
}

/// What is asked while SAML is one of the ways in.
fn of_saml(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    view! {
        <div class="flex flex-col gap-8">
            {metadata::section(check, fields)}
            {sections::attributes(check, fields)}
            {sections::roles(check, fields, now)}
            {sections::organizations(check, fields, now)}
            {sections::session(check, fields)}
            {tester::section(now)}
        </div>
    }
    .into_any()
}

fn elsewhere(key: &ResourceKey) -> AnyView {
    let href = paths::edit(key, Edited::CopySignIn);
    view! {
        <Section title="Other workspaces">
            <div class="flex flex-col items-start gap-3">
                <p class="text-sm text-ink-2">"What AWS has now, without the changes above, can be given to other workspaces in one plan."</p>
                <ButtonLink href>"Copy to other workspaces"</ButtonLink>
            </div>
        </Section>
    }
    .into_any()
}
