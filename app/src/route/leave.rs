//! Leaving with something unsaved: links of the product wait for an answer, and the browser asks by itself before the
//! document goes away. Of the way back in the history nobody is asked: it leaves a form, and ends where it began while
//! a secret is shown.

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

    /// For as long as `fast` holds and the page that says so is in view, the way back and forth in the history ends at
    /// this page again.
    pub fn hold_fast(self, fast: Signal<bool>) {
        Effect::new(move |_| self.fast.set_value(fast.get()));
        on_cleanup(move || {
            self.fast.try_set_value(false);
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
