//! The title of the document. The framework puts it into the head as it is, and names in titles are other people's text.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// What stands in the browser's tab; the page that was made last decides.
#[component]
pub fn Title(#[prop(into)] text: TextProp) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = move || html_escape::encode_text(&*text.get()).into_owned();
    view! { <leptos_meta::Title text /> }
}
