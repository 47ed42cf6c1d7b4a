//! Leaving with changes that are planned nowhere: the browser asks first.

use leptos::ev;
use leptos::prelude::*;

/// Has the browser ask before the document goes away, for as long as there is something to lose.
pub fn ask_before_leaving(unsaved: Memo<bool>) {
    Effect::new(move |_| {
        if unsaved.get() {
            let listener = window_event_listener(ev::beforeunload, |event| event.prevent_default());
            on_cleanup(move || listener.remove());
        }
    });
}
