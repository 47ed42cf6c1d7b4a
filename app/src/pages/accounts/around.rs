//! What both forms stand on: the workspace their address names, and an id for the form.

use crate::pages::create::form::opening;
use crate::pages::create::{Begun, Opening};
use crate::pages::not_found::NotFound;
use crate::pages::resource::find_resource;
use crate::pages::trouble::ErrorPanel;
use crate::title::Title;
use crate::{Failure, paths};
use futures::future::join;
use leptos::prelude::*;
use model::detail::{Action, Detail, Found};
use model::{Kind, ResourceKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use ui::{Banner, Breadcrumbs, Crumb, PageHead, Skeleton, Tone};

/// A service account the workspace has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub id: String,
    pub name: String,
    /// ADMIN, EDITOR or VIEWER.
    pub grafana_role: String,
}

/// The form, and what its page shows of the workspace, no more of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around<F> {
    pub form: Begun<F>,
    /// The workspace's name, or its id while that is not known.
    pub name: String,
    /// The service accounts read so far.
    pub holders: Vec<Holder>,
    /// Why AWS would not take a new service account now; empty when it would.
    pub no_account: String,
    /// The same of a new token.
    pub no_token: String,
    /// The same of a new API key.
    pub no_key: String,
    /// Why nothing is known of the workspace, where that is so.
    pub unread: Option<String>,
}

impl<F> Around<F> {
    fn here(form: Begun<F>, detail: Detail) -> Self {
        let refused = |action: Action| action.refused.unwrap_or_default();
        let lines = detail.accounts.and_then(|accounts| accounts.value).unwrap_or_default();
        let holder =
            |line: model::detail::AccountLine| Holder { id: line.id, name: line.name, grafana_role: line.grafana_role };
        Self {
            form,
            name: detail.row.name,
            holders: lines.into_iter().map(holder).collect(),
            no_account: refused(detail.create_account),
            no_token: refused(detail.mint),
            no_key: refused(detail.mint_key),
            unread: None,
        }
    }

    fn unread(form: Begun<F>, key: &ResourceKey, why: String) -> Self {
        Self {
            form,
            name: key.id.clone(),
            holders: Vec::new(),
            no_account: String::new(),
            no_token: String::new(),
            no_key: String::new(),
            unread: Some(why),
        }
    }
}

/// How a form is opened.
pub type Opener<F> = fn(Opening) -> Pin<Box<dyn Future<Output = Result<Begun<F>, Failure>> + Send>>;

/// `None`: there is no such workspace.
async fn read<F>(opening: Opening, open: Opener<F>, key: ResourceKey) -> Result<Option<Around<F>>, Failure> {
    let (form, found) = join(open(opening), find_resource(key.clone())).await;
    let form = form?;
    Ok(match found? {
        Found::Here(detail) => Some(Around::here(form, *detail)),
        Found::NotRead(error) => Some(Around::unread(form, &key, error.message)),
        Found::Nowhere => None,
    })
}

/// A page about a workspace: its head and, once the workspace was looked at, `body`.
#[component]
pub fn WorkspacePage<F>(
    key: ResourceKey,
    title: &'static str,
    /// Says what is about to be made, in the grey line.
    line: &'static str,
    open: Opener<F>,
    #[prop(into)] body: Callback<(ResourceKey, Around<F>), AnyView>,
) -> impl IntoView
where
    F: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let (form, asked) = (opening(), key.clone());
    let around = Resource::new(|| (), move |()| read(form.clone(), open, asked.clone()));
    let retry = Callback::new(move |()| around.refetch());
    view! {
        <Suspense fallback=|| view! { <Skeleton rows=6 label="Opening the form" /> }>
            {move || {
                let key = key.clone();
                Suspend::new(async move {
                    match around.await {
                        Ok(Some(around)) => view! { <div class="grid grid-cols-1 gap-5"><Head title line key=key.clone() name=around.name.clone() /> {unread(around.unread.clone())} {body.run((key, around))}</div> }.into_any(),
                        Ok(None) => view! { <NotFound /> }.into_any(),
                        Err(Failure(error)) => view! { <div class="grid grid-cols-1 gap-5"><Head title line name=key.id.clone() key /> <ErrorPanel error retry /></div> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Head(title: &'static str, line: &'static str, key: ResourceKey, name: String) -> impl IntoView {
    let trail = vec![
        Crumb::link(Kind::Grafana.many(), paths::list(Kind::Grafana)),
        Crumb::link(name.clone(), paths::resource(&key)),
        Crumb::here(title),
    ];
    view! {
        <Title text=[title, " - ", &name, " - Belvedere"].concat() />
        <Breadcrumbs items=trail />
        <PageHead title=title.to_owned()>"In workspace "{name}". "{line}</PageHead>
    }
}

fn unread(why: Option<String>) -> Option<impl IntoView + use<>> {
    why.map(|why| {
        view! {
            <div class="max-w-[45rem]">
                <Banner tone=Tone::Warn title="This workspace could not be read.">{why}" It is read again before anything is planned."</Banner>
            </div>
        }
    })
}
