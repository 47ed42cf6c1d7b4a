//! One secret while its dialog is open: whether it is shown, taken or gone, and the clock that hides and ends it.

use super::clock::{Clock, Due};
use super::wipe;
use crate::browser;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::js_sys::Date;
use std::time::Duration;

/// From one look at the clock to the next.
const BEAT: Duration = Duration::from_secs(1);
const HIDDEN: &str = "The secret was shown for 2 minutes and is hidden again.";
pub const DESTROYED: &str = "This secret was destroyed after 15 minutes.";
pub const AND_NOW: &str = "Revoke it and mint another if it was not stored.";

#[derive(Clone, Copy)]
pub struct Held {
    pub secret: RwSignal<String>,
    pub shown: RwSignal<bool>,
    /// It was copied, alone or in a snippet.
    pub copied: RwSignal<bool>,
    /// Its time was over.
    pub gone: RwSignal<bool>,
    /// The text that the browser refused to copy, by its label.
    pub refused: RwSignal<Option<&'static str>>,
    /// The box around everything that shows it.
    pub root: NodeRef<html::Div>,
    clock: StoredValue<Clock>,
}

impl Held {
    pub fn new(secret: RwSignal<String>) -> Self {
        Self {
            secret,
            shown: RwSignal::new(false),
            copied: RwSignal::new(false),
            gone: RwSignal::new(false),
            refused: RwSignal::new(None),
            root: NodeRef::new(),
            clock: StoredValue::new(Clock::default()),
        }
    }

    pub fn show(self) {
        // What passed since the last beat belongs to what was before.
        self.look();
        self.clock.try_update_value(Clock::shown);
        self.shown.try_set(true);
    }

    pub fn hide(self) {
        self.shown.try_set(false);
        self.refused.try_set(None);
    }

    /// Looks at the clock until the secret is gone or this part of the page is.
    pub fn watch(self) {
        Effect::new(move |_| {
            if self.gone.get() {
                return;
            }
            self.look();
            let beat = set_interval_with_handle(move || self.look(), BEAT).ok();
            // The beats of a tab in the background are rare: whoever comes back finds what is due done.
            let back = window_event_listener_untyped("visibilitychange", move |_| self.look());
            on_cleanup(move || {
                if let Some(beat) = beat {
                    beat.clear();
                }
                back.remove();
            });
        });
    }

    fn look(self) {
        let now = Date::now();
        match self.clock.try_update_value(|clock| clock.look(now)) {
            Some(Due::End) => self.destroy(),
            Some(Due::Hiding) if self.shown.try_get_untracked() == Some(true) => {
                self.hide();
                self.say(HIDDEN);
            }
            _ => {}
        }
    }

    fn destroy(self) {
        wipe(self.secret);
        self.hide();
        // What has the focus is about to go.
        if let Some(root) = self.root.try_get_untracked().flatten()
            && root.matches(":focus-within").unwrap_or(false)
        {
            browser::focus(&root);
        }
        self.gone.try_set(true);
        self.say(&[DESTROYED, " ", AND_NOW].concat());
    }

    fn say(self, message: &str) {
        if let Some(root) = self.root.try_get_untracked().flatten() {
            browser::announce_near(&root, message);
        }
    }
}
