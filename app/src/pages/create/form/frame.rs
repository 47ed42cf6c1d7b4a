//! The frame of a form: what was wrong, the fields, the way to the review. Owns sending, once at a time.

use super::address::keep_in_address;
use super::check::Check;
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use crate::{Failure, paths};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, EventTarget};
use model::{Code, Error, PlanId};
use std::pin::Pin;
use std::sync::Arc;
use ui::{Banner, Button, ButtonLink, ErrorSummary, FormActions, Kind, Tone, maybe};

/// Plans the form's values as they stand, under the form's id.
pub type Planner = Arc<dyn Fn(PlanId) -> Pin<Box<dyn Future<Output = Result<PlanId, Failure>>>> + Send + Sync>;

/// A form around its fields. `sent` leads to the plan when this very form was applied before, `refused` is why the form
/// cannot be sent at all, `cancel` is where leaving leads.
#[component]
pub fn FormFrame(
    check: Check,
    id: PlanId,
    #[prop(optional_no_strip)] sent: Option<String>,
    #[prop(optional, into)] refused: String,
    #[prop(into)] label: String,
    #[prop(into)] cancel: String,
    /// Of an edit: set once the reader goes on although something moved.
    #[prop(optional)]
    merge: Option<RwSignal<bool>>,
    /// What the button that leads on says.
    #[prop(default = Signal::stored("Review".to_owned()), into)]
    action: Signal<String>,
    planner: Planner,
    children: Children,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Error>);
    let moved = RwSignal::new(None::<Error>);
    let send = sender(check, id.clone(), planner, busy, failure, merge.map(|_| moved));
    let why = refused.clone();
    let closed = (!refused.is_empty())
        .then(|| view! { <Banner tone=Tone::Warn title="It cannot be changed now.">{why}</Banner> });
    let reason = obstacle(refused, sent.is_some());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() && reason.with_untracked(String::is_empty) && check.pass() {
            send.run(());
        }
    };
    let again = Callback::new(move |()| {
        if check.pass() {
            send.run(());
        }
    });
    keep_in_address(id.clone());
    view! {
        <div class="flex flex-col gap-6 max-w-[45rem]">
            {sent.map(|plan| view! { <SentAlready plan id /> })}
            {maybe(closed)}
            <noscript class="banner tone-warn">
                "Planning a change needs JavaScript, which is off. Reading works without it."
            </noscript>
            <ErrorSummary title=Signal::derive(move || things_to_correct(check.listed().with(Vec::len))) errors=check.listed() />
            // Until the page is live this method keeps the browser from sending the form by itself.
            <form
                method="dialog"
                novalidate
                class="flex flex-col gap-8"
                aria-label=label
                on:submit=submit
                on:input=move |event| named(event.target(), |field| check.changed(&field))
                on:change=move |event| picked(event.target(), check)
                on:focusout=move |event| left(&event, check)
            >
                {children()}
                {move || failure.get().map(|error| view! { <ErrorPanel error retry=again /> })}
                {move || moved.get().map(|error| moved_meanwhile(check, error, merge, again))}
                <FormActions>
                    <Button kind=Kind::Main submit=true busy reason>{move || action.get()}</Button>
                    <ButtonLink href=cancel kind=Kind::Quiet>"Cancel"</ButtonLink>
                </FormActions>
            </form>
        </div>
    }
}

/// Sends the form and goes to its plan; a failure leaves everything as it is.
fn sender(
    check: Check,
    id: PlanId,
    planner: Planner,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Error>>,
    moved: Option<RwSignal<Option<Error>>>,
) -> Callback<()> {
    let here = Here::get();
    Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        if let Some(moved) = moved {
            moved.set(None);
        }
        let planned = planner(id.clone());
        spawn_local(async move {
            let answer = planned.await;
            // Gone meanwhile: the reader is elsewhere and stays there.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(plan) => here.go(&paths::change(&plan)),
                Err(Failure(error)) if error.fields.is_empty() => failure.set(Some(error)),
                Err(Failure(error)) if error.code == Code::Conflict && moved.is_some() => {
                    if let Some(moved) = moved {
                        moved.set(Some(error));
                    }
                }
                Err(Failure(error)) => check.answer(error.fields),
            }
        });
    })
}

/// Somebody else was faster: what moved, and the way on that undoes nothing of theirs.
fn moved_meanwhile(check: Check, error: Error, merge: Option<RwSignal<bool>>, again: Callback<()>) -> AnyView {
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
            <ul class="list-disc pl-4 break-words">{lines}</ul>
            <span class="block pt-2">"Fields you did not touch take their newer value; those you changed keep yours. The review shows all of it."</span>
            <span class="block pt-2"><Button on_click=go_on>"Go on with what I changed"</Button></span>
        </Banner>
    }
    .into_any()
}

/// Why the form cannot be sent; empty when it can.
fn obstacle(refused: String, sent: bool) -> Signal<String> {
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    Signal::derive(move || match (live.get(), sent) {
        _ if !refused.is_empty() => refused.clone(),
        (_, true) => "This form was sent already".to_owned(),
        (false, _) => "Needs JavaScript, which has not started yet".to_owned(),
        (true, false) => String::new(),
    })
}

fn things_to_correct(count: usize) -> String {
    match count {
        1 => "1 thing to correct".to_owned(),
        count => format!("{count} things to correct"),
    }
}

#[component]
fn SentAlready(plan: String, id: PlanId) -> impl IntoView {
    let fresh = ["?from=", id.as_str()].concat();
    view! {
        <Banner tone=Tone::Warn title="This form was sent already.">
            <a href=plan>"See what became of it"</a>
            ", or "
            // A new document, so that the form gets an id of its own.
            <a href=fresh rel="external">"begin a new form with these values"</a>
            "."
        </Banner>
    }
}

fn named(target: Option<EventTarget>, then: impl FnOnce(String)) {
    let control = target.and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(name) = control.and_then(|control| control.get_attribute("name")) {
        then(name);
    }
}

fn matches(target: Option<EventTarget>, selector: &str) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.matches(selector).unwrap_or(false))
}

/// A choice was made: unlike a text, it is whole at once.
fn picked(target: Option<EventTarget>, check: Check) {
    named(target.clone(), |field| check.changed(&field));
    if matches(target.clone(), "select, [type=radio], [type=checkbox]") {
        named(target, |field| check.touch(field));
    }
}

/// A field was left. Not when it was left by pressing a button: an error that appears under the pointer would move the
/// button away before the press is complete. The keyboard presses nothing by arriving.
fn left(event: &ev::FocusEvent, check: Check) {
    if !matches(event.related_target(), "button:active, a:active, summary:active") {
        named(event.target(), |field| check.touch(field));
    }
}
