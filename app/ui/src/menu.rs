//! A menu as a disclosed list of links and buttons. Opens by itself before hydration; afterwards it also closes on
//! Escape, on a press elsewhere and on a choice.

use crate::browser;
use crate::erased::maybe;
use crate::icon::{Icon, IconName};
use leptos::ev::{self, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Node};

/// The menu with its button. `align_end` lines its right edge up with the button's.
#[component]
pub fn Menu(
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional)] align_end: bool,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    };
    close_when_pressed_elsewhere(node);
    let key = move |event: ev::KeyboardEvent| {
        let opener = node.get_untracked().filter(|details| browser::is_escape(&event) && details.open());
        if let Some(summary) = opener.and_then(|details| details.query_selector("summary").ok()?) {
            event.stop_propagation();
            close();
            browser::focus(&summary);
        }
    };
    let choose = move |event: MouseEvent| {
        let chosen = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if chosen.is_some_and(|chosen| matches!(chosen.closest("a,button"), Ok(Some(_)))) {
            close();
        }
    };
    let name = icon_only.then(|| label.clone());
    view! {
        <details class="menu" name="menu" node_ref=node on:keydown=key>
            <summary class="btn btn-plain" aria-label=name.clone() title=name>
                {maybe(icon.map(|name| view! { <Icon name /> }))}
                {maybe((!icon_only).then_some(label))}
                <Icon name=IconName::ChevronDown />
            </summary>
            <ul class=if align_end { "menu-list menu-end" } else { "menu-list" } on:click=choose>{children()}</ul>
        </details>
    }
    .into_any()
}

fn close_when_pressed_elsewhere(node: NodeRef<html::Details>) {
    Effect::new(move |_| {
        let listener = window_event_listener(ev::pointerdown, move |event| {
            let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if let Some(details) = node.get_untracked().filter(|details| !details.contains(pressed.as_ref())) {
                details.set_open(false);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// A menu entry that goes somewhere.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional, into)] current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a class="menu-item" href=href aria-current=move || current.get().then_some("true")>{children()}</a>
        </li>
    }
}

/// A menu entry that does something; `current` marks the one that is in force. With a `name` and `value` it submits
/// the form around the menu instead, which works before hydration.
#[component]
pub fn MenuButton(
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] current: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let press = move |event| {
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    view! {
        <li>
            <button
                type=if name.is_some() { "submit" } else { "button" }
                class="menu-item"
                name=name
                value=value
                aria-current=move || current.get().then_some("true")
                on:click=press
            >
                {children()}
            </button>
        </li>
    }
}
