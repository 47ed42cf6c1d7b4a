//! What an edit answers when the thing it edits has moved.

use super::check::Check;
use leptos::prelude::*;
use model::Error;
use ui::{Banner, Button, Tone};

/// Somebody else was faster: what moved, and the way on that undoes nothing of theirs.
pub fn moved_meanwhile(check: Check, error: Error, merge: Option<RwSignal<bool>>, again: Callback<()>) -> AnyView {
    let line = |field: model::FieldError| {
        let name = field.field.rsplit('.').next().unwrap_or_default();
        let label = match check.label(name) {
            "" => field.field.clone(),
            label => label.to_owned(),
        };
        view! { <li>{[&label, " ", &field.message].concat()}</li> }
    };
    let lines = error.fields.into_iter().map(line).collect::<Vec<_>>();
    let go_on = move |_| {
        if let Some(merge) = merge {
            merge.set(true);
        }
        again.run(());
    };
    view! {
        <Banner tone=Tone::Warn title=error.message live=true>
            <ul class="list-disc pl-4 wrap-anywhere">{lines}</ul>
            <span class="block pt-2">"Fields you did not touch take their newer value; those you changed keep yours. Of lists and tags only what you added or took away is changed. The review shows all of it."</span>
            <span class="block pt-2"><Button on_click=go_on>"Go on with what I changed"</Button></span>
        </Banner>
    }
    .into_any()
}
