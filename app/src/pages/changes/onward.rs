//! What a person can do with a plan that is over: go on with an interrupted one or drop the rest of it, plan its
//! opposite, take its commands along.

use super::api::{plan_commands, plan_retry, plan_undo, resume_plan};
use super::live::Live;
use super::words;
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use crate::{Failure, paths};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{PlanId, PlanState, PlanView};
use std::pin::Pin;
use ui::{Button, ButtonLink, CopyButton, IconName, Kind, Section, TextField, maybe};

/// The buttons that belong to the plan's state; nothing while there are none.
pub fn onward(live: Live) -> AnyView {
    let shown = Memo::new(move |_| {
        live.plan.with(|plan| (plan.state == PlanState::Interrupted, plan.undoable, plan.retryable))
    });
    view! {
        {move || maybe(live.plan.with(taken_along))}
        {move || match shown.get() {
            (true, ..) => live.plan.with_untracked(|plan| interrupted(live, plan)),
            (false, undoable, retryable) => {
                view! { {maybe(retryable.then(|| retry(live)))} {maybe(undoable.then(|| undo(live)))} }.into_any()
            }
        }}
        <Commands live />
    }
    .into_any()
}

/// What became of each row of a plan that is over, as a table to download.
fn taken_along(plan: &PlanView) -> Option<AnyView> {
    let has_rows = plan.steps.iter().any(|step| !step.rows.is_empty());
    let href = (plan.state.is_over() && has_rows).then(|| paths::outcome_csv(&plan.id))?;
    Some(view! { <div><ButtonLink href icon=IconName::Download>"Export the outcome"</ButtonLink></div> }.into_any())
}

fn interrupted(live: Live, plan: &PlanView) -> AnyView {
    let secret = RwSignal::new(String::new());
    let asks = plan.asks.clone().map(|asked| {
        view! { <div class="max-w-[480px]"><TextField id="secret" label=asked.label help=asked.help value=secret kind="password" /></div> }
    });
    let take_up = move |send: bool| {
        let Some(id) = live.id().filter(|_| live.begin()) else { return };
        let entered = secret.get_untracked();
        secret.set(String::new());
        spawn_local(async move {
            match resume_plan(id, send, entered).await {
                Ok(plan) => drop(live.plan.try_set(plan)),
                Err(failure) => live.fail(failure),
            }
            live.busy.try_set(false);
        });
    };
    // A mint is never sent again: nobody could be shown its secret.
    let goes_on = plan.credential.as_ref().is_none_or(|credential| credential.delivered_to.is_some());
    let go_on = goes_on.then(|| {
        view! { <Button kind=Kind::Main busy=live.busy on_click=move |_| take_up(true)>"Go on with the rest"</Button> }
    });
    let is_key = plan.credential.as_ref().is_some_and(|credential| credential.is_key);
    let drop_rest = match (goes_on, is_key) {
        (true, _) => "Drop the rest",
        (false, true) => "End the plan",
        (false, false) => "Look it up and end the plan",
    };
    let looks = match is_key {
        true => "AWS cannot list API keys: what has no outcome is never looked up or repeated.",
        false => "Steps of unknown outcome are looked up first, and never repeated where that could do them twice.",
    };
    view! {
        <Section title="The rest of it">
            <div class="flex flex-col gap-3">
                <p class="text-sm text-ink-2">{looks}</p>
                {asks}
                <div class="flex flex-wrap gap-2">
                    {go_on}
                    <Button busy=live.busy on_click=move |_| take_up(false)>{drop_rest}</Button>
                </div>
            </div>
        </Section>
    }
    .into_any()
}

/// What stops working may be in use by now.
const LOOK_AT_ONE: &str = "Nobody knows whether its secret arrived, and what reads it may use it by now. Look at the \
                           secret first: if it has a version of that time, keep the token. If it has none, revoke it: it \
                           stops working at once. You review the change first.";
const LOOK_AT_MANY: &str = "Of some new tokens nobody knows whether their secrets arrived, and what reads these may use \
                            them by now. Look at their secrets first, which the steps of unknown outcome name: what has a \
                            version of that time is to be kept. You review first which tokens stop working.";

const MINTS: &str = "grafana:CreateWorkspaceServiceAccountToken";

