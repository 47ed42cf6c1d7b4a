//! Downloads of the audit record, streamed: CSV for spreadsheets, JSON Lines for scripts.

use super::{MOMENT, Shared, download, refusal, told, understood, write};
use app::context::Visit;
use app::route::search_pairs;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use futures::{StreamExt, TryStreamExt, stream};
use model::audit::AuditQuery;
use model::door::{AuditLink, AuditLinks};
use serde_json::value::RawValue;

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
    let links = understood(&query.ignored).and_then(|()| shared.doors.audit.export(&visit.principal, query));
    match links {
        Ok(links) => download(body(links), "audit", extension, kind),
        Err(error) => refusal(&error),
    }
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

/// The text that was hashed stands in the line as it is; a text that would break the line, which only a forged one
/// does, stands there as a string.
fn line(link: &AuditLink) -> String {
    let AuditLink { record, prev_hash, hash, .. } = link;
    let whole = !record.contains(['\n', '\r']) && serde_json::from_str::<&RawValue>(record).is_ok();
    let record = if whole { record.clone() } else { serde_json::Value::from(record.as_str()).to_string() };
    format!("{{\"prev_hash\":\"{prev_hash}\",\"record\":{record},\"hash\":\"{hash}\"}}\n")
}

#[cfg(test)]
mod tests {
    use super::line;
    use model::audit::AuditEvent;
    use model::door::AuditLink;

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
