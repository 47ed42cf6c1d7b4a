//! One of many, folded away.

use super::choice::Choice;
use super::frame::Frame;
use super::live::keep_in_step;
use leptos::html;
use leptos::prelude::*;

/// A native select. A choice that is not available is shown disabled, with its reason after the label.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let frame = Frame { id, label, help, optional, hide_label, error };
    let node = NodeRef::<html::Select>::new();
    keep_in_step(node, value, value.get_untracked());
    let options = move || {
        let chosen = value.get_untracked();
        choices.get().into_iter().map(|choice| option(choice, &chosen)).collect_view()
    };
    let control = view! {
        <span class="select">
            <select
                id=frame.id.clone()
                name=name.unwrap_or_else(|| frame.id.clone())
                class="control"
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
                node_ref=node
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options}
            </select>
        </span>
    };
    frame.around(control.into_any())
}

fn option(Choice { value, label, unavailable, .. }: Choice, chosen: &str) -> impl IntoView + use<> {
    let selected = value == chosen;
    let disabled = !unavailable.is_empty();
    let text = if disabled { [&label, " (", &unavailable, ")"].concat() } else { label };
    view! { <option value=value selected=selected disabled=disabled>{text}</option> }
}
