//! Who holds which role: everybody as a table of holders and workspaces, one holder, one workspace. Whatever narrows or
//! sorts the table stands in its URL. Reads alone; roles are changed elsewhere.

mod address;
mod apart;
mod api;
mod filter;
mod foot;
mod fresh;
mod head;
mod holder;
mod list;
mod live;
mod matrix;
mod nothing;
mod whole;
mod words;
mod workspace;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;

use crate::route::Page;
use leptos::prelude::*;

/// The table of everybody, the page of one holder, or of one workspace.
pub fn page(page: Page) -> AnyView {
    match page {
        Page::Access => whole::page(),
        Page::Holder(holder) => holder::page(holder),
        Page::WorkspaceAccess(key) => workspace::page(key),
        _ => ().into_any(),
    }
}
