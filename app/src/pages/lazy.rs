//! The pages a person reaches from a list, in files of their own that the browser fetches when they are first needed.
//! The lists are not among them: they are what a first visit sees. Pages that are near each other share a file: each
//! file more makes the loader larger, which every visit fetches, and the build longer.

use crate::pages;
use crate::route::{Edited, Page};
use futures::FutureExt;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use model::{PlanId, ResourceKey, ServiceAccountId};
use std::future::Future;
use ui::maybe;

macro_rules! lazy {
    ($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) $view:expr) => {
        $(#[$doc])*
        pub mod $name {
            use super::*;

            #[leptos::wasm_split::wasm_split(
                $name,
                wasm_split_path = leptos::wasm_split,
                fallible,
                preload(load)
            )]
            pub fn view($($arg: $type),*) -> Result<AnyView, SplitLoaderError> {
                Ok($view.into_any())
            }
        }
    };
}

lazy! {
    /// One resource.
    resource(key: ResourceKey) view! { <pages::resource::ResourcePage key /> }
}
lazy! {
    /// The form for a Grafana workspace.
    create_workspace() view! { <pages::create::CreateWorkspacePage /> }
}
lazy! {
    /// The forms for a Prometheus workspace and for a CodeArtifact domain.
    create_small(domain: bool) match domain {
        true => view! { <pages::create::CreateDomainPage /> }.into_any(),
        false => view! { <pages::create::CreatePrometheusPage /> }.into_any(),
    }
}
lazy! {
    /// The form for a service account, and for a token of one.
    account(workspace: ResourceKey, account: Option<ServiceAccountId>) match account {
        Some(account) => view! { <pages::accounts::MintTokenPage workspace account /> }.into_any(),
        None => view! { <pages::accounts::CreateAccountPage workspace /> }.into_any(),
    }
}
lazy! {
    /// The form for one facet of a resource.
    edit(key: ResourceKey, edited: Edited) view! { <pages::edit::EditPage key edited /> }
}
lazy! {
    /// The form for how people sign in to a workspace, and for giving it to others.
    sign_in(key: ResourceKey, copy: bool) view! { <pages::edit::SignInPage key copy /> }
}
lazy! {
    /// Who holds which role: everybody, one holder, or one workspace with its holders.
    access(page: Page) pages::access::page(page)
}
lazy! {
    /// The batch of role changes.
    grants() pages::grants::page()
}
lazy! {
    /// The list of plans.
    changes() view! { <pages::changes::ChangesPage /> }
}
lazy! {
    /// One plan: review, progress, outcome.
    change(id: PlanId) view! { <pages::changes::ChangePage id /> }
}
lazy! {
    /// The audit record, or one event of it.
    audit(sequence: Option<i64>) match sequence {
        Some(sequence) => view! { <pages::audit::AuditEventPage sequence /> }.into_any(),
        None => view! { <pages::audit::AuditPage /> }.into_any(),
    }
}

/// A page whose code is here already: the server has all of it, and the browser fetches it before it goes there.
pub fn here(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    maybe(view.now_or_never().and_then(Result::ok))
}
