//! The decision: what has to be typed, the button, the way back. Gone once the plan is on its way.

use super::live::Live;
use super::words;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;
use model::{Asked, Confirmation, PlanState, PlanView};
use ui::{Banner, Button, ButtonLink, FormActions, Kind, TextField, TimeAgo, Tone};

/// `press` gets what was typed, empty where nothing is asked.
#[component]
pub fn Decide(live: Live, press: Callback<(String, String)>) -> impl IntoView {
    let state = live.state();
    let waiting = Memo::new(move |_| state.get() == PlanState::Planned);
    move || waiting.get().then(|| live.plan.with_untracked(|plan| form(live, plan, press)))
}

fn form(live: Live, plan: &PlanView, press: Callback<(String, String)>) -> AnyView {
    let PlanView { id, action, expires_at, confirmation, form_path, asks, .. } = plan.clone();
    let typed = RwSignal::new(String::new());
    let secret = RwSignal::new(String::new());
    let loses = confirmation.as_ref().is_some_and(|confirmation| !confirmation.gives);
    let kind = if loses { Kind::Danger } else { Kind::Main };
    let reason = obstacle(confirmation.as_ref(), typed);
    let tried = RwSignal::new(false);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if reason.with_untracked(String::is_empty) {
            press.run((typed.get_untracked(), secret.get_untracked()));
            secret.set(String::new());
        }
    };
    // A button that does nothing yet lets no press through to the form, nor that of Enter in a field.
    let press = move |event: ev::MouseEvent| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if element.is_some_and(|element| matches!(element.closest("button"), Ok(Some(_)))) {
            tried.set(true);
        }
    };
    let form = form_path.map(|path| (words::back_to_form(&path, &id), "Back to the form".to_owned()));
    let target =
        plan.targets.iter().find_map(|target| Some((target.path.clone()?, ["Back to ", &target.label].concat())));
    let back = form.or(target);
    let back = back.map(|(href, label)| view! { <ButtonLink href kind=Kind::Quiet>{label}</ButtonLink> });
    view! {
        // Until the page is live this method keeps the browser from sending the form by itself.
        <form method="dialog" novalidate class="flex flex-col gap-4" on:submit=submit on:click:capture=press>
            <noscript class="banner tone-warn">"Applying a change needs JavaScript, which is off."</noscript>
            {confirmation.map(|confirmation| confirm(confirmation, typed, tried))}
            {asks.map(|asked| ask(asked, secret))}
            <FormActions>
                <Button kind submit=true busy=live.busy reason>{action}</Button>
                {back}
            </FormActions>
            <p class="text-sm text-ink-3">"Unless it is applied, this plan expires "<TimeAgo at=expires_at now=live.now />"."</p>
        </form>
    }
    .into_any()
}

fn confirm(confirmation: Confirmation, typed: RwSignal<String>, tried: RwSignal<bool>) -> impl IntoView {
    let Confirmation { text, consequence, gives } = confirmation;
    let expected = text.clone();
    let error = Signal::derive(move || typed.with(|typed| mistyped(&expected, typed, tried.get())));
    let (tone, title) = match gives {
        true => (Tone::Warn, "It is powerful:"),
        false => (Tone::Bad, "What is lost and what stays:"),
    };
    view! {
        <Banner tone title>{consequence}</Banner>
        <div class="max-w-[480px]">
            <TextField id="confirmation" label=["Type ", &text, " to confirm"].concat() value=typed mono=true error />
        </div>
    }
}

/// A secret that is sent with the decision and is nowhere after it.
fn ask(asked: Asked, secret: RwSignal<String>) -> impl IntoView {
    let Asked { label, help } = asked;
    view! {
        <div class="max-w-[480px]">
            <TextField id="secret" label value=secret help kind="password" />
        </div>
    }
}

/// What is wrong with what was typed. Nothing while it is the beginning, unless the decision was `tried` with it.
fn mistyped(expected: &str, typed: &str, tried: bool) -> Option<String> {
    let wrong = typed != expected && (tried || !expected.starts_with(typed));
    wrong.then(|| ["Type ", expected, " exactly, in upper and lower case as here."].concat())
}

/// Why the button does nothing yet; empty when it works.
fn obstacle(confirmation: Option<&Confirmation>, typed: RwSignal<String>) -> Signal<String> {
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let expected = confirmation.map(|confirmation| confirmation.text.clone());
    Signal::derive(move || match &expected {
        _ if !live.get() => "Needs JavaScript, which has not started yet".to_owned(),
        Some(text) if typed.with(|typed| typed != text) => ["Type ", text, " first"].concat(),
        _ => String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::mistyped;

    #[test]
    fn what_differs_from_the_name_is_said_and_its_beginning_is_not_held_against_who_types() {
        assert_eq!(mistyped("gamma-search", "gamma", false), None);
        assert_eq!(mistyped("gamma-search", "gamma-search", true), None);
        for (typed, tried) in [("Gamma-Search", false), ("gamma-search ", false), ("gamma", true), ("", true)] {
            let told = mistyped("gamma-search", typed, tried).unwrap_or_default();
            assert!(told.starts_with("Type gamma-search exactly"), "{typed}: {told}");
        }
    }
}
