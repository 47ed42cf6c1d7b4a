//! What shows each page, and the code it needs.

use crate::pages::not_found::NotFound;
use crate::pages::{fleet, lazy};
use crate::route::{Edited, Page};
use leptos::prelude::*;
use std::pin::Pin;

/// Shows a page. In the browser its code has to be there: see [`load`].
pub fn view(page: Page) -> AnyView {
    match page {
        Page::List(kind) => fleet::list(kind),
        page @ (Page::Create(_) | Page::CreateAccount(_) | Page::MintToken(..) | Page::MintKey(_)) => {
            lazy::here(lazy::create::view(page))
        }
        Page::Resource(key) => lazy::here(lazy::resource::view(key)),
        Page::Edit(key, Edited::SignIn) => lazy::here(lazy::sign_in::view(key, false)),
        Page::Edit(key, Edited::CopySignIn) => lazy::here(lazy::sign_in::view(key, true)),
        Page::Edit(key, edited) => lazy::here(lazy::edit::view(key, edited)),
        page @ (Page::Access | Page::Holder(_) | Page::WorkspaceAccess(_)) => lazy::here(lazy::access::view(page)),
        Page::ChangeRoles => lazy::here(lazy::grants::view()),
        Page::Attention => lazy::here(lazy::tokens::view(true)),
        Page::Tokens => lazy::here(lazy::tokens::view(false)),
        Page::Change(id) => lazy::here(lazy::change::view(id)),
        page @ (Page::Changes | Page::Audit | Page::AuditEvent(_)) => lazy::here(lazy::record::view(page)),
        Page::Nowhere => view! { <NotFound /> }.into_any(),
    }
}

/// Fetches the code of a page, once; false when that cannot be had.
#[cfg(not(feature = "ssr"))]
pub fn load(page: Page) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move {
        let loaded = match page {
            Page::List(_) | Page::Nowhere => return true,
            Page::Create(_) | Page::CreateAccount(_) | Page::MintToken(..) | Page::MintKey(_) => {
                lazy::create::load().await
            }
            Page::Resource(_) => lazy::resource::load().await,
            Page::Edit(_, Edited::SignIn | Edited::CopySignIn) => lazy::sign_in::load().await,
            Page::Edit(..) => lazy::edit::load().await,
            Page::Access | Page::Holder(_) | Page::WorkspaceAccess(_) => lazy::access::load().await,
            Page::ChangeRoles => lazy::grants::load().await,
            Page::Attention | Page::Tokens => lazy::tokens::load().await,
            Page::Change(_) => lazy::change::load().await,
            Page::Changes | Page::Audit | Page::AuditEvent(_) => lazy::record::load().await,
        };
        loaded.is_ok()
    })
}

/// On the server all code is there.
#[cfg(feature = "ssr")]
pub fn load(_: Page) -> Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async { true })
}
