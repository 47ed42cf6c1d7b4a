//! What every edit form stands on: the head, from memory, and the form, which is opened in the browser because it has
//! to be read from AWS first.

use crate::pages::create::Opening;
use crate::pages::create::form::{Planner, begun, opening};
use crate::pages::not_found::NotFound;
use crate::pages::resource::find_resource;
use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use crate::{Failure, paths};
use leptos::prelude::*;
use model::detail::Found;
use model::form::Edit;
use model::{PlanId, ResourceKey};
use std::pin::Pin;
use std::sync::Arc;
use ui::{Breadcrumbs, Crumb, PageHead, Skeleton};

/// How a form is opened on what is there now; `O` is what it is opened with.
pub type Opener<O> = fn(ResourceKey, Opening) -> Pin<Box<dyn Future<Output = Result<O, Failure>>>>;

/// How a form is sent.
pub type Sender<F> = fn(PlanId, Edit<F>) -> Pin<Box<dyn Future<Output = Result<PlanId, Failure>>>>;

/// Plans what `read` says, held against `base`; `merge` is set once the reader goes on although something moved.
pub fn planner<F: Clone + Send + Sync + 'static>(
    key: ResourceKey,
    base: F,
    merge: RwSignal<bool>,
    read: impl Fn() -> F + Send + Sync + 'static,
    send: Sender<F>,
) -> Planner {
    Arc::new(move |id| {
        let values = untrack(&read);
        send(id, Edit { key: key.clone(), base: base.clone(), values, merge: merge.get_untracked() })
    })
}

/// The values of a name in what a form was opened with.
pub fn named<'a>(more: &'a [(String, String)], name: &'a str) -> impl Iterator<Item = &'a str> {
    more.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

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
                            view! { <div class="grid grid-cols-1 gap-5">{head(&key, title, &name)} {inside.run(())}</div> }.into_any()
                        }
                        Ok(None) => view! { <NotFound /> }.into_any(),
                        Err(Failure(error)) => {
                            view! { <div class="grid grid-cols-1 gap-5">{head(&key, title, &key.id)} <ErrorPanel error /></div> }.into_any()
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

fn form<O: Clone + Send + Sync + 'static>(
    key: ResourceKey,
    open: Opener<O>,
    body: fn(ResourceKey, O) -> AnyView,
) -> AnyView {
    let (from, asked) = (opening(), key.clone());
    begun(Arc::new(move || open(asked.clone(), from.clone())), move |opened| body(key.clone(), opened))
}
