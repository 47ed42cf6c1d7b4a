//! The question before something that destroys.

use super::Dialog;
use crate::button::{Button, Kind};
use crate::field::TextField;
use crate::flash::Banner;
use crate::tone::Tone;
use leptos::ev;
use leptos::prelude::*;

/// Asks before destroying. With `expected`, that name has to be typed first; it is forgotten when the dialog closes.
/// `confirm` is the verb and the object ("Delete edge-telemetry"); `error` is shown inside and the dialog stays.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(into)] confirm: String,
    #[prop(optional, into)] expected: String,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(into)] on_confirm: Callback<()>,
    children: Children,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    forget_when_closed(open, typed);
    let asks = !expected.is_empty();
    let field_id = [&id, "-name"].concat();
    let label = ["Type ", &expected, " to confirm"].concat();
    let missing = ["Type the name first: ", &expected].concat();
    let matches = Signal::derive(move || typed.with(|typed| typed.trim() == expected));
    let reason = Signal::derive(move || if matches.get() { String::new() } else { missing.clone() });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if matches.get_untracked() && !busy.get_untracked() {
            on_confirm.run(());
        }
    };
    view! {
        <Dialog id title open guard=busy>
            <form class="stack" on:submit=submit>
                {children()}
                {asks.then(|| view! { <TextField id=field_id label value=typed mono=true autofocus=true /> })}
                {move || error.get().map(|error| view! { <Banner tone=Tone::Bad title=error live=true /> })}
                <div class="dialog-actions">
                    <Button on_click=move |_| open.set(false) reason=Signal::derive(move || cannot_stop(busy.get()))>"Cancel"</Button>
                    <Button kind=Kind::Danger submit=true busy reason>{confirm}</Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

fn cannot_stop(busy: bool) -> String {
    if busy { "It is under way and cannot be stopped.".to_owned() } else { String::new() }
}

fn forget_when_closed(open: RwSignal<bool>, typed: RwSignal<String>) {
    Effect::new(move |_| {
        if !open.get() {
            typed.set(String::new());
        }
    });
}
