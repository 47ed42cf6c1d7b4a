//! The one route table.

use crate::layout::Layout;
use crate::pages::{fleet, lazy, not_found::NotFound};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The application. Rendered on the server, then made live in the browser.
///
/// Every route renders whole before its headers go out: data comes from memory, and status codes depend on it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=Layout ssr=SsrMode::Async>
                    <Route path=path!("") view=|| view! { <Redirect path="/grafana" /> } ssr=SsrMode::Async />
                    <Route path=path!("grafana") view=fleet::GrafanaList ssr=SsrMode::Async />
                    <Route path=path!("grafana/create") view={Lazy::<lazy::LazyCreateWorkspace>::new()} ssr=SsrMode::Async />
                    <Route
                        path=path!("grafana/:account/:region/:id/service-accounts/create")
                        view={Lazy::<lazy::LazyCreateAccount>::new()}
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("grafana/:account/:region/:id/service-accounts/:sa/mint")
                        view={Lazy::<lazy::LazyMintToken>::new()}
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("prometheus") view=fleet::PrometheusList ssr=SsrMode::Async />
                    <Route path=path!("prometheus/create") view={Lazy::<lazy::LazyCreatePrometheus>::new()} ssr=SsrMode::Async />
                    <Route path=path!("codeartifact") view=fleet::CodeArtifactList ssr=SsrMode::Async />
                    <Route path=path!("codeartifact/create") view={Lazy::<lazy::LazyCreateDomain>::new()} ssr=SsrMode::Async />
                    <Route path=path!(":kind/:account/:region/:id") view={Lazy::<lazy::LazyResource>::new()} ssr=SsrMode::Async />
                    <Route path=path!("changes") view={Lazy::<lazy::LazyChanges>::new()} ssr=SsrMode::Async />
                    <Route path=path!("changes/:id") view={Lazy::<lazy::LazyChange>::new()} ssr=SsrMode::Async />
                    <Route path=path!("*any") view=NotFound ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
