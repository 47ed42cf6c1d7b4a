//! Showing a secret once. The value lives in one signal and in properties of text fields while it is shown, and nowhere
//! else: never in an attribute, never in what the server renders. It is overwritten when the reader is done, or when
//! its time is over.

mod clock;
mod held;
mod text;
mod value;

pub use text::Snippet;
pub use value::*;

use super::{Dialog, DialogSize};
use crate::button::Button;
use crate::erased::{following, maybe};
use leptos::prelude::*;

/// A dialog around one [`SecretValue`]. It cannot be closed by accident: Done works once the secret was copied, ticked
/// off or destroyed. Done overwrites and empties `secret`, closes, then runs `on_done`. Children say what the secret
/// can do; `snippets` are what it may be pasted into.
#[component]
pub fn SecretDialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    secret: RwSignal<String>,
    #[prop(optional)] snippets: Vec<Snippet>,
    #[prop(into)] on_done: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let taken = RwSignal::new(false);
    let value_id = [&id, "-value"].concat();
    let reason =
        Signal::derive(move || if taken.get() { "" } else { "Copy the secret or tick that you stored it" }.to_owned());
    let done = move |_| {
        wipe(secret);
        taken.set(false);
        open.set(false);
        on_done.run(());
    };
    on_cleanup(move || wipe(secret));
    // The body exists only while the dialog is open, so that nothing of one secret is left for the next.
    let body = move || {
        let shown = open.get().then(|| {
            let (id, snippets) = (value_id.clone(), snippets.clone());
            view! {
                {children()}
                <SecretValue id secret taken snippets />
            }
        });
        maybe(shown)
    };
    let actions = move || view! { <Button reason on_click=done>"Done"</Button> };
    view! {
        <Dialog id title open size=DialogSize::Medium guard=true actions>
            <div class="stack">{following(body)}</div>
        </Dialog>
    }
    .into_any()
}

fn wipe(secret: RwSignal<String>) {
    secret.try_update(overwrite);
}

/// Overwrites the text where it lies before letting it go.
fn overwrite(text: &mut String) {
    let length = text.len();
    text.clear();
    text.extend(std::iter::repeat_n('\0', length));
    text.clear();
}
