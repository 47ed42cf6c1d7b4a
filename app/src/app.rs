//! The application: the shell around every page, and the page its address names.

use crate::layout::Layout;
use crate::pages::show;
use crate::route;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use ui::following;

/// The application. Rendered on the server, then made live in the browser.
///
/// Every page renders whole before its headers go out: data comes from memory, and status codes depend on it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let page = route::begin(show::load).page();
    view! { <Layout>{following(move || show::view(page.get()))}</Layout> }
}

/// Fetches the code of the page the browser is at; false when it cannot be had, and the page stays as it is.
#[cfg(feature = "hydrate")]
pub async fn prepare() -> bool {
    show::load(route::at()).await
}
