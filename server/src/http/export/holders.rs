//! Files of holders: everybody in the workspaces that the address selects, as JSON that a batch reads back and as
//! Terraform. What narrows holders is refused: a file without some of them would take their roles when it is made so.

use super::{Shared, download, refusal, understood};
use app::context::Visit;
use app::route::search_pairs;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use documents::holders::{export_json, terraform};
use model::Error;
use model::access::{AccessQuery, LeftOut, WorkspaceHolders};

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/access/holders.json", get(json)).route("/access/holders.tf", get(configuration))
}

async fn json(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    file(shared, visit, query, export_json, "json", "application/json")
}

async fn configuration(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    file(shared, visit, query, terraform, "tf", "text/plain; charset=utf-8")
}

type Write = fn(&[WorkspaceHolders], &[LeftOut]) -> String;

fn file(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    RawQuery(search): RawQuery,
    write: Write,
    extension: &str,
    kind: &'static str,
) -> Response {
    let index = selection(&search.unwrap_or_default())
        .and_then(|query| Ok((shared.doors.access.index(&visit.principal)?, query)));
    match index {
        Ok((index, query)) => {
            let (kept, left_out) = index.as_file(&query);
            download(Body::from(write(&kept, &left_out)), "holders", extension, kind)
        }
        Err(error) => refusal(&error),
    }
}

/// What the address says of workspaces, and nothing else.
fn selection(search: &str) -> Result<AccessQuery, Error> {
    let pairs = search_pairs(search);
    let query = AccessQuery::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    understood(&query.ignored)?;
    let of_workspaces = query.of_workspaces();
    match query.pairs().into_iter().find(|pair| !of_workspaces.pairs().contains(pair)) {
        None => Ok(of_workspaces),
        Some((name, _)) => Err(Error::invalid(format!(
            "A file of holders names everybody in its workspaces. It is narrowed by workspace, account and tag, not by {name}."
        ))),
    }
}
