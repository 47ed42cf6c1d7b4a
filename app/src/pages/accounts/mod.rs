//! Service accounts of a Grafana workspace, their tokens, and API keys: the forms that end in a plan.

mod account;
mod api;
mod around;
mod grant;
mod key;
mod life;
mod note;
mod token;
mod way;

use crate::pages::not_found::NotFound;
use crate::route::Page;
use leptos::prelude::*;

pub fn page(page: Page) -> AnyView {
    match page {
        Page::CreateAccount(workspace) => view! { <account::CreateAccountPage workspace /> }.into_any(),
        Page::MintToken(workspace, account) => view! { <token::MintTokenPage workspace account /> }.into_any(),
        Page::MintKey(workspace) => view! { <key::MintKeyPage workspace /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
