//! The same as in another workspace: its holders with their roles, as AWS has them now.

use super::api::{Offer, like_workspace};
use super::asked::Asked;
use super::people::said;
use crate::Failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Button, Checkbox, Choice, Select, following};

#[derive(Clone, Copy)]
struct Like {
    /// The path of a workspace.
    source: RwSignal<String>,
    exactly: RwSignal<bool>,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<String>>,
    notes: RwSignal<Vec<String>>,
}

pub fn like(asked: Asked) -> AnyView {
    let like = Like {
        source: RwSignal::new(String::new()),
        exactly: RwSignal::new(false),
        busy: RwSignal::new(false),
        problems: RwSignal::new(Vec::new()),
        notes: RwSignal::new(Vec::new()),
    };
    let choice = |Offer { key, name, account, .. }: &Offer| {
        let label = [name, " (", account, ", ", key.scope.region.as_str(), ")"].concat();
        Choice::new(key.path(), label)
    };
    let first = Choice::new("", "Choose a workspace");
    let choices: Vec<Choice> =
        asked.offered.with_value(|offered| std::iter::once(first).chain(offered.iter().map(choice)).collect());
    let reason = Signal::derive(move || match like.source.with(String::is_empty) {
        true => "No workspace is chosen to be like".to_owned(),
        false => String::new(),
    });
    let said = following(move || said("Nothing was added.".to_owned(), &like.problems.get(), &like.notes.get()));
    view! {
        <details>
            <summary class="w-fit text-sm text-ink-2">"Or the same as in another workspace"</summary>
            <div class="flex flex-col gap-4 pt-4">
                <Select id="source" name="" label="Workspace to be like" value=like.source choices
                    help="Its holders get the roles that they have there, in the workspaces chosen above." />
                <Checkbox id="exactly" name="" label="Exactly the same" value=like.exactly
                    help="Whoever has no role there loses the one in the workspaces chosen above." />
                {said}
                <div><Button busy=like.busy reason on_click=move |_| like.add(asked)>"Add its holders"</Button></div>
            </div>
        </details>
    }
    .into_any()
}

impl Like {
    fn add(self, asked: Asked) {
        let targets = asked.keys();
        let path = self.source.get_untracked();
        let key = |offer: &Offer| (offer.key.path() == path).then(|| offer.key.clone());
        let Some(source) = asked.offered.with_value(|offered| offered.iter().find_map(key)) else { return };
        asked.missed.set(targets.is_empty());
        self.problems.set(Vec::new());
        self.notes.set(Vec::new());
        if targets.is_empty() {
            return self.problems.set(vec!["Choose the workspaces above that shall be like it.".to_owned()]);
        }
        self.busy.set(true);
        let exactly = self.exactly.get_untracked();
        spawn_local(async move {
            let answer = like_workspace(source, targets, exactly).await;
            // Gone meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(resolved) => {
                    self.notes.set(resolved.notes);
                    asked.put(resolved.found);
                }
                Err(Failure(error)) => self.problems.set(vec![error.message]),
            }
        });
    }
}
