//! The application: the shell around every page, and the page its address names.

use crate::layout::Layout;
use crate::route;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// The application. Rendered on the server, then made live in the browser.
///
/// Every page renders whole before its headers go out: data comes from memory, and status codes depend on it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    route::begin();
    view! { <Layout /> }
}
