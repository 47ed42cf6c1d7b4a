//! Theme, density and page size: taken from the session on the server, changed here, kept in the session.

use super::Chosen;
use super::api::save_preferences;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::detail::{Density, Preferences, Theme};
use ui::{IconName, Menu, MenuButton, SectionLabel, all, announce};

const THEMES: [(Theme, &str); 3] = [(Theme::System, "As the system"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
const DENSITIES: [(Density, &str); 2] = [(Density::Comfortable, "Comfortable"), (Density::Compact, "Compact")];

#[component]
pub fn PreferencesMenu() -> impl IntoView {
    let Some(Chosen(chosen)) = use_context() else { return ().into_any() };
    let theme = move |(theme, label): (Theme, &'static str)| {
        let current = Signal::derive(move || chosen.with(|chosen| chosen.theme == theme));
        view! {
            <MenuButton current on_click=move |_| keep(chosen, |chosen| chosen.theme = theme)>{label}</MenuButton>
        }
    };
    let density = move |(density, label): (Density, &'static str)| {
        let current = Signal::derive(move || chosen.with(|chosen| chosen.density == density));
        view! {
            <MenuButton current on_click=move |_| keep(chosen, |chosen| chosen.density = density)>{label}</MenuButton>
        }
    };
    view! {
        <Menu label="Display" icon=IconName::Sun align_end=true>
            <li class="px-3 pt-1"><SectionLabel>"Theme"</SectionLabel></li>
            {all(THEMES.map(theme))}
            <li class="px-3 pt-2"><SectionLabel>"Density"</SectionLabel></li>
            {all(DENSITIES.map(density))}
        </Menu>
    }
    .into_any()
}

/// Keeps how many rows a page of a list has, for the lists that are opened from now on. Call it where it is rendered;
/// what it returns is for the press.
pub fn keep_page_size() -> impl Fn(u32) + Copy {
    let chosen = use_context::<Chosen>();
    move |size| {
        if let Some(Chosen(chosen)) = chosen {
            keep(chosen, |chosen| chosen.page_size = Some(size));
        }
    }
}

/// Shows the change at once, then keeps it.
fn keep(chosen: RwSignal<Preferences>, change: impl FnOnce(&mut Preferences)) {
    chosen.update(change);
    let preferences = chosen.get_untracked();
    show(&preferences);
    spawn_local(async move {
        if let Err(failure) = save_preferences(preferences).await {
            announce(&failure.0.message);
        }
    });
}

/// The same attributes the server writes into the document.
fn show(preferences: &Preferences) {
    let Some(root) = document().document_element() else { return };
    let theme = match preferences.theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let density = match preferences.density {
        Density::Comfortable => "comfortable",
        Density::Compact => "compact",
    };
    // An element that cannot take an attribute does not exist in a page; the next load has it in any case.
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
    let _ = root.set_attribute("data-density", density);
}
