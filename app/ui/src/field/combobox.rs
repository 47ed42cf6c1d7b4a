//! A field that offers what fits while one types, and hands over what is picked.

use super::choice::Choice;
use super::frame::Frame;
use super::live::keep_in_step;
use crate::browser;
use crate::erased::{following, maybe};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// What is open of the list, and which of it Enter picks.
#[derive(Clone, Copy)]
struct List {
    choices: Signal<Vec<Choice>>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    pick: Callback<Choice>,
}

/// One line of text with a list of `choices` under it: arrows go through them, Enter picks the marked one or the only
/// one, Escape closes the list. The caller puts choices under what is typed, and empties the field once one was picked.
/// `status` is read out: how many there are, or why there are none. Enter never sends the form around it.
#[component]
pub fn Combobox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    choices: Signal<Vec<Choice>>,
    status: Signal<String>,
    pick: Callback<Choice>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let frame = Frame { id, label, help, optional: false, hide_label: false, error };
    let node = NodeRef::<html::Input>::new();
    keep_in_step(node, value, value.get_untracked());
    let list = List { choices, open: RwSignal::new(false), active: RwSignal::new(None), pick };
    Effect::new(move |_| {
        choices.track();
        list.active.set(None);
    });
    let shown = Signal::derive(move || list.open.get() && choices.with(|choices| !choices.is_empty()));
    let (id, list_id) = (frame.id.clone(), [&frame.id, "-list"].concat());
    let (active_id, options_id) = (list_id.clone(), list_id.clone());
    let active = move || list.active.get().filter(|_| shown.get()).map(|at| option_id(&active_id, at));
    let options = following(move || list.options(&options_id));
    let label = frame.label.clone();
    let control = view! {
        <div class="combobox" on:focusout=move |_| list.open.set(false)>
            <input
                id=id.clone()
                name=""
                type="text"
                role="combobox"
                class="control"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || shown.get().to_string()
                aria-controls=list_id.clone()
                aria-activedescendant=active
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
                node_ref=node
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    list.open.set(true);
                }
                on:focus=move |_| list.open.set(true)
                on:keydown=move |event| list.key(&event, shown.get_untracked())
            />
            <ul id=list_id role="listbox" class="menu-list" aria-label=label hidden=move || !shown.get()>
                {options}
            </ul>
        </div>
        <p class="help" role="status">{status}</p>
    };
    frame.around(control.into_any())
}

fn option_id(list: &str, at: usize) -> String {
    [list, "-", &at.to_string()].concat()
}

impl List {
    fn options(self, id: &str) -> AnyView {
        let option = |(at, choice): (usize, Choice)| {
            let Choice { label, help, .. } = choice.clone();
            let press = move |_| self.take(choice.clone());
            let note = (!help.is_empty()).then(|| view! { <span class="text-ink-2">{help}</span> });
            view! {
                // The press leaves the focus where it is, in the field.
                <li
                    id=option_id(id, at)
                    role="option"
                    class="menu-item"
                    aria-selected=move || (self.active.get() == Some(at)).to_string()
                    on:mousedown=|event| event.prevent_default()
                    on:click=press
                >
                    {label}
                    {maybe(note)}
                </li>
            }
        };
        crate::erased::all(self.choices.get().into_iter().enumerate().map(option))
    }

    fn key(self, event: &ev::KeyboardEvent, shown: bool) {
        let count = self.choices.with_untracked(Vec::len);
        let at = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.mark(event, Some(at.map_or(0, |at| (at + 1) % count))),
            "ArrowUp" if count > 0 => self.mark(event, Some(at.filter(|at| *at > 0).unwrap_or(count) - 1)),
            "Enter" => {
                event.prevent_default();
                let at = at.or((count == 1).then_some(0)).filter(|_| shown);
                let choice = at.and_then(|at| self.choices.with_untracked(|choices| choices.get(at).cloned()));
                if let Some(choice) = choice {
                    self.take(choice);
                }
            }
            _ if browser::is_escape(event) && shown => {
                event.prevent_default();
                event.stop_propagation();
                self.open.set(false);
            }
            _ => {}
        }
    }

    fn mark(self, event: &ev::KeyboardEvent, at: Option<usize>) {
        event.prevent_default();
        self.open.set(true);
        self.active.set(at);
    }

    fn take(self, choice: Choice) {
        self.active.set(None);
        self.pick.run(choice);
    }
}
