//! The router and what every request passes: address check, headers, session, principal, then pages, downloads or
//! server functions.

mod assets;
mod body;
mod calls;
mod entry;
mod export;
mod headers;
mod pages;
mod receipted;

pub use assets::AssetsError;

use crate::background;
use crate::identity::AccessToken;
use app::Assets;
use app::context::Doors;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use model::Role;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer, SessionStore};

/// How long a request may take.
const A_REQUEST: Duration = Duration::from_secs(90);
/// How long planning may take: a batch of role changes for 200 workspaces with 500 holders each, all in one account and
/// region, is read in 1,000 calls at 10 a second.
const PLANNING: Duration = Duration::from_secs(300);

/// What the routes share.
#[derive(Clone, Debug)]
pub struct Shared {
    pub doors: Doors,
    pub assets: Assets,
    pub roles: Arc<[Role]>,
    /// Present against real AWS: a session has to be opened with it first.
    pub token: Option<Arc<AccessToken>>,
}

/// Reads the names of the built files in `site`.
///
/// # Errors
/// One line when the browser half is not there.
pub fn load_assets(site: &Path) -> Result<Assets, AssetsError> {
    assets::load(site)
}

fn limited(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(http::StatusCode::SERVICE_UNAVAILABLE, time)
}

/// The server functions that make plans.
fn planning() -> Router<Shared> {
    let call = post(calls::answer).fallback(calls::only_post);
    Router::new().route("/api/plan/{*call}", call).layer(limited(PLANNING))
}

/// The whole product as one router.
pub fn router<S: SessionStore + Clone>(shared: Shared, site: &Path, sessions: S) -> Router {
    // Fails only where an executor is set already: by an earlier server of the same process.
    let _ = any_spawner::Executor::init_tokio();
    let session = SessionManagerLayer::new(sessions)
        .with_name("belvedere")
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        // Served over plain HTTP on loopback, where a `Secure` cookie would not come back.
        .with_secure(false)
        .with_expiry(Expiry::OnInactivity(time::Duration::milliseconds(background::SESSION)));
    let product = pages::routes()
        .merge(export::routes())
        .route("/api/{*call}", post(calls::answer).fallback(calls::only_post))
        .layer(limited(A_REQUEST))
        .merge(planning())
        .layer(from_fn_with_state(shared.clone(), entry::identify))
        .layer(session)
        .with_state(shared);
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .merge(assets::routes(site))
        .merge(product)
        .layer(DefaultBodyLimit::disable())
        // Calls have a limit of their own; nothing else reads a body.
        .layer(RequestBodyLimitLayer::new(body::DRAINED))
        .layer(CatchPanicLayer::custom(headers::panicked))
        .layer(from_fn(entry::check_target))
        .layer(from_fn(headers::secure))
}
