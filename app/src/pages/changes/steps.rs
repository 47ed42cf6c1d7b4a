//! The steps of a plan: the exact request of each, and what became of it.

use super::live::Live;
use super::words;
use crate::pages::diff::line;
use leptos::prelude::*;
use model::{Outcome, OutcomeWord, PlanState, RowOutcome, RowView, StepView};
use ui::{Diff, KeyValue, KeyValues, Section, StatusMark, TimeAgo, all, maybe};

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
    let StepView { operation, request, target, rows, .. } = step;
    let rows = StoredValue::new(rows);
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
                <h3 class="min-w-0 text-sm wrap-anywhere"><span class="mono">{operation}</span>{of.map(|of| view! { <span class="text-ink-2">" of "{of}</span> })}</h3>
                {status}
            </div>
            {move || outcome.get().map(|outcome| told(outcome, rows.get_value(), live))}
            <details open=open>
                <summary class="w-fit text-sm text-ink-2">"Request"</summary>
                <pre class="mono text-xs whitespace-pre-wrap wrap-anywhere pt-2">{request}</pre>
            </details>
        </li>
    }
}

fn told(outcome: Outcome, rows: Vec<RowView>, live: Live) -> impl IntoView {
    let Outcome { message, at, request_id, fields, moved, rows: ended, .. } = outcome;
    let ended = of_rows(rows, ended);
    let lines = fields.into_iter().map(|field| view! { <li>{field.message}</li> }).collect::<Vec<_>>();
    let fields = (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> });
    let moved: Vec<_> = moved.into_iter().map(line).collect();
    let moved = (!moved.is_empty()).then(|| {
        let caption = "What moved since the plan was made";
        view! { <p class="text-sm text-ink-2">{caption}</p><Diff label=caption lines=moved /> }
    });
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
        {ended}
        <KeyValues>
            <KeyValue label="When"><TimeAgo at now /></KeyValue>
            {id}
        </KeyValues>
    }
}

/// What became of each row, those first that did not end as asked.
fn of_rows(rows: Vec<RowView>, ended: Vec<RowOutcome>) -> AnyView {
    let (good, bad): (Vec<_>, Vec<_>) =
        rows.into_iter().zip(ended).partition(|(_, row)| row.word == OutcomeWord::Verified);
    let counted = match good.len() {
        1 => "1 row is verified".to_owned(),
        count => [&count.to_string(), " rows are verified"].concat(),
    };
    let folded = (!good.is_empty()).then(|| {
        view! {
            <details>
                <summary class="w-fit text-sm text-ink-2">{counted}</summary>
                <ul class="text-sm pt-2">{all(good.into_iter().map(row))}</ul>
            </details>
        }
    });
    let open = (!bad.is_empty()).then(|| {
        view! { <ul class="text-sm flex flex-col gap-1" aria-label="Rows that are not verified">{all(bad.into_iter().map(row))}</ul> }
    });
    view! { {maybe(open)} {maybe(folded)} }.into_any()
}

fn row((row, ended): (RowView, RowOutcome)) -> AnyView {
    let (tone, word) = words::of_step(Some(ended.word), PlanState::Applied);
    let why = (!ended.message.is_empty()).then(|| view! { <span class="text-ink-2">{ended.message}</span> });
    view! { <li class="flex flex-wrap items-center gap-x-3 wrap-anywhere"><StatusMark tone word /> <span class="mono">{row.text}</span> {maybe(why)}</li> }
    .into_any()
}
