//! The steps of a plan: the exact request of each, and what became of it.

use super::live::Live;
use super::review::line;
use super::words;
use leptos::prelude::*;
use model::{Outcome, PlanState, StepView};
use ui::{Diff, KeyValue, KeyValues, Section, StatusMark, TimeAgo};

/// Requests are shown unfolded up to this many.
const UNFOLDED: usize = 3;

#[component]
pub fn PlanSteps(live: Live) -> impl IntoView {
    let (steps, planned) = live.plan.with_untracked(|plan| (plan.steps.clone(), plan.state == PlanState::Planned));
    let open = planned && steps.len() <= UNFOLDED;
    let items = steps.into_iter().enumerate().map(|(at, step)| item(live, at, step, open)).collect_view();
    let state = live.state();
    let begun = move || !matches!(state.get(), PlanState::Planned | PlanState::Expired);
    // One element that is always there, so that its words are read out when they change.
    let progress = move || if begun() { live.plan.with(words::progress) } else { String::new() };
    view! {
        <Section title="Calls to AWS">
            <div class="flex flex-col gap-3">
                <p class="text-sm text-ink-2" role="status" aria-live="polite">{progress}</p>
                <ol class="flex flex-col gap-3">{items}</ol>
            </div>
        </Section>
    }
}

fn item(live: Live, at: usize, step: StepView, open: bool) -> impl IntoView {
    let StepView { operation, request, target, .. } = step;
    let of = live.plan.with_untracked(|plan| match plan.targets.len() {
        0 | 1 => None,
        _ => plan.targets.get(target as usize).map(|target| target.label.clone()),
    });
    let outcome = Memo::new(move |_| live.plan.with(|plan| plan.steps.get(at).and_then(|step| step.outcome.clone())));
    let state = live.state();
    let status = move || {
        let (tone, word) =
            words::of_step(outcome.with(|outcome| outcome.as_ref().map(|outcome| outcome.word)), state.get());
        view! { <StatusMark tone word /> }
    };
    view! {
        <li class="panel flex flex-col gap-3">
            <div class="flex flex-wrap items-center justify-between gap-2">
                <h3 class="text-sm"><span class="mono">{operation}</span>{of.map(|of| view! { <span class="text-ink-2">" of "{of}</span> })}</h3>
                {status}
            </div>
            {move || outcome.get().map(|outcome| told(outcome, live))}
            <details open=open>
                <summary class="w-fit text-sm text-ink-2">"Request"</summary>
                <pre class="mono text-xs whitespace-pre-wrap wrap-anywhere pt-2">{request}</pre>
            </details>
        </li>
    }
}

fn told(outcome: Outcome, live: Live) -> impl IntoView {
    let Outcome { message, at, request_id, fields, moved, .. } = outcome;
    let lines = fields.into_iter().map(|field| view! { <li>{field.message}</li> }).collect::<Vec<_>>();
    let fields = (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> });
    let moved: Vec<_> = moved.into_iter().map(line).collect();
    let moved = (!moved.is_empty()).then(|| view! { <Diff label="What moved since the plan was made" lines=moved /> });
    let id = request_id.map(|id| {
        view! {
            <KeyValue label="AWS request ID" copy=id.clone() mono=true>{id}</KeyValue>
        }
    });
    // An answer that came with the outcome brings no newer clock.
    let now = Signal::derive(move || live.now.get().max(at));
    view! {
        <p class="wrap-anywhere">{message}</p>
        {fields}
        {moved}
        <KeyValues>
            <KeyValue label="When"><TimeAgo at now /></KeyValue>
            {id}
        </KeyValues>
    }
}
