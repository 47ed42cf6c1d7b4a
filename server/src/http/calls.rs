//! Server functions over HTTP: same origin, exact types, this build, a body of bounded size; then the framework's
//! handler.

use super::Shared;
use super::body::{self, Unread};
use super::headers::plain;
use super::receipted::Receipted;
use app::context::Visit;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_TYPE, HOST, ORIGIN};
use http::{HeaderMap, HeaderValue, StatusCode};
use leptos::prelude::provide_context;
use leptos_axum::handle_server_fns_with_context;
use model::{Code, Error};

/// Answers one call.
pub(super) async fn answer(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    request: Request,
) -> Response {
    if let Err(refusal) = check(request.headers(), &shared.assets.build) {
        return *refusal;
    }
    if !server_fn::axum::server_fn_paths().any(|(path, _)| path == request.uri().path()) {
        return plain(StatusCode::NOT_FOUND, "There is no such call.");
    }
    let (parts, sent) = request.into_parts();
    let request = match body::read(sent).await {
        Ok(whole) => Request::from_parts(parts, Body::from(whole)),
        Err(Unread::TooLarge) => return too_large(),
        Err(Unread::CutOff) => return plain(StatusCode::BAD_REQUEST, "The call was cut off."),
    };
    let (doors, receipted) = (shared.doors, Receipted::default());
    let receipts = receipted.receipts.clone();
    let provide = move || {
        provide_context(visit.clone());
        provide_context(doors.clone());
        provide_context(receipts.clone());
    };
    let response = handle_server_fns_with_context(provide, request).await.into_response();
    let mut response = response.map(|body| Body::new(receipted.with(body)));
    // What a call answers may be a secret: kept by nobody, changed by nobody on the way.
    response.headers_mut().insert(http::header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));
    response
}

/// Everything but POST.
pub(super) async fn only_post() -> Response {
    plain(StatusCode::METHOD_NOT_ALLOWED, "Calls are made with POST.")
}

fn check(headers: &HeaderMap, build: &str) -> Result<(), Box<Response>> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let refuse = |status, why| Err(Box::new(plain(status, why)));
    if !is_same_origin(headers) {
        return refuse(StatusCode::FORBIDDEN, "This call came from another site.");
    }
    if text(CONTENT_TYPE.as_str()) != Some("application/json") {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Calls are made with application/json.");
    }
    if text(ACCEPT.as_str()).is_some_and(|accept| accept.contains("text/html")) {
        return refuse(StatusCode::NOT_ACCEPTABLE, "Calls answer application/json.");
    }
    if text("x-belvedere") != Some(build) {
        return Err(Box::new(stale()));
    }
    Ok(())
}

/// `Sec-Fetch-Site` where the browser sends it, else an `Origin` that is exactly the address called. Neither: refused.
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let (origin, host) = (headers.get(ORIGIN), headers.get(HOST));
    let origin = origin.and_then(|origin| origin.to_str().ok()).and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some() && origin == host.and_then(|host| host.to_str().ok())
}

/// The page is older, or newer, than this server.
fn stale() -> Response {
    let error = Error::new(Code::Stale, "Belvedere was updated since this page was loaded. Reload the page.");
    refused(StatusCode::CONFLICT, &error)
}

fn too_large() -> Response {
    let most = body::LIMIT / 1024 / 1024;
    let error = Error::invalid(format!(
        "This is too large to be sent: a form may have {most} MiB in all. It was not read. Shorten its longest text."
    ));
    refused(StatusCode::PAYLOAD_TOO_LARGE, &error)
}

/// A refusal that the page can show.
fn refused(status: StatusCode, error: &Error) -> Response {
    // `serde_json` cannot fail on strings and numbers.
    let mut response = plain(status, serde_json::to_string(error).unwrap_or_default());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(server_fn::error::SERVER_FN_ERROR_HEADER, HeaderValue::from_static("/api"));
    response
}
