//! Leaving with something unsaved: links of the product wait for an answer, and the browser asks by itself before the
//! document goes away. The way back in the history cannot be held, and is not.

use super::Here;
use leptos::ev;
use leptos::prelude::*;

impl Here {
    /// For as long as `unsaved` holds and the page that says so is in view, a press on a link only asks.
    pub fn hold(self, unsaved: Signal<bool>) {
        Effect::new(move |_| {
            let held = unsaved.get();
            self.held.set_value(held);
            if held {
                let listener = window_event_listener(ev::beforeunload, |event| event.prevent_default());
                on_cleanup(move || listener.remove());
            }
        });
        on_cleanup(move || {
            self.held.try_set_value(false);
            self.wanted.try_set(None);
        });
    }

    /// Follows a link, or keeps its address until the reader has decided.
    pub(super) fn follow(self, address: String) {
        if self.held.get_value() {
            self.wanted.set(Some(address));
        } else {
            self.go(&address);
        }
    }
}
