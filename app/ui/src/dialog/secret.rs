//! Showing a secret once. The value lives in one signal and in one DOM property while it is shown, and nowhere else:
//! never in an attribute, never in what the server renders, and it is overwritten when the reader is done.

use super::{Dialog, DialogSize};
use crate::browser;
use crate::button::{Button, Kind};
use crate::copy::CopyButton;
use crate::field::Checkbox;
use crate::flash::Banner;
use crate::tone::Tone;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

/// Stands for a secret of any length.
const MASK: &str = "••••••••••••••••••••••••••••••••";

/// A secret that can be shown, copied, and ticked off as stored; `taken` becomes true by the last two.
#[component]
pub fn SecretValue(#[prop(into)] id: String, secret: RwSignal<String>, taken: RwSignal<bool>) -> impl IntoView {
    let shown = RwSignal::new(false);
    let refused = RwSignal::new(false);
    let ticked = RwSignal::new(false);
    let node = NodeRef::<html::Textarea>::new();
    let copied = RwSignal::new(false);
    reflect(node, secret, shown);
    Effect::new(move |_| taken.set(copied.get() || ticked.get()));
    let on_copied = Callback::new(move |()| {
        refused.set(false);
        copied.set(true);
    });
    let select = Callback::new(move |()| {
        shown.set(true);
        refused.set(true);
        // The value is in the field only after the effect above has run.
        request_animation_frame(move || {
            if let Some(field) = node.get_untracked() {
                browser::focus(&field);
                field.select();
            }
        });
    });
    let tick_id = [&id, "-stored"].concat();
    view! {
        <div class="secret">
            <Banner tone=Tone::Warn title="Shown once.">"Nobody can read it again. Copy it and store it now."</Banner>
            <textarea
                id=id
                class="secret-value"
                rows="3"
                readonly
                aria-label="Secret value"
                autocomplete="off"
                spellcheck="false"
                node_ref=node
                on:copy=move |_| {
                    if shown.get_untracked() && node.get_untracked().is_some_and(|field| is_selected_whole(&field)) {
                        copied.set(true);
                    }
                }
            ></textarea>
            <CopyButton value=secret label="Copy secret" wide=true on_copied on_refused=select />
            {move || refused.get().then(|| view! {
                <Banner tone=Tone::Warn title="The browser refused to copy.">"The value is selected: press Ctrl+C or Cmd+C."</Banner>
            })}
            <div class="secret-foot">
                <Checkbox id=tick_id label="I stored it" value=ticked />
                <Button kind=Kind::Quiet on_click=move |_| shown.update(|shown| *shown = !*shown)>
                    {move || if shown.get() { "Hide" } else { "Show" }}
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// Puts the secret, or the mask, into the field as a property. An attribute or a child would be text in the document.
fn reflect(node: NodeRef<html::Textarea>, secret: RwSignal<String>, shown: RwSignal<bool>) {
    Effect::new(move |_| {
        let Some(field) = node.get() else { return };
        secret.with(|secret| match (secret.is_empty(), shown.get()) {
            (true, _) => field.set_value(""),
            (false, true) => field.set_value(secret),
            (false, false) => field.set_value(MASK),
        });
    });
    on_cleanup(move || {
        if let Some(field) = node.try_get_untracked().flatten() {
            field.set_value("");
        }
    });
}

fn is_selected_whole(field: &HtmlTextAreaElement) -> bool {
    let (start, end) = (field.selection_start(), field.selection_end());
    matches!((start, end), (Ok(Some(0)), Ok(Some(end))) if end == field.text_length())
}

/// A dialog around one [`SecretValue`]. It cannot be closed by accident: Done works once the secret was copied or
/// ticked off. Done overwrites and empties `secret`, closes, then runs `on_done`. Children say what the secret can do.
#[component]
pub fn SecretDialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    secret: RwSignal<String>,
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
        let (value_id, children) = (value_id.clone(), children.clone());
        open.get().then(|| {
            view! {
                {children()}
                <SecretValue id=value_id secret taken />
            }
        })
    };
    let actions = move || view! { <Button reason on_click=done>"Done"</Button> };
    view! {
        <Dialog id title open size=DialogSize::Medium guard=true actions>
            <div class="stack">{body}</div>
        </Dialog>
    }
    .into_any()
}

/// Overwrites the text where it lies before letting it go.
fn wipe(secret: RwSignal<String>) {
    secret.try_update(|secret| {
        let length = secret.len();
        secret.clear();
        secret.extend(std::iter::repeat_n('\0', length));
        secret.clear();
    });
}
