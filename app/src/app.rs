//! The one route table.

use crate::layout::Layout;
use crate::pages::{accounts, changes, create, fleet, not_found::NotFound, resource};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::{SsrMode, path};

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
                    <Route path=path!("grafana/create") view=create::CreateWorkspacePage ssr=SsrMode::Async />
                    <Route
                        path=path!("grafana/:account/:region/:id/service-accounts/create")
                        view=accounts::CreateAccountPage
                        ssr=SsrMode::Async
                    />
                    <Route
                        path=path!("grafana/:account/:region/:id/service-accounts/:sa/mint")
                        view=accounts::MintTokenPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("prometheus") view=fleet::PrometheusList ssr=SsrMode::Async />
                    <Route path=path!("prometheus/create") view=create::CreatePrometheusPage ssr=SsrMode::Async />
                    <Route path=path!("codeartifact") view=fleet::CodeArtifactList ssr=SsrMode::Async />
                    <Route path=path!("codeartifact/create") view=create::CreateDomainPage ssr=SsrMode::Async />
                    <Route path=path!(":kind/:account/:region/:id") view=resource::ResourcePage ssr=SsrMode::Async />
                    <Route path=path!("changes") view=changes::ChangesPage ssr=SsrMode::Async />
                    <Route path=path!("changes/:id") view=changes::ChangePage ssr=SsrMode::Async />
                    <Route path=path!("*any") view=NotFound ssr=SsrMode::Async />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
