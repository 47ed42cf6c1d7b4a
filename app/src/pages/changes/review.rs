//! A plan from its review to its outcome, on one page.

use super::api::Seen;
use super::decide::Decide;
use super::live::Live;
use super::mint::Minting;
use super::onward::onward;
use super::outcome::Outcome;
use super::steps::PlanSteps;
use super::words;
use crate::pages::diff::line;
use crate::paths;
use crate::title::Title;
use leptos::prelude::*;
use model::{PlanState, PlanView, Target, WarningView};
use ui::{
    AccountNumber, Banner, Breadcrumbs, Crumb, Diff, PageHead, Section, StatusMark, TimeAgo, Tone, all, diff_counts,
    following, maybe,
};

/// The diffs of this many targets are shown unfolded.
const UNFOLDED: usize = 3;

const INSIDE: &str = "flex flex-col gap-3";
/// What is not so is shown without the colours of what is.
const MISSED: &str = "flex flex-col gap-3 not-applied";

#[component]
pub fn Review(seen: Seen<PlanView>) -> impl IntoView {
    let live = Live::new(seen.clone());
    let PlanView { title, created_at, created_by, targets, warnings, credential, steps, .. } = seen.value;
    let state = live.state();
    let sent = live.is_sent();
    let (tone, word) = (
        move || if sent.get() { Tone::Busy } else { words::tone(state.get()) },
        move || if sent.get() { PlanState::Applying.word() } else { live.plan.with(words::word) },
    );
    let is_decided_on = Memo::new(move |_| words::is_decided_on(state.get()));
    let total = (targets.len() > 1).then(|| total(live, &targets, steps.len()));
    let delivered = credential.as_ref().is_some_and(|credential| credential.delivered_to.is_some());
    let minting = credential.map(|credential| Minting::new(live, credential));
    let press = Callback::new(move |(typed, secret)| match minting {
        Some(minting) if !delivered => minting.reveal(typed),
        _ => live.apply(typed, secret),
    });
    view! {
            <Title text=[&title, " - Changes - Belvedere"].concat() />
            <div class="grid grid-cols-1 gap-5 max-w-[60rem]">
                <Breadcrumbs items=vec![Crumb::link("Changes", paths::CHANGES), Crumb::here(title.clone())] />
                <PageHead title>
                    <span class="inline-flex flex-wrap items-center gap-x-3">
                        {move || view! { <StatusMark tone=tone() word=word() /> }}
                        <span>"planned by "{created_by}", "<TimeAgo at=created_at now=live.now /></span>
                    </span>
                </PageHead>
                <Outcome live />
    {following(move || if is_decided_on.get() { warned(&warnings) } else { ().into_any() })}
                {minting.map(Minting::description)}
                {maybe(total)}
                {in_order(live, targets)}
                <PlanSteps live />
                <Decide live press />
                {onward(live)}
            </div>
            {minting.map(Minting::dialog)}
        }
}

fn warned(warnings: &[WarningView]) -> AnyView {
    let title = |warning: &WarningView| match warning.labels.is_empty() {
        true => warning.text.clone(),
        false => [&warning.labels.join(", "), ": ", &warning.text].concat(),
    };
    all(warnings.iter().map(|warning| view! { <Banner tone=Tone::Warn title=title(warning) /> }))
}

/// All targets together: what changes, and with how many calls. Of a plan that is over: what would have.
fn total(live: Live, targets: &[Target], calls: usize) -> AnyView {
    let lines: Vec<_> = targets.iter().flat_map(|target| target.diff.iter().cloned().map(line)).collect();
    let calls = match calls {
        1 => "1 call to AWS".to_owned(),
        n => [&n.to_string(), " calls to AWS"].concat(),
    };
    let missed = Memo::new(move |_| live.plan.with(words::is_missed));
    let class = move || if missed.get() { "diff-counts text-sm text-ink-3" } else { "diff-counts text-sm text-ink-2" };
    view! {
        <p class=class>
            <span>{move || if missed.get() { "Planned in all: " } else { "In all: " }}</span>{diff_counts(&lines)}<span>"in " {targets.len()} " targets, " {calls}</span>
        </p>
    }
    .into_any()
}

/// The targets, those first that need somebody once the plan is over.
fn in_order(live: Live, targets: Vec<Target>) -> AnyView {
    let order = Memo::new(move |_| live.plan.with(words::order));
    following(move || {
        let all_of_them = order.get().into_iter().filter_map(|at| Some((at, targets.get(at).cloned()?)));
        all(all_of_them.map(|(at, one)| target(live, at, one, targets.len())))
    })
}

fn target(live: Live, at: usize, target: Target, count: usize) -> AnyView {
    let Target { label, account, account_name, region, path, diff } = target;
    let lines = diff.into_iter().map(line).collect::<Vec<_>>();
    let name = ["Changes to ", &label].concat();
    let counts = diff_counts(&lines);
    let link = path.map(|path| view! { <a href=path>"Open its page"</a> });
    let result = Memo::new(move |_| live.plan.with(|plan| words::of_target(plan, at)));
    let mark = move || match result.get().filter(|_| count > 1) {
        Some(words::TargetResult { tone, word, .. }) => view! { <StatusMark tone word /> }.into_any(),
        None => ().into_any(),
    };
    let missed = move || if result.get().is_some_and(|result| result.is_missed) { MISSED } else { INSIDE };
    let left_out = Memo::new(move |_| live.plan.with(|plan| words::left_out(plan, at)));
    view! {
        <Section title=label actions=mark>
            <div class=missed>
                <p class="flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
                    <span>{account_name}</span>
                    <AccountNumber value=account />
                    <span class="mono">{region}</span>
                    {link}
                </p>
                {following(move || maybe(left_out.get().map(|why| view! { <p class="text-sm">{why}</p> })))}
                {match (lines.is_empty(), count <= UNFOLDED) {
                    (true, _) => ().into_any(),
                    (false, true) => view! { <Diff label=name lines /> }.into_any(),
                    (false, false) => view! {
                        <details>
                            <summary class="w-fit text-sm text-ink-2"><span class="diff-counts">{counts}</span></summary>
                            <Diff label=name lines />
                        </details>
                    }.into_any(),
                }}
            </div>
        </Section>
    }
    .into_any()
}
