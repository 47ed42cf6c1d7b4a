//! Downloads. Plain links lead here, so these answer GET; they only read. A parameter that is not understood is refused:
//! a script would not notice that it got more than it asked for.

mod access;
mod audit;
mod holders;
mod outcome;

use super::Shared;
use super::headers::plain;
use crate::clock::now;
use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use model::{Error, Millis};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MOMENT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

pub(super) fn routes() -> Router<Shared> {
    audit::routes().merge(access::routes()).merge(holders::routes()).merge(outcome::routes())
}

/// Whether all of the address was understood.
fn understood(ignored: &[String]) -> Result<(), Error> {
    match ignored.first() {
        None => Ok(()),
        Some(part) => Err(Error::invalid(format!("This part of the address is not understood: {part}"))),
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

/// Rows of a table as CSV, without formulas.
fn write<const N: usize>(rows: impl IntoIterator<Item = [String; N]>) -> Result<Vec<u8>, Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "export not written");
        Error::internal()
    };
    for row in rows {
        writer.write_record(row.map(harmless)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(error.error()))
}

/// A spreadsheet takes what begins like this for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { ["'", &cell].concat() } else { cell }
}

fn told(at: Millis, format: &[BorrowedFormatItem<'_>]) -> String {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok();
    moment.and_then(|moment| moment.format(format).ok()).unwrap_or_else(|| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::{harmless, told};

    #[test]
    fn a_cell_that_could_be_a_formula_is_marked_as_text() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(harmless("a=1".to_owned()), "a=1");
        assert_eq!(harmless(String::new()), "");
    }

    #[test]
    fn a_moment_is_told_to_the_millisecond() {
        assert_eq!(told(1_763_682_432_070, super::MOMENT), "2025-11-20T23:47:12.070Z");
        assert_eq!(told(i64::MAX, super::MOMENT), i64::MAX.to_string());
    }
}
