//! Files of holders: everybody in the workspaces that the address selects, as JSON that a batch reads back and as
//! Terraform. What narrows holders is refused: a file without some of them would take their roles when it is made so.

use super::{Asked, Shared, download, refusal, understood};
use app::context::Visit;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use documents::holders::{export_json, terraform};
use http::Uri;
use model::access::{AccessQuery, LeftOut, WorkspaceHolders};
use model::{Error, Permission};

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/access/holders.json", get(json)).route("/access/holders.tf", get(configuration))
}

async fn json(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    match file(&Asked::new(shared, visit, &uri), export_json).await {
        Ok(text) => download(Body::from(text), "holders", "json", "application/json"),
        Err(error) => refusal(&error),
    }
}

async fn configuration(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    match file(&Asked::new(shared, visit, &uri), terraform).await {
        Ok(text) => download(Body::from(text), "holders", "tf", "text/plain; charset=utf-8"),
        Err(error) => refusal(&error),
    }
}

type Write = fn(&[WorkspaceHolders], &[LeftOut]) -> String;

async fn file(asked: &Asked, write: Write) -> Result<String, Error> {
    asked.require(Permission::AccessRead)?;
    let query = selection(asked)?;
    let (kept, left_out) = asked.shared.doors.access.index(&asked.who)?.as_file(&query);
    asked.record(kept.iter().map(|workspace| workspace.holders.len()).sum()).await?;
    Ok(write(&kept, &left_out))
}

/// What the address says of workspaces, and nothing else.
fn selection(asked: &Asked) -> Result<AccessQuery, Error> {
    let query = AccessQuery::parse(asked.pairs());
    understood(&query.ignored)?;
    let of_workspaces = query.of_workspaces();
    match query.pairs().into_iter().find(|pair| !of_workspaces.pairs().contains(pair)) {
        None => Ok(of_workspaces),
        Some((name, _)) => Err(Error::invalid(format!(
            "A file of holders names everybody in its workspaces. It is narrowed by workspace, account and tag, not by {name}."
        ))),
    }
}
