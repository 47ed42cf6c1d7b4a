//! The pages a person reaches from a list, each in a file of its own that the browser fetches when it is first
//! needed. The lists are not among them: they are what a first visit sees.

use crate::pages::{accounts, changes, create, resource};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

macro_rules! lazy_page {
    ($(#[$doc:meta])* $name:ident, $page:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        #[lazy_route]
        impl LazyRoute for $name {
            fn data() -> Self {
                Self
            }

            fn view(this: Self) -> AnyView {
                let $name = this;
                $page.into_any()
            }
        }
    };
}

lazy_page!(
    /// One resource.
    LazyResource,
    view! { <resource::ResourcePage /> }
);
lazy_page!(
    /// The form for a Grafana workspace.
    LazyCreateWorkspace,
    view! { <create::CreateWorkspacePage /> }
);
lazy_page!(
    /// The form for a Prometheus workspace.
    LazyCreatePrometheus,
    view! { <create::CreatePrometheusPage /> }
);
lazy_page!(
    /// The form for a CodeArtifact domain.
    LazyCreateDomain,
    view! { <create::CreateDomainPage /> }
);
lazy_page!(
    /// The form for a service account.
    LazyCreateAccount,
    view! { <accounts::CreateAccountPage /> }
);
lazy_page!(
    /// The form for a token.
    LazyMintToken,
    view! { <accounts::MintTokenPage /> }
);
lazy_page!(
    /// The list of plans.
    LazyChanges,
    view! { <changes::ChangesPage /> }
);
lazy_page!(
    /// One plan: review, progress, outcome.
    LazyChange,
    view! { <changes::ChangePage /> }
);
