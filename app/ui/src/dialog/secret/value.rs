//! The box with the secret: hidden until it is shown, copied alone or in a snippet, ticked off, and in the end gone.

use super::held::{AND_NOW, DESTROYED, Held};
use super::text::{Snippet, Text};
use crate::button::{Button, Kind};
use crate::erased::{all, following, maybe};
use crate::field::Checkbox;
use crate::flash::Banner;
use crate::tone::Tone;
use leptos::prelude::*;

/// A secret that can be shown, copied, and ticked off as stored; `taken` becomes true by the last two. Two minutes after
/// it was shown it is hidden again, and after fifteen it is destroyed: then `secret` is overwritten and empty, and
/// `taken` is true because nothing is left to take.
#[component]
pub fn SecretValue(
    #[prop(into)] id: String,
    secret: RwSignal<String>,
    taken: RwSignal<bool>,
    #[prop(optional)] snippets: Vec<Snippet>,
) -> impl IntoView {
    let held = Held::new(secret);
    let ticked = RwSignal::new(false);
    held.watch();
    Effect::new(move |_| taken.set(held.copied.get() || ticked.get() || held.gone.get()));
    let content = following(move || match held.gone.get() {
        true => view! { <Banner tone=Tone::Warn title=DESTROYED>{AND_NOW}</Banner> }.into_any(),
        false => whole(held, ticked, &id, &snippets),
    });
    view! { <div class="secret" tabindex="-1" node_ref=held.root>{content}</div> }.into_any()
}

fn whole(held: Held, ticked: RwSignal<bool>, id: &str, snippets: &[Snippet]) -> AnyView {
    let value = Text::new(held, Snippet { label: "Secret value", ..Snippet::default() });
    let flip = move |_| if held.shown.get_untracked() { held.hide() } else { held.show() };
    view! {
        <Banner tone=Tone::Warn title="Shown once.">
            "Nobody can read it again. Copy it and store it now: it is destroyed here after 15 minutes."
        </Banner>
        {value.field(id.to_owned(), None)}
        {value.button("Copy secret".to_owned(), true)}
        {value.refusal()}
        <div class="secret-foot">
            <Checkbox id=[id, "-stored"].concat() label="I stored it" value=ticked />
            <Button kind=Kind::Quiet on_click=flip>{move || if held.shown.get() { "Hide" } else { "Show" }}</Button>
        </div>
        {maybe((!snippets.is_empty()).then(|| uses(held, id, snippets)))}
    }
    .into_any()
}

fn uses(held: Held, id: &str, snippets: &[Snippet]) -> AnyView {
    let one = |(index, snippet): (usize, &Snippet)| {
        let id = [id, "-use-", index.to_string().as_str()].concat();
        one_use(held, id, snippet.clone())
    };
    let parts = all(snippets.iter().enumerate().map(one));
    view! {
        <details class="secret-uses">
            <summary>"Use it in…"</summary>
            <div class="stack">{parts}</div>
        </details>
    }
    .into_any()
}

fn one_use(held: Held, id: String, snippet: Snippet) -> AnyView {
    let Snippet { label, note, .. } = snippet;
    let text = Text::new(held, snippet);
    let note_id = (!note.is_empty()).then(|| [&id, "-note"].concat());
    view! {
        <div class="secret-use">
            <div class="secret-foot">
                <label class="field-label" for=id.clone()>{label}</label>
                {text.button(["Copy snippet: ", label].concat(), false)}
            </div>
            {text.field(id, note_id.clone())}
            {text.refusal()}
            {maybe(note_id.map(|id| view! { <p class="help" id=id>{note}</p> }))}
        </div>
    }
    .into_any()
}
