//! A filter that is set, with the link that takes it away.

use crate::icon::{Icon, IconName};
use leptos::prelude::*;

/// A filter chip. Removing is a link, so it works before hydration and can be opened in a new tab.
#[component]
pub fn Chip(
    #[prop(into)] label: String,
    #[prop(into)] remove_href: String,
    #[prop(into)] remove_label: String,
) -> impl IntoView {
    view! {
        <span class="chip">
            <span class="chip-text">{label}</span>
            <a class="chip-remove" href=remove_href aria-label=remove_label.clone() title=remove_label>
                <Icon name=IconName::Close />
            </a>
        </span>
    }
}
