//! What shows each page, and the code it needs.

use crate::pages::not_found::NotFound;
use crate::pages::{fleet, lazy};
use crate::route::{Edited, Page};
use leptos::prelude::*;
use model::Kind;
use std::pin::Pin;

/// Shows a page. In the browser its code has to be there: see [`load`].
pub fn view(page: Page) -> AnyView {
    match page {
        Page::List(kind) => fleet::list(kind),
        Page::Create(Kind::Grafana) => lazy::here(lazy::create_workspace::view()),
        Page::Create(Kind::Prometheus) => lazy::here(lazy::create_prometheus::view()),
        Page::Create(Kind::CodeArtifact) => lazy::here(lazy::create_domain::view()),
        Page::Resource(key) => lazy::here(lazy::resource::view(key)),
        Page::CreateAccount(workspace) => lazy::here(lazy::create_account::view(workspace)),
        Page::MintToken(workspace, account) => lazy::here(lazy::mint_token::view(workspace, account)),
        Page::Edit(key, Edited::SignIn) => lazy::here(lazy::sign_in::view(key, false)),
        Page::Edit(key, Edited::CopySignIn) => lazy::here(lazy::sign_in::view(key, true)),
        Page::Edit(key, edited) => lazy::here(lazy::edit::view(key, edited)),
        Page::Access => lazy::here(lazy::access::view()),
        page @ (Page::Holder(_) | Page::WorkspaceAccess(_)) => lazy::here(lazy::access_part::view(page)),
        Page::ChangeRoles => lazy::here(lazy::grants::view()),
        Page::Changes => lazy::here(lazy::changes::view()),
        Page::Change(id) => lazy::here(lazy::change::view(id)),
        Page::Audit => lazy::here(lazy::audit::view()),
        Page::AuditEvent(sequence) => lazy::here(lazy::audit_event::view(sequence)),
        Page::Nowhere => view! { <NotFound /> }.into_any(),
    }
}

/// Fetches the code of a page, once; false when that cannot be had.
#[cfg(not(feature = "ssr"))]
pub fn load(page: Page) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move {
        let loaded = match page {
            Page::List(_) | Page::Nowhere => return true,
            Page::Create(Kind::Grafana) => lazy::create_workspace::load().await,
            Page::Create(Kind::Prometheus) => lazy::create_prometheus::load().await,
            Page::Create(Kind::CodeArtifact) => lazy::create_domain::load().await,
            Page::Resource(_) => lazy::resource::load().await,
            Page::CreateAccount(_) => lazy::create_account::load().await,
            Page::MintToken(..) => lazy::mint_token::load().await,
            Page::Edit(_, Edited::SignIn | Edited::CopySignIn) => lazy::sign_in::load().await,
            Page::Edit(..) => lazy::edit::load().await,
            Page::Access => lazy::access::load().await,
            Page::Holder(_) | Page::WorkspaceAccess(_) => lazy::access_part::load().await,
            Page::ChangeRoles => lazy::grants::load().await,
            Page::Changes => lazy::changes::load().await,
            Page::Change(_) => lazy::change::load().await,
            Page::Audit => lazy::audit::load().await,
            Page::AuditEvent(_) => lazy::audit_event::load().await,
        };
        loaded.is_ok()
    })
}

/// On the server all code is there.
#[cfg(feature = "ssr")]
pub fn load(_: Page) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async { true })
}
