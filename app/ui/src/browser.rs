//! The few places where the kit touches the browser itself: focus, selection, clipboard, live region, native dialogs.
//!
//! Runs in event handlers and effects only, never while rendering, so the server never comes here.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event, HtmlDialogElement, HtmlElement};
use std::sync::atomic::{AtomicBool, Ordering};

/// Another page was gone to, and nothing was pressed since: its heading takes the focus when it comes.
static AWAITED: AtomicBool = AtomicBool::new(false);

/// Id of the region that reads out what changed; [`crate::LiveRegion`] renders it.
pub(crate) const LIVE: &str = "live-region";

/// Id of the page's heading; [`crate::PageHead`] renders it.
pub(crate) const TITLE: &str = "page-title";

/// Reads `message` out politely. Does nothing on the server or when the layout has no live region.
pub fn announce(message: &str) {
    if !is_server() {
        say(document().get_element_by_id(LIVE), message);
    }
}

/// Reads `message` out beside `near`: inside an open dialog the rest of the page, and its live region, is inert.
pub(crate) fn announce_near(near: &Element, message: &str) {
    let inside = near.closest("dialog").ok().flatten().and_then(|dialog| dialog.query_selector("[data-live]").ok()?);
    say(inside.or_else(|| document().get_element_by_id(LIVE)), message);
}

fn say(region: Option<Element>, message: &str) {
    if let Some(region) = region {
        // A region that already holds the same words stays silent, so it is emptied first.
        region.set_text_content(None);
        let message = message.to_owned();
        request_animation_frame(move || region.set_text_content(Some(&message)));
    }
}

/// Says that the reader goes to another page. Each [`crate::PageHead`] that appears from now on takes the focus, the one
/// of a skeleton and then the page's own, until the reader presses something.
pub fn await_page() {
    AWAITED.store(true, Ordering::Relaxed);
}

/// Lets heads come and go without the focus, from the reader's next press on. Call it once, in the layout.
pub fn await_no_page_after_press() {
    let forget = || AWAITED.store(false, Ordering::Relaxed);
    let pointer = window_event_listener(ev::pointerdown, move |_| forget());
    let key = window_event_listener(ev::keydown, move |_| forget());
    on_cleanup(move || {
        pointer.remove();
        key.remove();
    });
}

/// Gives a heading that has just appeared the focus, if its page was awaited.
pub(crate) fn focus_if_awaited(heading: NodeRef<html::H1>) {
    Effect::new(move |_| {
        if let Some(heading) = heading.get().filter(|_| AWAITED.load(Ordering::Relaxed)) {
            focus(&heading);
        }
    });
}

/// Moves the focus to the page's heading once what happens now is drawn: for the end of something whose button is gone.
pub fn focus_title() {
    request_animation_frame(|| focus_field(TITLE));
}

/// The element a handler was put on.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.current_target().and_then(|target| target.dyn_into().ok())
}

/// Moves focus to the element with this id, or to the first control inside it when it is a group.
pub(crate) fn focus_field(id: &str) {
    if let Some(found) = document().get_element_by_id(id) {
        let control = if found.matches("fieldset").unwrap_or(false) {
            found.query_selector("input").ok().flatten().unwrap_or(found)
        } else {
            found
        };
        focus(&control);
    }
}

pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // An element that cannot take focus just keeps it where it is.
        drop(element.focus());
    }
}

/// Selects the whole text of the nearest copyable box around `near`, for a person to copy by hand.
pub(crate) fn select_around(near: &Element) -> bool {
    let found = near.closest("[data-copyable]").ok().flatten();
    let text = found.and_then(|copyable| copyable.query_selector("[data-copy-text]").ok()?);
    let selection = window().get_selection().ok().flatten();
    matches!((text, selection), (Some(text), Some(selection)) if selection.select_all_children(&text).is_ok())
}

/// Puts `value` on the clipboard; false when the browser refuses or has none (a page that is not served securely).
pub(crate) async fn write_clipboard(value: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && clipboard.write_text(value).await.is_ok()
}

/// The dialog with this id, if it is one.
pub(crate) fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id).and_then(|element| element.dyn_into().ok())
}

/// Opens a dialog as modal; one that is open already stays so.
pub(crate) fn show(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // Refused only for a dialog that has left the page.
        drop(dialog.show_modal());
    }
}

/// Whether the key pressed was Escape.
pub(crate) fn is_escape(event: &ev::KeyboardEvent) -> bool {
    event.key() == "Escape"
}
