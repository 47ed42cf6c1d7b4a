//! What the events of a form say about its fields.

use super::check::Check;
use leptos::ev;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, EventTarget};

/// What has no name is no field: it filters, or chooses what a button beside it does.
pub fn named(target: Option<EventTarget>, then: impl FnOnce(String)) {
    let control = target.and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(name) = control.and_then(|control| control.get_attribute("name")).filter(|name| !name.is_empty()) {
        then(name);
    }
}

fn matches(target: Option<EventTarget>, selector: &str) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// A choice was made: unlike a text, it is whole at once.
pub fn picked(target: Option<EventTarget>, check: Check) {
    named(target.clone(), |field| check.changed(&field));
    if matches(target.clone(), "select, [type=radio], [type=checkbox]") {
        named(target, |field| check.touch(field));
    }
}

/// A field was left. Not when it was left by pressing a button: an error that appears under the pointer would move the
/// button away before the press is complete. The keyboard presses nothing by arriving.
pub fn left(event: &ev::FocusEvent, check: Check) {
    if !matches(event.related_target(), "button:active, a:active, summary:active") {
        named(event.target(), |field| check.touch(field));
    }
}
