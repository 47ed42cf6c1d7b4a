//! Downloads. Plain links lead here, so these answer GET; they only read. A parameter that is not understood is refused:
//! a script would not notice that it got more than it asked for. Each goes on record before it is given.

mod access;
mod audit;
mod holders;
mod outcome;
mod table;

use super::Shared;
use super::headers::plain;
use crate::clock::now;
use app::context::Visit;
use app::route::search_pairs;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::{Extension, Router};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode, Uri};
use model::door::Export;
use model::{Error, Millis, Permission, Principal};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MOMENT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

pub(super) fn routes() -> Router<Shared> {
    let routes = audit::routes().merge(access::routes()).merge(holders::routes()).merge(outcome::routes());
    routes.layer(from_fn(refuse_other_sites))
}

/// A download puts an event on record for good, so no other site may have a browser ask for one.
async fn refuse_other_sites(request: Request, next: Next) -> Response {
    match request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes) {
        None | Some(b"same-origin" | b"none") => next.run(request).await,
        Some(_) => plain(StatusCode::FORBIDDEN, "Another site asked for this download. Open it from Belvedere."),
    }
}

/// Whether all of the address was understood.
fn understood(ignored: &[String]) -> Result<(), Error> {
    match ignored.first() {
        None => Ok(()),
        Some(part) => Err(Error::invalid(format!("This part of the address is not understood: {part}"))),
    }
}

/// The address a download was asked for with, and who asked.
struct Asked {
    shared: Shared,
    who: Principal,
    path: String,
    pairs: Vec<(String, String)>,
}

impl Asked {
    fn new(State(shared): State<Shared>, Extension(visit): Extension<Visit>, uri: &Uri) -> Self {
        let pairs = search_pairs(uri.query().unwrap_or_default());
        Self { shared, who: visit.principal, path: uri.path().to_owned(), pairs }
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// They may have it; a refusal goes on record.
    ///
    /// # Errors
    /// `Denied`.
    fn require(&self, permission: Permission) -> Result<(), Error> {
        self.require_at(&self.path, permission)
    }

    /// The same for a path of which a part is anybody's text: `path` is what it goes on record as.
    ///
    /// # Errors
    /// `Denied`.
    fn require_at(&self, path: &str, permission: Permission) -> Result<(), Error> {
        let denied = |_: &Error| self.shared.doors.audit.denied(&self.who, permission, path);
        self.who.require(permission).inspect_err(denied)
    }

    fn as_export(&self, rows: Option<usize>) -> Export {
        Export { path: self.path.clone(), filters: self.pairs.clone(), plan: None, rows }
    }

    /// Puts it on record, with how many rows it has: the last thing before it is given.
    ///
    /// # Errors
    /// `Unavailable`: then it is not given.
    async fn record(&self, rows: usize) -> Result<(), Error> {
        self.shared.doors.audit.exported(&self.who, self.as_export(Some(rows))).await
    }
}

/// A file of today's date, named after `what`.
fn download(body: Body, what: &str, extension: &str, kind: &'static str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"belvedere-{what}-{}.{extension}\"", told(now(), DATE));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

fn refusal(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    plain(status, error.message.clone())
}

fn told(at: Millis, format: &[BorrowedFormatItem<'_>]) -> String {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok();
    moment.and_then(|moment| moment.format(format).ok()).unwrap_or_else(|| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_moment_is_told_to_the_millisecond() {
        assert_eq!(told(1_763_682_432_070, super::MOMENT), "2025-11-20T23:47:12.070Z");
        assert_eq!(told(i64::MAX, super::MOMENT), i64::MAX.to_string());
    }
}
