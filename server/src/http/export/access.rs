//! Downloads of who holds which role: one line a grant, of all that the address selects, over all pages.

use super::{MOMENT, Shared, download, refusal, told, understood, write};
use app::context::Visit;
use app::route::search_pairs;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use model::Error;
use model::access::{AccessHolder, AccessQuery, AccessSelection, AccessWorkspace, GrafanaRole, select};
use serde_json::{Value, json};

const COLUMNS: [&str; 13] = [
    "kind",
    "id",
    "name",
    "detail",
    "in_directory",
    "role",
    "workspace",
    "workspace_id",
    "account",
    "account_name",
    "region",
    "read_at",
    "not_read_since",
];

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/access/export.csv", get(table)).route("/access/export.json", get(document))
}

async fn table(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    let table = selected(shared, visit, query).and_then(|(_, selection)| {
        let head = std::iter::once(COLUMNS.map(str::to_owned));
        write(head.chain(lines(&selection).map(|(holder, role, workspace)| row(holder, role, workspace))))
    });
    match table {
        Ok(table) => download(Body::from(table), "access", "csv", "text/csv; charset=utf-8"),
        Err(error) => refusal(&error),
    }
}

async fn document(shared: State<Shared>, visit: Extension<Visit>, query: RawQuery) -> Response {
    match selected(shared, visit, query) {
        Ok((now, selection)) => {
            let text = format!("{:#}\n", whole(now, &selection));
            download(Body::from(text), "access", "json", "application/json")
        }
        Err(error) => refusal(&error),
    }
}

/// Everything that the address selects, and the time.
fn selected(
    State(shared): State<Shared>,
    Extension(visit): Extension<Visit>,
    RawQuery(search): RawQuery,
) -> Result<(i64, AccessSelection), Error> {
    let pairs = search_pairs(&search.unwrap_or_default());
    let query = AccessQuery::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    understood(&query.ignored)?;
    let index = shared.doors.access.index(&visit.principal)?;
    // The place in the list is no part of what is selected.
    let query = AccessQuery { page: 1, across: 1, ..query };
    Ok((index.now, select(&index, &query, u32::MAX, u32::MAX)))
}

/// Each grant with its holder and its workspace.
fn lines(selection: &AccessSelection) -> impl Iterator<Item = (&AccessHolder, GrafanaRole, &AccessWorkspace)> {
    selection.holders.iter().flat_map(move |holder| {
        holder.grants.iter().filter_map(move |(place, role)| {
            selection.workspaces.get(*place as usize).map(|workspace| (holder, *role, workspace))
        })
    })
}

/// When it was read, and when that failed last, so that nobody takes old for new.
fn ages(workspace: &AccessWorkspace) -> (String, String) {
    let read_at = workspace.read_at.map(|at| told(at, MOMENT)).unwrap_or_default();
    let failed = if workspace.error.is_some() { read_at.clone() } else { String::new() };
    (read_at, failed)
}

const fn in_directory(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn row(holder: &AccessHolder, role: GrafanaRole, workspace: &AccessWorkspace) -> [String; 13] {
    let AccessHolder { holder, name, detail, known, .. } = holder.clone();
    let AccessWorkspace { key, name: workspace_name, account_name, .. } = workspace.clone();
    let (read_at, failed) = ages(workspace);
    [
        holder.kind.word().to_owned(),
        holder.id,
        name.unwrap_or_default(),
        detail.unwrap_or_default(),
        in_directory(known).to_owned(),
        role.aws().to_owned(),
        workspace_name,
        key.id,
        key.scope.account.to_string(),
        account_name,
        key.scope.region.to_string(),
        read_at,
        failed,
    ]
}

/// The grants, and the workspaces of which nothing, or nothing new, is known.
fn whole(now: i64, selection: &AccessSelection) -> Value {
    let grants = lines(selection).map(|(holder, role, workspace)| {
        let cells = row(holder, role, workspace);
        let named = COLUMNS.into_iter().zip(cells).map(|(name, cell)| (name.to_owned(), Value::from(cell)));
        Value::Object(named.filter(|(_, cell)| *cell != "").collect())
    });
    let not_read = selection.uncertain.iter().map(|workspace| {
        let AccessWorkspace { key, name, error, read_at, .. } = workspace;
        let reason = error.as_ref().map(|error| error.message.as_str());
        json!({
            "workspace": name, "workspace_id": key.id, "account": key.scope.account, "region": key.scope.region,
            "read_at": read_at.map(|at| told(at, MOMENT)), "reason": reason,
        })
    });
    let (grants, not_read): (Vec<Value>, Vec<Value>) = (grants.collect(), not_read.collect());
    json!({ "made_at": told(now, MOMENT), "grants": grants, "not_read": not_read })
}
