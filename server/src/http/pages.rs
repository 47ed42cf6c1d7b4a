//! The pages: each route of the application, rendered with what its request brings.

use super::Shared;
use super::headers::page_policy;
use app::context::Visit;
use app::route::Asked;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::header::CONTENT_SECURITY_POLICY;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use model::Kind;

/// One handler for every path: which page it is, or that there is none, `app::route` decides.
pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/", get(home)).fallback(get(render))
}

/// To the first list there is.
async fn home(State(shared): State<Shared>, visit: Option<Extension<Visit>>) -> Redirect {
    let estate = visit.and_then(|Extension(visit)| shared.doors.fleet.estate(&visit.principal).ok());
    let first = estate.and_then(|estate| estate.kinds.first().copied()).unwrap_or(Kind::Grafana);
    Redirect::to(app::paths::list(first))
}

async fn render(State(shared): State<Shared>, request: Request) -> Response {
    let visit = request.extensions().get::<Visit>().cloned();
    let Shared { doors, assets, .. } = shared;
    let asked = Asked(request.uri().path_and_query().map(ToString::to_string).unwrap_or_default());
    let provide = move || {
        if let Some(visit) = visit.clone() {
            provide_context(visit);
        }
        provide_context(asked.clone());
        provide_context(doors.clone());
        provide_context(assets.clone());
        allow_own_script();
    };
    render_app_async_with_context(provide, app::shell)(request).await.into_response()
}

/// Names the nonce of this rendering in the page's own policy.
fn allow_own_script() {
    let policy = use_nonce().and_then(|nonce| page_policy(&nonce));
    if let Some((policy, response)) = policy.zip(use_context::<ResponseOptions>()) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
