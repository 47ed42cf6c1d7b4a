//! Buttons and links that look like them. One `Kind::Main` a view; `Kind::Danger` only inside a confirm dialog.

use crate::browser;
use crate::erased::maybe;
use crate::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// How much a button weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Edge and no fill: what most buttons are.
    #[default]
    Plain,
    /// Filled with ink: the one main action of a view.
    Main,
    /// Text only.
    Quiet,
    /// Filled with red: the last step of something that destroys.
    Danger,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn btn-plain",
            Self::Main => "btn btn-main",
            Self::Quiet => "btn btn-quiet",
            Self::Danger => "btn btn-danger",
        }
    }
}

/// A button. With a `reason` it is disabled but can still be reached and says why; while `busy` it keeps its label
/// and takes no second press. `opens` names a dialog to show, which works before hydration too.
#[component]
pub fn Button(
    #[prop(optional)] kind: Kind,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    #[prop(optional)] submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] reason: Signal<String>,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional, into)] opens: Option<String>,
    children: Children,
) -> impl IntoView {
    let stopped = move || busy.get() || reason.with(|reason| !reason.is_empty());
    let title = move || Some(reason.get()).filter(|reason| !reason.is_empty());
    let command = opens.as_ref().map(|_| "show-modal");
    let command_for = opens.clone();
    let press = move |event: MouseEvent| {
        if untrack(stopped) {
            event.prevent_default();
            event.stop_propagation();
            return;
        }
        if let Some(dialog) = opens.as_deref().and_then(browser::dialog) {
            // Done here for browsers without `command`; the others must not do it a second time.
            event.prevent_default();
            browser::show(&dialog);
        }
        if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            id=id
            name=name
            value=value
            command=command
            commandfor=command_for
            aria-disabled=move || stopped().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=title
            data-reason=title
            on:click=press
        >
            {maybe(icon.map(|name| view! { <Icon name /> }))}
            {children()}
        </button>
    }
    .into_any()
}

/// A square button that shows an icon alone; `label` is its name and its tooltip.
#[component]
pub fn IconButton(
    icon: IconName,
    #[prop(into)] label: String,
    #[prop(into)] on_click: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button type="button" class="btn btn-icon" aria-label=label.clone() title=label on:click=move |event| on_click.run(event)>
            <Icon name=icon />
        </button>
    }
}

/// A link in the form of a button: it goes somewhere, it does nothing. `external` opens a tab of its own and says so.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] icon: Option<IconName>,
    #[prop(optional)] external: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=kind.class()
            href=move || href.get()
            target=external.then_some("_blank")
            rel=external.then_some("noopener noreferrer")
        >
            {maybe(icon.map(|name| view! { <Icon name /> }))}
            {children()}
            {maybe(external.then(|| view! { <Icon name=IconName::External /><span class="sr">" (opens in a new tab)"</span> }))}
        </a>
    }
    .into_any()
}
