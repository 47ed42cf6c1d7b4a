//! A file read in the browser. It goes nowhere by itself: its text lands in the form.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;
use ui::{Mark, Tone, following, maybe};

/// Hands the text of a chosen file to `read`, into the field above. What `refuse` has something to say about, by its
/// bytes, is not read at all. `accept` is the attribute of that name.
#[component]
pub fn FileField(
    id: &'static str,
    accept: &'static str,
    refuse: fn(usize) -> Option<String>,
    read: Callback<String>,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let said = RwSignal::new(String::new());
    let chosen = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some((input, file)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?))) else { return };
        let (name, size) = (file.name(), file.size());
        said.set(String::new());
        // A size beyond what fits is as much too large as any other.
        let refused = refuse(size as usize);
        error.set(refused.clone());
        if refused.is_some() {
            return;
        }
        spawn_local(async move {
            match file.text().await.ok().and_then(|text| text.as_string()) {
                Some(text) => {
                    read.run(text);
                    said.try_set([&name, " is in the field now."].concat());
                }
                None => drop(error.try_set(Some("The browser could not read this file.".to_owned()))),
            }
            // The same file can be chosen again once it was corrected.
            input.set_value("");
        });
    };
    let (help_id, said_id) = ([id, "-help"].concat(), [id, "-said"].concat());
    let described_by = [&help_id, " ", &said_id].concat();
    view! {
        <div class="field">
            <label class="field-label" for=id>"Or take it from a file"</label>
            <p class="help" id=help_id>"It is read in this browser, into the field above."</p>
            <input id=id type="file" class="control" accept=accept aria-describedby=described_by on:change=chosen />
            <div id=said_id role="status">
                {following(move || maybe(error.get().map(|error| view! { <p class="error"><Mark tone=Tone::Bad />{error}</p> })))}
                <span class="help">{move || said.get()}</span>
            </div>
        </div>
    }
    .into_any()
}
