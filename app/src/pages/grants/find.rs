//! Adding one by one: people and groups of the directory are found while one types.

use super::api::{Found, find_holders};
use super::asked::Asked;
use crate::Failure;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::access::Holder;
use std::time::Duration;
use ui::{Choice, Combobox, announce};

/// Rests this long between the last key and the search.
const PAUSE: Duration = Duration::from_millis(120);

/// The search as it stands.
#[derive(Clone, Copy)]
struct Search {
    text: RwSignal<String>,
    /// What was found for it, under the place in the list.
    found: RwSignal<Vec<(Holder, String)>>,
    said: RwSignal<String>,
}

pub fn find(asked: Asked) -> AnyView {
    let search = Search {
        text: RwSignal::new(String::new()),
        found: RwSignal::new(Vec::new()),
        said: RwSignal::new(String::new()),
    };
    let due = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let text = search.text.get();
        if let Some(waiting) = due.get_value() {
            waiting.clear();
        }
        let rest = set_timeout_with_handle(move || search.look(text), PAUSE);
        due.set_value(rest.ok());
    });
    let choices = Signal::derive(move || {
        let choice = |(at, (holder, name)): (usize, &(Holder, String))| {
            Choice::new(at.to_string(), name.clone()).help(if holder.is_group() { "Group" } else { "" })
        };
        search.found.with(|found| found.iter().enumerate().map(choice).collect())
    });
    let pick = Callback::new(move |choice: Choice| search.add(asked, &choice));
    view! {
        <Combobox
            id="find"
            label="Find a person or group"
            value=search.text
            choices
            status=search.said.into()
            pick
            help="By name or e-mail address. Whoever is picked is added at once, with the role above."
        />
    }
    .into_any()
}

impl Search {
    /// Asks the server; an answer about what is no longer typed is dropped.
    fn look(self, text: String) {
        if text.trim().is_empty() {
            self.found.try_set(Vec::new());
            return;
        }
        spawn_local(async move {
            let answer = find_holders(text.clone()).await;
            if self.text.try_with_untracked(|now| *now == text) != Some(true) {
                return;
            }
            let (found, said) = match answer {
                Ok(found) => (found.clone(), counted(found.len(), &text)),
                Err(Failure(error)) => (Vec::new(), error.message),
            };
            self.found.set(found);
            self.said.set(said);
        });
    }

    fn add(self, asked: Asked, choice: &Choice) {
        let at = choice.value().parse::<usize>().ok();
        let found = at.and_then(|at| self.found.with_untracked(|found| found.get(at).cloned()));
        let Some((holder, name)) = found else { return };
        let added = Found { holder, name: name.clone(), role: None, workspace: None };
        if asked.put(vec![added]) {
            let said = [&name, " is in the batch."].concat();
            self.text.set(String::new());
            self.found.set(Vec::new());
            self.said.set(said);
        } else {
            announce("Choose a workspace first: nobody was added.");
        }
    }
}

fn counted(count: usize, text: &str) -> String {
    match count {
        0 => ["Nobody in the directory is called \"", text.trim(), "\"."].concat(),
        1 => "1 found.".to_owned(),
        n => [&n.to_string(), " found."].concat(),
    }
}
