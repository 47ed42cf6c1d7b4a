//! The sections that only a new workspace has: see `create::settings` for the others.

use super::fields::{Fields, RARE};
use crate::pages::create::form::{Check, More};
use crate::pages::create::settings::{address_type, notifications, section, stack_set};
use leptos::prelude::*;
use model::form::{DATA_SOURCES, PROVIDERS};
use ui::{Choice, Select, TextField};

pub fn sign_in(check: Check, fields: Fields) -> AnyView {
    let help = "At least one. It can be changed later.";
    section("Sign-in", check.any_of("providers", fields.providers, help, &PROVIDERS, false))
}

pub fn data_sources(check: Check, fields: Fields) -> AnyView {
    let help = "AWS notes them; through the API it grants nothing by itself. The role has to allow them.";
    check.any_of("data_sources", fields.data_sources, help, &DATA_SOURCES, true)
}

/// A choice of what AWS lists; a plain field while that could not be read.
pub fn version(check: Check, fields: Fields, mut versions: Vec<String>) -> AnyView {
    let (label, error, value) = (check.label("version"), check.error("version"), fields.version);
    let field = if versions.is_empty() {
        let help = "Such as 10.4. The versions AWS offers are not read yet. Left empty, AWS chooses.";
        view! { <TextField id="version" label value help optional=true mono=true error /> }.into_any()
    } else {
        let kept = value.get_untracked();
        if !kept.is_empty() && !versions.contains(&kept) {
            versions.push(kept);
        }
        let default = Choice::new("", "AWS's default");
        let listed = versions.into_iter().map(|version| Choice::new(version.clone(), version));
        let choices: Vec<Choice> = std::iter::once(default).chain(listed).collect();
        let help = "Newest first. A workspace can be upgraded later, never downgraded.";
        view! { <Select id="version" label value help choices error /> }.into_any()
    };
    section("Version", field)
}

pub fn rare(check: Check, fields: Fields, open: bool) -> AnyView {
    view! {
        <More check title="More settings" fields=RARE open>
            {address_type(check, fields.settings)}
            {check.optional_id("kms_key_id", fields.kms_key_id, "Id, alias or ARN of a KMS key in the same region. Left empty, AWS uses a key of its own. It cannot be changed later.")}
            {check.lines("configuration", fields.configuration, "A JSON object of 2 to 65,536 characters, such as {\"unifiedAlerting\": {\"enabled\": true}}.", 5, true)}
            {notifications(check, fields.settings)}
            {stack_set(check, fields.settings)}
        </More>
    }
    .into_any()
}
