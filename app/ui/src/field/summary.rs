//! All errors of a form in one place.

use crate::browser;
use crate::tone::{Mark, Tone};
use leptos::html;
use leptos::prelude::*;

/// What has to be corrected, with a link to each field: pairs of field id and message. Takes the focus every time the
/// errors are set and there are some, but not when one was corrected; an empty list hides it.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] errors: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<usize>| {
        let count = errors.with(Vec::len);
        if count > 0 && before.is_none_or(|before| count >= before) {
            // The box is on the page only after this turn of effects.
            request_animation_frame(move || {
                if let Some(summary) = node.get_untracked() {
                    browser::focus(&summary);
                }
            });
        }
        count
    });
    let some = Memo::new(move |_| errors.with(|errors| !errors.is_empty()));
    move || {
        some.get().then(|| {
            view! {
                <div class="banner tone-bad" role="group" aria-labelledby="error-summary" tabindex="-1" node_ref=node>
                    <Mark tone=Tone::Bad />
                    <div class="banner-text">
                        <h2 id="error-summary" class="banner-title">{move || title.get()}</h2>
                        <ul class="summary">{move || errors.get().into_iter().map(entry).collect_view()}</ul>
                    </div>
                </div>
            }
        })
    }
}

fn entry((id, message): (String, String)) -> impl IntoView {
    let href = ["#", &id].concat();
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::focus_field(&id);
    };
    view! { <li><a href=href rel="external" on:click=go>{message}</a></li> }
}
