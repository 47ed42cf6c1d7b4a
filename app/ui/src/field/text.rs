//! Fields that take text.

use super::frame::Frame;
use super::live::keep_in_step;
use leptos::html;
use leptos::prelude::*;

/// One line of text. `kind` is the HTML input type.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] mono: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let frame = Frame { id, label, help, optional, hide_label, error };
    let node = NodeRef::<html::Input>::new();
    let rendered = value.get_untracked();
    keep_in_step(node, value, rendered.clone());
    let control = view! {
        <input
            id=frame.id.clone()
            name=name.unwrap_or_else(|| frame.id.clone())
            type=kind
            class=if mono { "control mono" } else { "control" }
            value=rendered
            placeholder=placeholder
            maxlength=maxlength
            autofocus=autofocus
            autocomplete="off"
            spellcheck="false"
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
            node_ref=node
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    frame.around(control.into_any())
}

/// Several lines of text. Its text is set by script alone: a text area's content cannot be escaped as other text is.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] mono: bool,
    #[prop(optional)] maxlength: Option<u32>,
) -> impl IntoView {
    let frame = Frame { id, label, help, optional, hide_label: false, error };
    let node = NodeRef::<html::Textarea>::new();
    keep_in_step(node, value, String::new());
    let control = view! {
        <textarea
            id=frame.id.clone()
            name=name.unwrap_or_else(|| frame.id.clone())
            class=if mono { "control area mono" } else { "control area" }
            rows=rows
            maxlength=maxlength
            autocomplete="off"
            spellcheck="false"
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
            node_ref=node
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    };
    frame.around(control.into_any())
}

/// A whole number with its unit. The value stays text, so that a wrong entry can be shown and corrected.
#[component]
pub fn NumberField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] min: Option<i64>,
    #[prop(optional)] max: Option<i64>,
    #[prop(optional, into)] unit: Option<String>,
) -> impl IntoView {
    let frame = Frame { id, label, help, optional, hide_label: false, error };
    let node = NodeRef::<html::Input>::new();
    let rendered = value.get_untracked();
    keep_in_step(node, value, rendered.clone());
    let control = view! {
        <span class="with-unit">
            <input
                id=frame.id.clone()
                name=name.unwrap_or_else(|| frame.id.clone())
                type="number"
                step="1"
                class="control number"
                value=rendered
                min=min
                max=max
                autocomplete="off"
                aria-describedby=frame.described_by()
                aria-invalid=frame.invalid()
                node_ref=node
                on:input=move |event| value.set(event_target_value(&event))
            />
            {unit.map(|unit| view! { <span class="unit">{unit}</span> })}
        </span>
    };
    frame.around(control.into_any())
}
