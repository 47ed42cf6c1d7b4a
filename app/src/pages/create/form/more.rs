//! Settings few people need, folded away until one of them has a value or an error.

use super::check::Check;
use leptos::html;
use leptos::prelude::*;

/// A folded group of fields. `open` is how it is first shown; a listed error in one of `fields` opens it.
#[component]
pub fn More(
    check: Check,
    #[prop(into)] title: String,
    fields: &'static [&'static str],
    open: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        if check.lists(fields)
            && let Some(details) = node.get()
        {
            details.set_open(true);
        }
    });
    view! {
        <details class="border-t border-line pt-4" node_ref=node open=open>
            <summary class="w-fit text-lg font-semibold">{title}</summary>
            <div class="flex flex-col gap-4 pt-4">{children()}</div>
        </details>
    }
}
