//! Going elsewhere: links, the way back, and the history. Runs in handlers and effects only, so never on the server.

use super::page::split;
use super::{Here, Page};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, HtmlAnchorElement, MouseEvent};

/// What becomes of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    New,
    /// Stands in the place of the one in view.
    Instead,
    /// The browser has moved in its history already.
    Kept,
}

impl Here {
    /// Goes to another page, and to its top.
    pub fn go(self, address: &str) {
        self.step(address, Entry::New, true);
    }

    /// Changes the search of the page in view, without scrolling; `instead` leaves no trace in the history.
    pub fn stay(self, address: &str, instead: bool) {
        self.step(address, if instead { Entry::Instead } else { Entry::New }, false);
    }

    /// Pages whose code is here are shown at once, others when it has come, unless the reader went on meanwhile.
    fn step(self, address: &str, entry: Entry, to_top: bool) {
        let Some(step) = self.steps.try_update_value(|steps| {
            *steps = steps.wrapping_add(1);
            *steps
        }) else {
            return;
        };
        let page = Page::of(split(address).0);
        let address = address.to_owned();
        if matches!(page, Page::List(_)) || self.path.with_untracked(|path| *path == split(&address).0) {
            return self.arrive(&address, entry, to_top);
        }
        spawn_local(async move {
            if !(self.load)(page).await {
                // The server has another build by now, which answers with a page of its own.
                load(&address);
            } else if self.steps.try_get_value() == Some(step) {
                self.arrive(&address, entry, to_top);
            }
        });
    }

    fn arrive(self, to: &str, entry: Entry, to_top: bool) {
        record(to, if to == address() && entry == Entry::New { Entry::Instead } else { entry });
        let (path, search) = split(to);
        if self.path.with_untracked(|before| before != path) {
            self.path.set(path.to_owned());
        }
        if self.search.with_untracked(|before| before != search) {
            self.search.set(search.to_owned());
        }
        if to_top {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }
}

/// Follows the reader: presses on links, and the way back and forth.
pub(super) fn follow(here: Here) {
    Effect::new(move |_| {
        let click = window_event_listener(ev::click, move |event| pressed(here, &event));
        let moved = window_event_listener(ev::popstate, move |_| went(here));
        on_cleanup(move || {
            click.remove();
            moved.remove();
        });
    });
}

/// The browser has moved in its history: the page goes along, or has it come back. Its entry is made anew, because
/// nobody says how far the browser went.
fn went(here: Here) {
    if here.fast.get_value() {
        let (path, search) = (here.path.get_untracked(), here.search.get_untracked());
        let mark = if search.is_empty() { "" } else { "?" };
        record(&[&path, mark, &search].concat(), Entry::New);
    } else {
        here.step(&address(), Entry::Kept, false);
    }
}

/// Takes a plain press on a link to a page of the product; all others are the browser's.
fn pressed(here: Here, event: &MouseEvent) {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = pressed.and_then(|element| element.closest("a[href]").ok().flatten());
    if let Some(address) = link.and_then(|link| link.dyn_into().ok()).and_then(|link| own_page(&link)) {
        event.prevent_default();
        here.follow(address);
    }
}

/// The address of a link that leads to a page of the product, and asks for nothing else.
fn own_page(link: &HtmlAnchorElement) -> Option<String> {
    let own = window().location().origin().is_ok_and(|origin| origin == link.origin());
    let plain = link.target().is_empty() && link.hash().is_empty();
    let left = link.has_attribute("download") || link.rel() == "external";
    let path = link.pathname();
    (own && plain && !left && Page::of(&path) != Page::Nowhere).then(|| path + &link.search())
}

/// Where the browser is: path and search.
pub(super) fn address() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// A browser that refuses an entry shows the page all the same.
fn record(address: &str, entry: Entry) {
    let Ok(history) = window().history() else { return };
    drop(match entry {
        Entry::New => history.push_state_with_url(&JsValue::NULL, "", Some(address)),
        Entry::Instead => history.replace_state_with_url(&JsValue::NULL, "", Some(address)),
        Entry::Kept => Ok(()),
    });
}

fn load(address: &str) {
    // Refused only while the page is going away.
    drop(window().location().set_href(address));
}
