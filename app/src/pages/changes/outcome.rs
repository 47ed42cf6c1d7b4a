//! What became of a plan, in words: what is known, what is not, what can be done now.

use super::live::Live;
use super::replaced::replaced;
use super::words;
use crate::pages::planning::Planning;
use crate::pages::trouble::ErrorPanel;
use leptos::prelude::*;
use model::{Millis, OutcomeWord, PlanState, PlanView};
use ui::{Banner, Tone, all, exact, maybe};

#[component]
pub fn Outcome(live: Live) -> impl IntoView {
    let state = live.state();
    let planning = Planning::begin();
    let missed = Memo::new(move |_| live.misses.get() > 0);
    view! {
        {move || missed.get().then(|| view! {
            <Banner tone=Tone::Idle title="The server does not answer." live=true>
                "What is shown is its last answer. It is asked again by itself; the work does not depend on this page."
            </Banner>
        })}
        {move || live.trouble.get().or_else(|| planning.error.get()).map(|error| view! { <ErrorPanel error /> })}
        {move || {
            let state = state.get();
            let offered = replaced(live, planning);
            let now = live.now.get_untracked();
            live.plan.with_untracked(|plan| told(state, plan, offered, now))
        }}
    }
}

fn told(state: PlanState, plan: &PlanView, replaced: Option<AnyView>, now: Millis) -> Option<AnyView> {
    let (title, body) = match state {
        PlanState::Planned => return None,
        PlanState::Applying => ("It is being applied.", "It goes on when you leave this page.".to_owned()),
        PlanState::Applied if delivered(plan).is_some() => (
            "It was minted and delivered.",
            ["Its secret is ", delivered(plan).unwrap_or_default(), ". Nobody has seen it."].concat(),
        ),
        PlanState::Applied if plan.credential.is_some() && plan.undoable => (
            "It was minted, and nobody has its secret.",
            ["No page confirmed that it received the secret. ", &below(plan), ", and mint another."].concat(),
        ),
        PlanState::Applied if plan.credential.is_some() => {
            (minted(plan), "Its secret went to the page that minted it and cannot be shown again.".to_owned())
        }
        PlanState::Failed | PlanState::Unknown | PlanState::Interrupted if arrived(plan) => (
            "It was minted and delivered.",
            [
                "Its secret is ",
                delivered(plan).unwrap_or_default(),
                ". Nobody has seen it. What the secret is tagged with is told below.",
            ]
            .concat(),
        ),
        PlanState::Failed if delivered(plan).is_some() && words::applied(plan) > 0 => (
            "It was minted, and not delivered.",
            ["Nobody has its secret. ", &below(plan), ", and mint another once the delivery works."].concat(),
        ),
        PlanState::Applied => ("It was applied.", String::new()),
        PlanState::Failed if words::applied(plan) > 0 || words::rows(plan).is_some_and(|(done, _)| done > 0) => {
            ("A part of it was not applied.", failed(plan))
        }
        PlanState::Failed => ("It was not applied.", failed(plan)),
        PlanState::Unknown | PlanState::Interrupted if delivered(plan).is_some() && words::applied(plan) > 0 => (
            "It was minted; nobody knows whether it was delivered.",
            [
                "Its secret is ",
                delivered(plan).unwrap_or_default(),
                ", or nobody has it. Look there; if it did not arrive, revoke what was minted, and mint another.",
            ]
            .concat(),
        ),
        PlanState::Unknown | PlanState::Interrupted if plan.credential.is_some() => (unsure(plan), lost_token(plan)),
        PlanState::Unknown => unknown_of(plan),
        PlanState::Interrupted => ("It was interrupted.", interrupted().to_owned()),
        PlanState::Expired => ("It is too old to be applied.", expired(plan.expires_at, now)),
    };
    let ways = ways_on(state, plan);
    let tone = if state == PlanState::Applied && plan.credential.is_some() && plan.undoable {
        Tone::Warn
    } else {
        words::tone(state)
    };
    Some(view! { <Banner tone title=title>{body}{ways}{maybe(replaced)}</Banner> }.into_any())
}

/// Without the moment where a clock that was set back since says that it is still to come.
fn expired(at: Millis, now: Millis) -> String {
    let until = if at <= now { ["It could be applied until ", &exact(at), ". "].concat() } else { String::new() };
    [&until, "The world may have moved since. Nothing was sent to AWS."].concat()
}

fn failed(plan: &PlanView) -> String {
    if let Some((done, all)) = words::rows(plan) {
        return words::of_rows(done, all);
    }
    let all = plan.steps.len();
    match (words::applied(plan), all) {
        (0, 1) => "Nothing changed. The step below says why.".to_owned(),
        (0, _) => "No step was applied. The steps below say why.".to_owned(),
        (taken, _) => format!("{taken} of {all} steps were applied and stay so. Nothing was rolled back."),
    }
}

