//! How a page says that something failed. One panel for every server function's error; pages add no words of their own.

use leptos::prelude::*;
use model::{Code, Error};
use ui::{Banner, Button, IconName, Tone, all, maybe};

/// What failed, which fields it names, AWS's request id, and a way on: `retry` where the page offers one, reloading
/// where the page is older than the server.
#[component]
pub fn ErrorPanel(error: Error, #[prop(optional, into)] retry: Option<Callback<()>>) -> impl IntoView {
    if error.code == Code::Stale {
        return stale().into_any();
    }
    let Error { code, message, fields, request_id, retry_after } = error;
    let tone = if code.is_retryable() { Tone::Warn } else { Tone::Bad };
    let list = !fields.is_empty();
    let fields = all(fields.into_iter().map(|field| view! { <li>{field.message}</li> }));
    view! {
        <Banner tone title=message live=true>
            {maybe(list.then(|| view! { <ul class="list-disc pl-4">{fields}</ul> }))}
            {maybe(retry_after.map(|seconds| view! { <span class="block">"It can be tried again in "{seconds.to_string()}"\u{a0}s."</span> }))}
            {maybe(request_id.map(|id| view! { <span class="block">"AWS request ID " <span class="mono">{id}</span></span> }))}
            {maybe(retry
                .map(|retry| {
                    view! {
                        <span class="block pt-2">
                            <Button icon=IconName::Refresh on_click=move |_| retry.run(())>
                                "Try again"
                            </Button>
                        </span>
                    }
                }))}
        </Banner>
    }
    .into_any()
}

fn stale() -> impl IntoView {
    let reload = move |_| {
        // Refused only while the page is going away already.
        drop(window().location().reload());
    };
    view! {
        <Banner tone=Tone::Warn title="Belvedere was updated." live=true>
            "This page is older than the server, which did nothing. Reload to go on."
            <span class="block pt-2">
                <Button icon=IconName::Refresh on_click=reload>
                    "Reload"
                </Button>
            </span>
        </Banner>
    }
}
