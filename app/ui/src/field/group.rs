//! Several choices in sight: one of them, or any of them.

use super::choice::Choice;
use super::frame::Frame;
use leptos::prelude::*;
use std::sync::Arc;

/// One of a few. Each choice may have its own help.
#[component]
pub fn RadioGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    choices: Vec<Choice>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let group = Group { kind: "radio", name: name.unwrap_or_else(|| id.clone()) };
    let frame = Frame { id, label, help, optional, hide_label: false, error };
    let chosen: Chosen = Arc::new(move |choice| value.with(|value| value == choice));
    let choose = Callback::new(move |(choice, _)| value.set(choice));
    group.view(&frame, Some("radiogroup"), choices, &chosen, choose)
}

/// Any of a few; `value` keeps the order in which they were ticked.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<Vec<String>>,
    choices: Vec<Choice>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let group = Group { kind: "checkbox", name: name.unwrap_or_else(|| id.clone()) };
    let frame = Frame { id, label, help, optional, hide_label: false, error };
    let chosen: Chosen = Arc::new(move |choice| value.with(|values| values.iter().any(|value| value == choice)));
    let choose = Callback::new(move |(choice, ticked)| {
        value.update(|values| {
            values.retain(|value| *value != choice);
            if ticked {
                values.push(choice);
            }
        });
    });
    group.view(&frame, None, choices, &chosen, choose)
}

type Chosen = Arc<dyn Fn(&str) -> bool + Send + Sync>;

struct Group {
    kind: &'static str,
    name: String,
}

impl Group {
    fn view(
        &self,
        frame: &Frame,
        role: Option<&'static str>,
        choices: Vec<Choice>,
        chosen: &Chosen,
        choose: Callback<(String, bool)>,
    ) -> impl IntoView + use<> {
        let invalid = frame.invalid();
        // Only some roles may carry `aria-invalid`: a group of radio buttons, and each checkbox for itself.
        let invalid_group = move || role.and(invalid.get());
        let invalid_each = Signal::derive(move || if role.is_none() { invalid.get() } else { None });
        let items = choices
            .into_iter()
            .enumerate()
            .map(|(index, choice)| self.item(&frame.id, index, choice, chosen, choose, invalid_each))
            .collect_view();
        view! {
            <fieldset id=frame.id.clone() class="field" role=role aria-describedby=frame.described_by() aria-invalid=invalid_group>
                {frame.legend()}
                {frame.help()}
                <div class="choices">{items}</div>
                {frame.error()}
            </fieldset>
        }
        .into_any()
    }

    fn item(
        &self,
        group: &str,
        index: usize,
        choice: Choice,
        chosen: &Chosen,
        choose: Callback<(String, bool)>,
        invalid: Signal<Option<&'static str>>,
    ) -> impl IntoView + use<> {
        let Choice { value, label, help, unavailable } = choice;
        let id = format!("{group}-{index}");
        let note = if unavailable.is_empty() { help } else { unavailable.clone() };
        let note_id = (!note.is_empty()).then(|| [&id, "-note"].concat());
        let (chosen, tested, sent) = (Arc::clone(chosen), value.clone(), value.clone());
        let rendered = untrack(|| chosen(&value));
        view! {
            <div class="choice">
                <input
                    type=self.kind
                    id=id.clone()
                    name=self.name.clone()
                    value=value
                    disabled=!unavailable.is_empty()
                    checked=rendered
                    prop:checked=move || chosen(&tested)
                    aria-describedby=note_id.clone()
                    aria-invalid=invalid
                    on:change=move |event| choose.run((sent.clone(), event_target_checked(&event)))
                />
                <label for=id>{label}</label>
                {note_id.map(|id| view! { <p class="help" id=id>{note}</p> })}
            </div>
        }
        .into_any()
    }
}
