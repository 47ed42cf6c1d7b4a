//! Adding to the batch: in which workspaces, with which role, and who.

use super::asked::Asked;
use super::find::find;
use super::like::like;
use super::people::people;
use super::places::places;
use leptos::prelude::*;
use model::access::GrafanaRole;
use ui::{Choice, RadioGroup, Section, maybe};

/// `named`: the directory's names are known here.
pub fn section(asked: Asked, named: bool) -> AnyView {
    let roles = GrafanaRole::ALL.into_iter().map(|role| Choice::new(role.aws(), role.word()));
    let roles = roles.chain([Choice::new("", "No role").help("Takes whatever they have there.")]).collect::<Vec<_>>();
    let finder = named.then(|| find(asked));
    view! {
        <Section title="Add to the batch">
            <div class="flex flex-col gap-6">
                {places(asked)}
                <RadioGroup id="role" name="" label="Role" value=asked.role choices=roles />
                {maybe(finder)}
                {people(asked)}
                {like(asked)}
            </div>
        </Section>
    }
    .into_any()
}
