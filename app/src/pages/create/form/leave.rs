//! The question before a form is left with what was typed in it.

use crate::route::Here;
use leptos::prelude::*;
use ui::{Button, Dialog, Kind};

/// Asks while a link was pressed and `unsaved` holds: "Keep editing" stays, "Leave form" goes where the link leads.
pub fn question(unsaved: RwSignal<bool>) -> AnyView {
    let here = Here::get();
    here.hold(unsaved.into());
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(here.wanted.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            here.wanted.set(None);
        }
        now
    });
    let leave = move |_| {
        if let Some(address) = here.wanted.get_untracked() {
            unsaved.set(false);
            open.set(false);
            here.go(&address);
        }
    };
    view! {
        <Dialog id="leave-form" title="Leave this form?" open>
            <p>"What you changed in it was not sent to a review, and is kept nowhere."</p>
            <div class="dialog-actions">
                <Button on_click=move |_| open.set(false)>"Keep editing"</Button>
                <Button kind=Kind::Danger on_click=leave>"Leave form"</Button>
            </div>
        </Dialog>
    }
    .into_any()
}
