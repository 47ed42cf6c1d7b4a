//! Downloads of the audit record, streamed: CSV for spreadsheets, JSON Lines for scripts.

use super::table::write_rows;
use super::{Asked, MOMENT, Shared, download, refusal, told, understood};
use app::context::Visit;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use futures::{StreamExt, TryStreamExt, stream};
use http::Uri;
use model::audit::AuditQuery;
use model::door::{AuditLink, AuditLinks};
use model::{Error, Permission};
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

async fn table(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    answer(&Asked::new(shared, visit, &uri), "csv", "text/csv; charset=utf-8", |links| {
        let head = stream::once(async { write_rows([COLUMNS.map(str::to_owned)]) });
        Body::from_stream(head.chain(links.map(|portion| write_rows(portion?.into_iter().map(row)))))
    })
    .await
}

async fn lines(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    answer(&Asked::new(shared, visit, &uri), "jsonl", "application/x-ndjson", |links| {
        Body::from_stream(links.map_ok(|portion| portion.iter().map(line).collect::<String>()))
    })
    .await
}

async fn answer(asked: &Asked, extension: &str, kind: &'static str, body: impl FnOnce(AuditLinks) -> Body) -> Response {
    match selected(asked).await {
        Ok(links) => download(body(links), "audit", extension, kind),
        Err(error) => refusal(&error),
    }
}

/// Streamed, so that its rows are not counted when it goes on record.
async fn selected(asked: &Asked) -> Result<AuditLinks, Error> {
    asked.require(Permission::AuditRead)?;
    let query = AuditQuery::parse(asked.pairs());
    understood(&query.ignored)?;
    asked.shared.doors.audit.export(&asked.who, query, asked.as_export(None)).await
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