/// The secret of AWS Secrets Manager it goes to.
fn delivered(plan: &PlanView) -> Option<&str> {
    plan.credential.as_ref()?.delivered_to.as_deref()
}

/// The secret is there, whatever became of its tag.
fn arrived(plan: &PlanView) -> bool {
    let done = |word| matches!(word, Some(Some(OutcomeWord::Applied | OutcomeWord::Verified)));
    delivered(plan).is_some() && plan.steps.iter().map(words::delivery).any(done)
}

fn is_key(plan: &PlanView) -> bool {
    plan.credential.as_ref().is_some_and(|credential| credential.is_key)
}

fn minted(plan: &PlanView) -> &'static str {
    if is_key(plan) { "The API key was minted." } else { "The token was minted." }
}

fn unsure(plan: &PlanView) -> &'static str {
    match is_key(plan) {
        true => "Nobody knows whether the API key was minted.",
        false => "Nobody knows whether the token was minted.",
    }
}

/// "Revoke ci-writer below"
fn below(plan: &PlanView) -> String {
    let name = plan.credential.as_ref().map_or("it", |credential| credential.name.as_str());
    ["Revoke ", name, " below"].concat()
}

/// AWS lists tokens, and no keys.
pub fn lost_token(plan: &PlanView) -> String {
    let (may, then) = match is_key(plan) {
        true => {
            ("The key may exist, and its secret is lost. AWS cannot list API keys. ", " by its name, and mint another.")
        }
        false => ("The token may exist, and its secret is lost. ", " if it is there, and mint another."),
    };
    [may, &below(plan), then].concat()
}

/// Of a batch of role changes most may be certain, and AWS may have answered.
fn unknown_of(plan: &PlanView) -> (&'static str, String) {
    match (words::rows(plan), words::unknown_rows(plan)) {
        (Some((done, all)), unknown) if unknown > 0 && unknown < all => {
            let told = [&words::of_unknown(done, unknown, all), " ", LOOK].concat();
            ("Nobody knows whether all of it was applied.", told)
        }
        _ => ("Nobody knows whether it was applied.", unknown().to_owned()),
    }
}

const LOOK: &str = "Look at the target, as it is read again, before you plan anything else for it.";

const fn unknown() -> &'static str {
    "A step was sent and got no answer, so it may have happened or not. Steps with an outcome below are certain. \
     Look at the target, as it is read again, before you plan anything else for it."
}

const fn interrupted() -> &'static str {
    "The server stopped in the middle. Steps with an outcome below are certain; a step without one may \
     have been sent or not. Nothing goes on by itself: go on with the rest below, or drop it."
}

/// The links that lead on from a state, the best first.
fn ways_on(state: PlanState, plan: &PlanView) -> AnyView {
    let target = plan.targets.iter().find_map(|target| target.path.clone());
    let result = plan.result_path.clone();
    let form = plan.form_path.as_deref();
    // What was to be created has no page of its own yet; its list is beside its form.
    let list = form.and_then(|form| form.rsplit_once('/')).map(|(list, _)| list.to_owned());
    let again = form.map(|form| words::plan_again(form, &plan.id));
    let corrects = plan.steps.iter().filter_map(|step| step.outcome.as_ref()).any(|outcome| !outcome.fields.is_empty());
    let ways = match state {
        PlanState::Planned | PlanState::Applying => vec![],
        PlanState::Applied if plan.credential.is_some() => vec![(target.or(result), "Go to the workspace")],
        PlanState::Applied => vec![(result.or(target), "See the result")],
        PlanState::Failed if corrects => vec![(again, "Correct and plan again"), (target, "Look at the target")],
        PlanState::Failed | PlanState::Expired => vec![(again, "Plan again"), (target, "Look at the target")],
        PlanState::Unknown | PlanState::Interrupted if is_key(plan) => vec![(target.or(result), "Go to the workspace")],
        // What is left of it goes on from its own page.
        PlanState::Interrupted => vec![(target.or(list).or(result), "Look whether it happened")],
        PlanState::Unknown => {
            vec![(target.or(list).or(result), "Look whether it happened"), (again, "Plan again, if it did not")]
        }
    };
    let mut links = ways.into_iter().filter_map(|(href, words)| href.map(|href| view! { <a href=href>{words}</a> }));
    maybe(links.next().map(|first| view! { <span class="flex flex-wrap gap-x-4">{first} " " {all(links)}</span> }))
}
