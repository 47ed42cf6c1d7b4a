//! The frame of a form: what was wrong, the fields, the way to the review. Owns sending, once at a time.

use super::address::keep_in_address;
use super::check::Check;
use super::events::{left, named, picked};
use super::leave;
use super::moved::moved_meanwhile;
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use crate::{Failure, paths};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
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
    let send = sender(check, id.clone(), planner, State { busy, failure, moved: merge.map(|_| moved) });
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
            {leave::question(check.unsaved())}
        </div>
    }
}

/// How the sending of a form stands.
#[derive(Clone, Copy)]
struct State {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Error>>,
    /// Of an edit: what somebody else changed meanwhile.
    moved: Option<RwSignal<Option<Error>>>,
}

/// Sends the form and goes to its plan; a failure leaves everything as it is.
fn sender(check: Check, id: PlanId, planner: Planner, state: State) -> Callback<()> {
    let State { busy, failure, moved } = state;
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
                Ok(plan) => {
                    check.unsaved().set(false);
                    here.go(&paths::change(&plan));
                }
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
