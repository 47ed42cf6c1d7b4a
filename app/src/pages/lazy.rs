//! The pages a person reaches from a list, each in a file of its own that the browser fetches when it is first
//! needed. The lists are not among them: they are what a first visit sees.

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
    /// The form for a Prometheus workspace.
    create_prometheus() view! { <pages::create::CreatePrometheusPage /> }
}
lazy! {
    /// The form for a CodeArtifact domain.
    create_domain() view! { <pages::create::CreateDomainPage /> }
}
lazy! {
    /// The form for a service account.
    create_account(workspace: ResourceKey) view! { <pages::accounts::CreateAccountPage workspace /> }
}
lazy! {
    /// The form for a token.
    mint_token(workspace: ResourceKey, account: ServiceAccountId) view! { <pages::accounts::MintTokenPage workspace account /> }
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
    /// Who holds which role.
    access() pages::access::everybody()
}
lazy! {
    /// One holder, or one workspace with its holders.
    access_part(page: Page) pages::access::part(page)
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
    /// The audit record.
    audit() view! { <pages::audit::AuditPage /> }
}
lazy! {
    /// One event of the audit record.
    audit_event(sequence: i64) view! { <pages::audit::AuditEventPage sequence /> }
}

/// A page whose code is here already: the server has all of it, and the browser fetches it before it goes there.
pub fn here(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    maybe(view.now_or_never().and_then(Result::ok))
}
