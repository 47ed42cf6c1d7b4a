//! How people sign in to a Grafana workspace: the form for all of it, with what to give to the identity provider, a
//! look into its metadata, a tester and the history; and the form that gives it to other workspaces.

mod api;
mod copy;
mod fields;
mod findings;
mod guards;
mod history;
mod metadata;
mod parts;
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
use ui::{ButtonLink, following};

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Edit sign-in", |key, opening| Box::pin(open_sign_in(key, opening)), form)
}

fn form(key: ResourceKey, opened: OpenedEdit<SignIn>) -> AnyView {
    let OpenedEdit { id, base, values, errors, sent, refused, more, .. } = opened;
    let fields = Fields::of(&values);
    let now = Memo::new(move |_| fields.read());
    let check = Check::new(LABELS, errors, move || now.with(SignIn::validate));
    let unsaved = Memo::new(move |_| now.with(|now| *now != values));
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
    let form = view! {
        <FormFrame check id sent refused=refused.unwrap_or_default() merge planner label="Edit sign-in" cancel>
            {sections::ways(check, fields, base, now)}
            {of_saml}
        </FormFrame>
    };
    let (give, elsewhere) = (sections::give(&more), elsewhere(&key));
    parts::sections(vec![give, form.into_any(), elsewhere, history::section(key, unsaved)])
}

/// What is asked while SAML is one of the ways in.
fn of_saml(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    parts::sections(vec![
        metadata::section(check, fields),
        sections::attributes(check, fields),
        sections::roles(check, fields, now),
        sections::organizations(check, fields, now),
        sections::session(check, fields),
        tester::section(now),
    ])
}

fn elsewhere(key: &ResourceKey) -> AnyView {
    let href = paths::edit(key, Edited::CopySignIn);
    let what = "What AWS has now, without the changes above, can be given to other workspaces in one plan.";
    let link = view! { <div><ButtonLink href>"Copy to other workspaces"</ButtonLink></div> };
    parts::section("Other workspaces", vec![parts::intro(what.to_owned()), link.into_any()])
}
