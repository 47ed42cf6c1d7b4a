//! The same as the table for narrow screens: each holder with its workspaces beneath.

use super::live::Live;
use super::words;
use crate::paths;
use leptos::prelude::*;
use model::access::{AccessHolder, AccessSelection};
use ui::{all, following};

pub fn list(live: Live) -> AnyView {
    let items = following(move || {
        live.shown.with(|shown| all(shown.holders.iter().map(|one| item(shown, one)).collect::<Vec<_>>()))
    });
    view! { <ul class="holders sm:hidden" aria-label="Who holds which role">{items}</ul> }.into_any()
}

fn item(shown: &AccessSelection, holder: &AccessHolder) -> AnyView {
    let grants = holder.grants.iter().filter_map(|(place, role)| {
        let workspace = shown.workspaces.get(*place as usize)?;
        let (href, label) = (paths::workspace_access(&workspace.key), workspace.label().to_owned());
        Some(view! {
            <li>
                <a href=href>{label}</a>
                {words::role(*role)}
            </li>
        })
    });
    let class = ["holder ", words::tone(holder).class()].concat();
    view! {
        <li class=class>
            {words::who(holder)}
            <ul class="holder-grants">{all(grants.collect::<Vec<_>>())}</ul>
        </li>
    }
    .into_any()
}
