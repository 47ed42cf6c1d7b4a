//! Adding many at once: a list that is pasted, CSV, or a file of holders.

use super::api::{Resolved, resolve_holders};
use super::asked::Asked;
use crate::Failure;
use crate::pages::create::form::FileField;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Banner, Button, Kind, TextArea, Tone, all, following, maybe};

/// Bytes of a file that is read into the field. The server's limits are lower for what is a list, and say so.
const LARGEST: usize = 2 * 1024 * 1024;

#[derive(Clone, Copy)]
pub struct People {
    text: RwSignal<String>,
    busy: RwSignal<bool>,
    problems: RwSignal<Vec<String>>,
    notes: RwSignal<Vec<String>>,
}

pub fn people(asked: Asked) -> AnyView {
    let people = People {
        text: asked.lines,
        busy: RwSignal::new(false),
        problems: RwSignal::new(Vec::new()),
        notes: RwSignal::new(Vec::new()),
    };
    let reason = Signal::derive(move || match people.text.with(|text| text.trim().is_empty()) {
        true => "Nobody is named".to_owned(),
        false => String::new(),
    });
    let read = Callback::new(move |text| people.text.set(text));
    let said = following(move || {
        let title = match people.problems.with(Vec::len) {
            1 => "1 line needs your attention and is still in the field.".to_owned(),
            n => [&n.to_string(), " lines need your attention and are still in the field."].concat(),
        };
        said(title, &people.problems.get(), &people.notes.get())
    });
    view! {
        <div class="flex flex-col gap-4">
            <TextArea id="people" label="Or many at once" value=people.text rows=5 mono=true error=asked.check.error("people")
                help="One a line: an e-mail address, a user name, the name of a person or a group, or an id of Identity Center; user: or group: before it where that is not clear. CSV with a header may name type, role and workspace, which then count instead of what is chosen above. A file of holders, as JSON, is made so: whoever it does not name loses the role." />
            <FileField id="people_file" accept=".csv,.txt,.json,text/csv,text/plain,application/json" refuse=too_large read />
            {said}
            <div class="flex flex-wrap gap-2">
                <Button busy=people.busy reason on_click=move |_| people.add(asked)>"Add to the batch"</Button>
                {following(move || maybe(people.problems.with(|problems| !problems.is_empty()).then(|| leave_out(people))))}
            </div>
        </div>
    }
    .into_any()
}

/// On purpose, what cannot be read is no part of the batch.
fn leave_out(people: People) -> AnyView {
    let press = move |_| {
        people.text.set(String::new());
        people.problems.set(Vec::new());
    };
    view! { <Button kind=Kind::Quiet on_click=press>"Leave these lines out"</Button> }.into_any()
}

fn too_large(bytes: usize) -> Option<String> {
    (bytes > LARGEST).then(|| "The file is too large: at most 2 MiB are read.".to_owned())
}

impl People {
    /// Looks the people up and puts them into the batch; lines that lead to nobody stay in the field, with the reason.
    fn add(self, asked: Asked) {
        let text = self.text.get_untracked();
        self.busy.set(true);
        self.problems.set(Vec::new());
        self.notes.set(Vec::new());
        spawn_local(async move {
            let answer = resolve_holders(text).await;
            // Gone meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(resolved) => self.take(asked, resolved),
                Err(Failure(error)) => {
                    let why = error.fields.into_iter().next().map_or(error.message, |field| field.message);
                    self.problems.set(vec![why]);
                }
            }
        });
    }

    fn take(self, asked: Asked, resolved: Resolved) {
        let Resolved { found, mut problems, notes, left } = resolved;
        if asked.put(found) {
            self.text.set(left);
            self.notes.set(notes);
        } else {
            // Nothing is taken by halves: which lines name no workspace is the reader's to see.
            problems.push("Choose a workspace above: not every line names one. Nothing was added.".to_owned());
        }
        self.problems.set(problems);
    }
}

/// What is wrong, under a `title`, and what is to be known.
pub fn said(title: String, problems: &[String], notes: &[String]) -> AnyView {
    let list = |tone, title: String, lines: &[String]| {
        let lines = all(lines.iter().cloned().map(|line| view! { <li>{line}</li> }));
        view! { <Banner tone title live=true><ul class="list-disc pl-4 wrap-anywhere">{lines}</ul></Banner> }.into_any()
    };
    let wrong = (!problems.is_empty()).then(|| list(Tone::Warn, title, problems));
    let told = (!notes.is_empty()).then(|| list(Tone::Idle, "It was read as follows.".to_owned(), notes));
    all(wrong.into_iter().chain(told))
}
