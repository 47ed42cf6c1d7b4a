//! Native dialogs. Owns opening, closing and what may not close by accident; focus is kept and returned by the browser.

mod confirm;
mod secret;

pub use confirm::*;
pub use secret::*;

use crate::browser;
use crate::erased::{following, maybe};
use crate::icon::{Icon, IconName};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// How wide a dialog is and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogSize {
    /// 480 px: a question.
    #[default]
    Small,
    /// 640 px: a secret, something to read.
    Medium,
    /// 560 px at the right edge: a form beside the page.
    Drawer,
    /// 280 px at the left edge: the navigation of a narrow screen.
    Rail,
}

impl DialogSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => "dialog dialog-small",
            Self::Medium => "dialog dialog-medium",
            Self::Drawer => "dialog dialog-drawer",
            Self::Rail => "dialog dialog-rail",
        }
    }
}

/// A modal dialog. `open` is both ways: it shows and hides the dialog, and follows when the reader closes it. While
/// `guard` holds, Escape and the backdrop do nothing, there is no close button, and leaving the page asks first.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    #[prop(optional)] size: DialogSize,
    #[prop(optional, into)] guard: Signal<bool>,
    #[prop(optional, into)] actions: ViewFn,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    follow(node, open);
    ask_before_leaving(open, guard);
    let title_id = [&id, "-title"].concat();
    let held = move || guard.get_untracked();
    let cancel = move |event: ev::Event| {
        if held() {
            event.prevent_default();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        // A second Escape closes a dialog whose `cancel` was refused, unless the key itself is refused too.
        if held() && browser::is_escape(&event) {
            event.prevent_default();
        }
    };
    let sync = move || {
        if let Some(dialog) = node.get_untracked()
            && open.get_untracked() != dialog.open()
        {
            open.set(dialog.open());
        }
    };
    let closed = move |_| match node.get_untracked() {
        Some(dialog) if held() && open.get_untracked() => browser::show(&dialog),
        _ => sync(),
    };
    let close_id = id.clone();
    view! {
        <dialog
            id=id
            class=size.class()
            node_ref=node
            aria-labelledby=title_id.clone()
            closedby=move || if guard.get() { "none" } else { "any" }
            on:cancel=cancel
            on:keydown=key
            on:close=closed
            on:toggle=move |_| sync()
        >
            <div class="dialog-body">
                <div class="dialog-head">
                    <h2 id=title_id.clone()>{move || title.get()}</h2>
                    {following(move || maybe((!guard.get()).then(|| view! { <CloseButton dialog=close_id.clone() open /> })))}
                </div>
                {children()}
                <div class="dialog-actions">{following(move || actions.run())}</div>
            </div>
            <div class="sr" role="status" data-live=""></div>
        </dialog>
    }
    .into_any()
}

#[component]
fn CloseButton(dialog: String, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-quiet btn-icon" aria-label="Close" command="close" commandfor=dialog on:click=move |_| open.set(false)>
            <Icon name=IconName::Close />
        </button>
    }
}

/// Keeps the native dialog as `open` says. One that was opened before hydration stays open.
fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move |followed: Option<bool>| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return false };
        if wanted {
            browser::show(&dialog);
        } else if dialog.open() {
            if followed == Some(true) { dialog.close() } else { open.set(true) }
        }
        true
    });
}

fn ask_before_leaving(open: RwSignal<bool>, guard: Signal<bool>) {
    Effect::new(move |_| {
        if open.get() && guard.get() {
            let listener = window_event_listener(ev::beforeunload, |event| event.prevent_default());
            on_cleanup(move || listener.remove());
        }
    });
}
