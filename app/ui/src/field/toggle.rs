//! Yes or no.

use leptos::prelude::*;

/// A single checkbox.
#[component]
pub fn Checkbox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
) -> impl IntoView {
    toggle(id, label, value, help, name, None)
}

/// A switch: for what takes effect at once, or for a feature that is on or off.
#[component]
pub fn Switch(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] name: Option<String>,
) -> impl IntoView {
    toggle(id, label, value, help, name, Some("switch"))
}

fn toggle(
    id: String,
    label: String,
    value: RwSignal<bool>,
    help: String,
    name: Option<String>,
    role: Option<&'static str>,
) -> impl IntoView {
    let help_id = (!help.is_empty()).then(|| [&id, "-help"].concat());
    let name = name.unwrap_or_else(|| id.clone());
    view! {
        <div class="choice">
            <input
                type="checkbox"
                role=role
                id=id.clone()
                name=name
                value="true"
                checked=value.get_untracked()
                prop:checked=move || value.get()
                aria-describedby=help_id.clone()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            {help_id.map(|id| view! { <p class="help" id=id>{help}</p> })}
        </div>
    }
    .into_any()
}
