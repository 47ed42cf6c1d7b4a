//! What every edit form stands on: the head, from memory, and the form, which is opened in the browser because it has
//! to be read from AWS first.

use crate::pages::create::Opening;
use crate::pages::create::form::opening;
use crate::pages::not_found::NotFound;
use crate::pages::resource::find_resource;
use crate::pages::trouble::ErrorPanel;
use crate::{Failure, paths};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use model::detail::Found;
use model::{Code, ResourceKey};
use std::pin::Pin;
use ui::{Breadcrumbs, Crumb, PageHead, Skeleton, following};

/// How a form is opened on what is there now; `O` is what it is opened with.
pub type Opener<O> = fn(ResourceKey, Opening) -> Pin<Box<dyn Future<Output = Result<O, Failure>>>>;

/// A page that edits something of a resource: `body` is made once the form was opened.
pub fn page<O: Clone + Send + Sync + 'static>(
    key: ResourceKey,
    title: &'static str,
    open: Opener<O>,
    body: fn(ResourceKey, O) -> AnyView,
) -> AnyView {
    around(key.clone(), title, Callback::new(move |()| form(key.clone(), open, body)))
}

/// Head and trail, and below them what `inside` makes; 404 when there is no such resource.
pub fn around(key: ResourceKey, title: &'static str, inside: Callback<(), AnyView>) -> AnyView {
    let asked = key.clone();
    let found = Resource::new(|| (), move |()| name(asked.clone()));
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=6 label="Opening the form" /> }>
            {move || {
                let key = key.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(Some(name)) => {
                            view! { <div class="grid gap-5">{head(&key, title, &name)} {inside.run(())}</div> }.into_any()
                        }
                        Ok(None) => view! { <NotFound /> }.into_any(),
                        Err(Failure(error)) => {
                            view! { <div class="grid gap-5">{head(&key, title, &key.id)} <ErrorPanel error /></div> }.into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// The name of the resource, or its id while it is not read; `None` when there is none.
async fn name(key: ResourceKey) -> Result<Option<String>, Failure> {
    let id = key.id.clone();
    Ok(match find_resource(key).await? {
        Found::Here(detail) => Some(detail.row.label().to_owned()),
        Found::NotRead(_) => Some(id),
        Found::Nowhere => None,
    })
}

fn head(key: &ResourceKey, title: &'static str, name: &str) -> AnyView {
    let trail = vec![
        Crumb::link(key.kind.many(), paths::list(key.kind)),
        Crumb::link(name.to_owned(), paths::resource(key)),
        Crumb::here(title),
    ];
    let line = [name, " in ", key.scope.region.as_str(), ", account ", key.scope.account.as_str()].concat();
    view! {
        <Title text=[title, " - ", name, " - Belvedere"].concat() />
        <Breadcrumbs items=trail />
        <PageHead title=title.to_owned()>{line}". Nothing is sent to AWS before you have reviewed it."</PageHead>
    }
    .into_any()
}

/// Not a resource: the server would have to wait for AWS before it answers, and has nothing to show until then.
fn form<O: Clone + Send + Sync + 'static>(
    key: ResourceKey,
    open: Opener<O>,
    body: fn(ResourceKey, O) -> AnyView,
) -> AnyView {
    let from = opening();
    let opened = RwSignal::new(None::<Result<O, Failure>>);
    let asked = key.clone();
    let read = Callback::new(move |()| {
        opened.set(None);
        let answer = open(asked.clone(), from.clone());
        spawn_local(async move { drop(opened.try_set(Some(answer.await))) });
    });
    Effect::new(move |_| read.run(()));
    view! {
        <noscript class="banner tone-warn">
            "Planning a change needs JavaScript, which is off. Reading works without it."
        </noscript>
        {following(move || match opened.get() {
            None => view! { <Skeleton rows=6 label="Reading what is there now" /> }.into_any(),
            Some(Ok(opened)) => body(key.clone(), opened),
            Some(Err(Failure(error))) if error.code == Code::Denied => view! { <ErrorPanel error /> }.into_any(),
            Some(Err(Failure(error))) => view! { <ErrorPanel error retry=read /> }.into_any(),
        })}
    }
    .into_any()
}