/// Of a mint this is offered only where nobody has the secret, or where nobody knows whether it arrived.
fn undo(live: Live) -> AnyView {
    let plan: Maker = |id| Box::pin(plan_undo(id));
    let doubtful = live.plan.with_untracked(words::is_doubtful);
    if let Some(credential) = live.plan.with_untracked(|plan| plan.credential.clone()) {
        let (what, text) = match credential.is_key {
            true => (
                "Revoke API key ",
                "Nobody has its secret, and AWS cannot list API keys: it is revoked by its name, and stops working at \
                 once where it exists. You review the change first.",
            ),
            false => (
                "Revoke token ",
                "Nobody has its secret. It is looked for by its name, and stops working at once. You review the change \
                 first.",
            ),
        };
        let text = if doubtful { LOOK_AT_ONE } else { text };
        let label = [what, &credential.name].concat();
        return another(live, label.clone(), text, label, plan);
    }
    // One that rotates many: what AWS gave once cannot be brought back.
    if live.plan.with_untracked(|plan| plan.steps.iter().any(|step| step.operation == MINTS)) {
        if doubtful {
            let label = "Revoke tokens that may not have arrived".to_owned();
            return another(live, "Revoke new tokens that may not have arrived".to_owned(), LOOK_AT_MANY, label, plan);
        }
        let text = "Nobody has the secrets of the tokens that were minted and not delivered. They stop working at once. \
                    You review the change first.";
        let label = "Revoke tokens that were not delivered".to_owned();
        return another(live, "Revoke new tokens that were not delivered".to_owned(), text, label, plan);
    }
    let text = "Plans to bring back what was there before. It is reviewed and applied like any other plan.";
    another(live, "Undo".to_owned(), text, "Plan the opposite".to_owned(), plan)
}

fn retry(live: Live) -> AnyView {
    let text = "Plans what was not applied once more, held against what is there by then.";
    let (title, label) = ("What was not applied".to_owned(), "Plan the rest again".to_owned());
    another(live, title, text, label, |id| Box::pin(plan_retry(id)))
}

/// Makes another plan from this one.
type Maker = fn(PlanId) -> Pin<Box<dyn Future<Output = Result<PlanId, Failure>>>>;

/// A button that makes another plan from this one, and goes there.
fn another(live: Live, title: String, text: &'static str, label: String, make: Maker) -> AnyView {
    let here = Here::get();
    let plan = move |_| {
        let Some(id) = live.id().filter(|_| live.begin()) else { return };
        spawn_local(async move {
            match make(id).await {
                Ok(plan) => here.go(&paths::change(&plan)),
                Err(failure) => live.fail(failure),
            }
            live.busy.try_set(false);
        });
    };
    view! {
        <Section title>
            <div class="flex flex-col gap-3">
                <p class="text-sm text-ink-2">{text}</p>
                <div><Button busy=live.busy on_click=plan>{label}</Button></div>
            </div>
        </Section>
    }
    .into_any()
}

/// The plan for the AWS command line, fetched when somebody asks for it.
#[component]
fn Commands(live: Live) -> impl IntoView {
    let commands = RwSignal::new(None::<Result<String, Failure>>);
    let busy = RwSignal::new(false);
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let reason = Signal::derive(move || match ready.get() {
        true => String::new(),
        false => "Needs JavaScript, which has not started yet".to_owned(),
    });
    let show = move |_| {
        let Some(id) = live.id() else { return };
        busy.set(true);
        spawn_local(async move {
            let answer = plan_commands(id).await;
            busy.try_set(false);
            commands.try_set(Some(answer));
        });
    };
    let body = move || {
        match commands.get() {
        None => view! {
            <div><Button icon=IconName::Copy busy reason on_click=show>"Show AWS CLI commands"</Button></div>
        }
        .into_any(),
        Some(Err(Failure(error))) => view! { <ErrorPanel error /> }.into_any(),
        Some(Ok(text)) => view! {
            <pre class="mono text-xs whitespace-pre-wrap wrap-anywhere" tabindex="0" aria-label="AWS CLI commands">{text.clone()}</pre>
            <div><CopyButton value=text label="Copy the commands" wide=true /></div>
        }
        .into_any(),
    }
    };
    view! {
        <Section title="For the command line">
            <div class="flex flex-col gap-3">{body}</div>
        </Section>
    }
}
