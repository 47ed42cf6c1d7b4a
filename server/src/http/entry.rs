//! The first checks of a request: that it is addressed to this machine, and whose it is.

use super::Shared;
use super::headers::plain;
use crate::identity::{OPENED, PreferencesOf, local};
use app::context::Visit;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::HOST;
use http::{Method, StatusCode};
use std::sync::Arc;
use tower_sessions::Session;

/// Refuses what was not addressed to a loopback name (DNS rebinding), what came through a proxy this mode does not
/// know, odd methods and odd paths.
pub(super) async fn check_target(request: Request, next: Next) -> Response {
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "This method is not used here.");
    }
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_loopback_name) || request.headers().get_all(HOST).iter().count() != 1 {
        return plain(
            StatusCode::MISDIRECTED_REQUEST,
            "Belvedere serves this machine alone: use 127.0.0.1 or localhost.",
        );
    }
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-user", "via"];
    if forwarded.iter().any(|name| request.headers().contains_key(*name)) {
        return plain(StatusCode::FORBIDDEN, "A proxy stands in front of a server that was started without one.");
    }
    let path = request.uri().path().to_ascii_lowercase();
    if ["//", "%2f", "%5c", "%00", "\\"].iter().any(|odd| path.contains(odd)) {
        return plain(StatusCode::BAD_REQUEST, "This path is not well formed.");
    }
    next.run(request).await
}

fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "localhost" | "127.0.0.1" | "::1")
}

/// Establishes the principal anew for every request, and what of the session the pages need.
pub(super) async fn identify(
    State(shared): State<Shared>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(token) = &shared.token {
        if let Some(offered) = request.uri().query().and_then(|query| query.strip_prefix("token=")) {
            return match token.spend(offered) && session.insert(OPENED, true).await.is_ok() {
                true => Redirect::to("/").into_response(),
                false => {
                    plain(StatusCode::UNAUTHORIZED, "This link was used already. Restart Belvedere for a new one.")
                }
            };
        }
        if session.get::<bool>(OPENED).await.ok().flatten() != Some(true) {
            return plain(StatusCode::UNAUTHORIZED, "Open the address that Belvedere printed when it started.");
        }
    }
    let sessions = PreferencesOf(session);
    let preferences = sessions.load().await;
    let visit = Visit { principal: local(&shared.roles), preferences, sessions: Arc::new(sessions) };
    request.extensions_mut().insert(visit);
    next.run(request).await
}
