//! Downloads of the audit record, streamed: CSV for spreadsheets, JSON Lines for scripts. Plain links lead here, so
//! these answer GET; they only read.

use super::Shared;
use super::headers::plain;
use crate::clock::now;
use app::context::Visit;
use app::route::search_pairs;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use futures::{StreamExt, TryStreamExt, stream};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use model::audit::AuditQuery;
use model::door::{AuditLink, AuditLinks};
use model::{Error, Millis};
use serde_json::value::RawValue;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const MOMENT: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

const COLUMNS: [&str; 13] = [
    "sequence",
    "time",
    "actor",
    "event",
    "operation",
    "target",
    "outcome",
    "message",
    "plan",
    "request_id",
    "detail",
    "prev_hash",
    "hash",
];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/audit/export.csv", get(table)).route("/audit/export.jsonl", get(lines))
}

async fn table(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    answer(shared, visit, query, "csv", "text/csv; charset=utf-8", |links| {
        let head = stream::once(async { write([COLUMNS.map(str::to_owned)]) });
        Body::from_stream(head.chain(links.map(|portion| write(portion?.into_iter().map(row)))))
    })
}

async fn lines(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    answer(shared, visit, query, "jsonl", "application/x-ndjson", |links| {
        Body::from_stream(links.map_ok(|portion| portion.iter().map(line).collect::<String>()))
    })
}

fn answer(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    RawQuery(search): RawQuery,
    extension: &str,
    kind: &'static str,
    body: impl FnOnce(AuditLinks) -> Body,
) -> Response {
    let pairs = search_pairs(&search.unwrap_or_default());
    let query = AuditQuery::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    // More than was asked for is not what a script can notice.
    if let Some(part) = query.ignored.first() {
        return refusal(&Error::invalid(format!("This part of the address is not understood: {part}")));
    }
    match shared.doors.audit.export(&visit.principal, query) {
        Ok(links) => download(body(links), extension, kind),
        Err(error) => refusal(&error),
    }
}

fn download(body: Body, extension: &str, kind: &'static str) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"belvedere-audit-{}.{extension}\"", told(now(), DATE));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

fn refusal(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.code.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    plain(status, error.message.clone())
}

fn row(link: AuditLink) -> [String; 13] {
    let AuditLink { event, detail, prev_hash, hash, .. } = link;
    [
        event.sequence.to_string(),
        told(event.at, MOMENT),
        event.actor,
        event.event,
        event.operation,
        event.target,
        event.outcome,
        event.message,
        event.plan.unwrap_or_default(),
        event.request_id.unwrap_or_default(),
        detail,
        prev_hash,
        hash,
    ]
}

fn write(rows: impl IntoIterator<Item = [String; 13]>) -> Result<Vec<u8>, Error> {
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

/// The text that was hashed stands in the line as it is; a text that would break the line, which only a forged one
/// does, stands there as a string.
fn line(link: &AuditLink) -> String {
    let AuditLink { record, prev_hash, hash, .. } = link;
    let whole = !record.contains(['\n', '\r']) && serde_json::from_str::<&RawValue>(record).is_ok();
    let record = if whole { record.clone() } else { serde_json::Value::from(record.as_str()).to_string() };
    format!("{{\"prev_hash\":\"{prev_hash}\",\"record\":{record},\"hash\":\"{hash}\"}}\n")
}

fn told(at: Millis, format: &[BorrowedFormatItem<'_>]) -> String {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok();
    moment.and_then(|moment| moment.format(format).ok()).unwrap_or_else(|| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::{harmless, line, told};
    use model::audit::AuditEvent;
    use model::door::AuditLink;

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

    #[test]
    fn a_forged_text_cannot_break_its_line() {
        let link = |record: &str| AuditLink {
            event: AuditEvent::default(),
            detail: String::new(),
            record: record.to_owned(),
            prev_hash: "a".to_owned(),
            hash: "b".to_owned(),
        };
        assert_eq!(
            line(&link(r#"{"actor":"x"}"#)),
            "{\"prev_hash\":\"a\",\"record\":{\"actor\":\"x\"},\"hash\":\"b\"}\n"
        );
        for forged in ["{\n}", "nothing", "{}{}", "{} \r"] {
            let line = line(&link(forged));
            let read: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
            assert_eq!((line.matches(['\n', '\r']).count(), read["record"].as_str()), (1, Some(forged)));
        }
    }
}
