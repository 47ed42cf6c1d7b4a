//! Giving the sign-in of one workspace to others, in one plan.

use super::super::api::plan_copy_sign_in;
use super::super::frame;
use super::api::{OpenedCopy, open_copy_sign_in};
use super::parts::{Fact, banner, facts, section};
use super::targets::{self, MOST, Targets};
use crate::pages::create::form::{Check, FormFrame, Labels, Planner};
use crate::paths;
use crate::route::Edited;
use leptos::prelude::*;
use model::form::CopySignIn;
use model::{FieldError, ResourceKey};
use std::sync::Arc;
use ui::Tone;

const LABELS: Labels = &[("to", "Workspaces")];

pub fn page(key: ResourceKey) -> AnyView {
    frame::page(key, "Copy sign-in", |key, opening| Box::pin(open_copy_sign_in(key, opening)), form)
}

pub fn form(key: ResourceKey, opened: OpenedCopy) -> AnyView {
    let OpenedCopy { id, copied, to, errors, sent, refused, offered, label } = opened;
    let targets = Targets::of(offered, &to);
    let check = Check::new(LABELS, errors, move || wrong(targets.count()));
    let cancel = paths::edit(&key, Edited::SignIn);
    let planner: Planner = Arc::new(move |id| {
        let values = CopySignIn { from: key.clone(), to: untrack(|| targets.read()) };
        Box::pin(plan_copy_sign_in(id, values))
    });
    let action = Signal::derive(move || match targets.count() {
        0 => "Review".to_owned(),
        1 => "Review 1 copy".to_owned(),
        n => ["Review ", &n.to_string(), " copies"].concat(),
    });
    view! {
        <FormFrame check id sent refused=refused.unwrap_or_default() action planner label="Copy sign-in" cancel>
            {what(&label, copied)}
            {targets::section(check, targets)}
        </FormFrame>
    }
    .into_any()
}

fn wrong(count: usize) -> Vec<FieldError> {
    let error = |message: String| vec![FieldError::new("to", message)];
    match count {
        0 => error("Choose at least one workspace.".to_owned()),
        n if n > MOST => error(["Choose at most 100; ", &n.to_string(), " are chosen."].concat()),
        _ => Vec::new(),
    }
}

fn what(label: &str, copied: Vec<(String, String)>) -> AnyView {
    let told = copied.into_iter().map(|(label, value)| Fact::new(label, value)).collect();
    let apart = "Each workspace has an entity ID and a reply URL of its own, which the identity provider has to know before anybody can sign in there. They stand on the workspace's own sign-in page.";
    let title = "All of it is copied, and replaces what is there.";
    let parts = vec![facts(told), banner(Tone::Idle, title.to_owned(), apart.to_owned())];
    section(["What ", label, " has"].concat(), parts)
}
