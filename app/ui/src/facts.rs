//! Facts about one thing as name and value.

use crate::copy::CopyButton;
use leptos::prelude::*;

/// A list of facts: two columns when there is room, one when there is not.
#[component]
pub fn KeyValues(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One fact. `copy` adds a button that copies exactly that value; `mono` sets identifiers.
#[component]
pub fn KeyValue(
    #[prop(into)] label: String,
    #[prop(optional, into)] copy: Option<String>,
    #[prop(optional)] mono: bool,
    children: Children,
) -> impl IntoView {
    let copy_button = copy.map(|value| {
        let name = ["Copy ", &label].concat();
        view! { <CopyButton value label=name /> }
    });
    view! {
        <div class="fact">
            <dt>{label}</dt>
            <dd data-copyable="">
                <span class=if mono { "fact-value mono" } else { "fact-value" } data-copy-text="">{children()}</span>
                {copy_button}
            </dd>
        </div>
    }
    .into_any()
}
