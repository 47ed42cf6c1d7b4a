//! Copying to the clipboard, and what happens when the browser refuses: the text is selected to be copied by hand.

use crate::browser;
use crate::erased::maybe;
use crate::icon::{Icon, IconName};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

const REVERTS_AFTER: Duration = Duration::from_secs(2);
const REFUSED: &str = "The browser refused to copy. The text is selected: press Ctrl+C or Cmd+C.";
const REFUSED_WITHOUT_TEXT: &str = "The browser refused to copy.";

/// Copies `value`; for two seconds the button then says so, on screen and in the live region. `wide` shows the label
/// as text at full width, otherwise it is an icon with that name. Put it inside a `data-copyable` box whose text
/// carries `data-copy-text`, so that there is something to select when the clipboard is refused.
#[component]
pub fn CopyButton(
    #[prop(into)] value: Signal<String>,
    #[prop(into)] label: String,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] on_copied: Option<Callback<()>>,
    #[prop(optional, into)] on_refused: Option<Callback<()>>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let press = move |event: MouseEvent| {
        let Some(button) = browser::target(&event) else { return };
        // The signal may hold something that must not outlive it, so the one copy made here ends with the write.
        let text = value.get_untracked();
        spawn_local(async move {
            if browser::write_clipboard(&text).await {
                copied.try_set(true);
                browser::announce_near(&button, "Copied");
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    REVERTS_AFTER,
                );
                if let Some(on_copied) = on_copied {
                    // What it told may be gone by now.
                    on_copied.try_run(());
                }
            } else if let Some(on_refused) = on_refused {
                on_refused.try_run(());
                browser::announce_near(&button, REFUSED);
            } else {
                let selected = browser::select_around(&button);
                browser::announce_near(&button, if selected { REFUSED } else { REFUSED_WITHOUT_TEXT });
            }
        });
    };
    let name = label.clone();
    view! {
        <button
            type="button"
            class=if wide { "btn btn-main btn-wide" } else { "btn-copy" }
            autofocus=wide
            aria-label=(!wide).then(|| label.clone())
            title=(!wide).then_some(label)
            data-copied=move || copied.get().then_some("")
            on:click=press
        >
            <Icon name=IconName::Copy />
            <Icon name=IconName::Check />
            {maybe(wide.then(|| view! { <span>{move || if copied.get() { "Copied".to_owned() } else { name.clone() }}</span> }))}
        </button>
    }
    .into_any()
}
