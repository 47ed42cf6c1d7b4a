//! A form that is opened in the browser alone.

use crate::Failure;
use crate::pages::trouble::ErrorPanel;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Code;
use std::pin::Pin;
use std::sync::Arc;
use ui::{Skeleton, following};

/// Asks for what a form begins with.
pub type Ask<T> = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Failure>>>> + Send + Sync>;

/// `body` is made once the form was opened. Not a resource: the server would have to wait for AWS before it answers,
/// and has nothing to show until then.
pub fn begun<T: Clone + Send + Sync + 'static>(ask: Ask<T>, body: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
    let opened = RwSignal::new(None::<Result<T, Failure>>);
    let read = Callback::new(move |()| {
        opened.set(None);
        let answer = ask();
        spawn_local(async move { drop(opened.try_set(Some(answer.await))) });
    });
    Effect::new(move |_| read.run(()));
    view! {
        <noscript class="banner tone-warn">
            "Planning a change needs JavaScript, which is off. Reading works without it."
        </noscript>
        {following(move || match opened.get() {
            None => view! { <Skeleton rows=6 label="Reading what is there now" /> }.into_any(),
            Some(Ok(opened)) => body(opened),
            Some(Err(Failure(error))) if error.code == Code::Denied => view! { <ErrorPanel error /> }.into_any(),
            Some(Err(Failure(error))) => view! { <ErrorPanel error retry=read /> }.into_any(),
        })}
    }
    .into_any()
}
