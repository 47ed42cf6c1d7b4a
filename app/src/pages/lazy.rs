//! The pages a person reaches from a list, in files of their own that the browser fetches when they are first needed.
//! The lists are not among them: they are what a first visit sees. Pages that are near each other share a file: each
//! file more makes the loader larger, which every visit fetches, and the build longer.

use crate::pages;
use crate::route::{Edited, Page};
use futures::FutureExt;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use model::{Kind, PlanId, ResourceKey};
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
    /// The forms for what is new: workspaces, domains, service accounts, tokens, API keys.
    create(page: Page) match page {
        Page::Create(Kind::Grafana) => view! { <pages::create::CreateWorkspacePage /> }.into_any(),
        Page::Create(Kind::Prometheus) => view! { <pages::create::CreatePrometheusPage /> }.into_any(),
        Page::Create(Kind::CodeArtifact) => view! { <pages::create::CreateDomainPage /> }.into_any(),
        page => pages::accounts::page(page),
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
    /// Tokens of the fleet, and what of all needs somebody.
    tokens(attention: bool) match attention {
        true => pages::attention::page(),
        false => pages::tokens::page(),
    }
}
lazy! {
    /// One plan: review, progress, outcome.
    change(id: PlanId) view! { <pages::changes::ChangePage id /> }
}
lazy! {
    /// The list of plans, the audit record, or one event of it.
    record(page: Page) match page {
        Page::AuditEvent(sequence) => view! { <pages::audit::AuditEventPage sequence /> }.into_any(),
        Page::Audit => view! { <pages::audit::AuditPage /> }.into_any(),
        _ => view! { <pages::changes::ChangesPage /> }.into_any(),
    }
}

/// A page whose code is here already: the server has all of it, and the browser fetches it before it goes there.
pub fn here(view: impl Future<Output = Result<AnyView, SplitLoaderError>>) -> AnyView {
    maybe(view.now_or_never().and_then(Result::ok))
}
