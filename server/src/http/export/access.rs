//! Downloads of who holds which role: one line a grant, of all that the address selects, over all pages. Workspaces of
//! which nothing, or nothing new, is known are named too, so that nobody takes them for empty.

use super::table::write_rows;
use super::{Asked, MOMENT, Shared, download, refusal, told, understood};
use app::context::Visit;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use http::Uri;
use model::access::{AccessHolder, AccessQuery, AccessSelection, AccessWorkspace, GrafanaRole, select};
use model::{Error, Permission};
use serde_json::{Value, json};

const COLUMNS: [&str; 14] = [
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
    "reason",
];

/// The kind of a line that stands for a workspace whose holders are not known: no kind of holder.
const NOT_READ: &str = "not read";

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/access/export.csv", get(table)).route("/access/export.json", get(document))
}

async fn table(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    match of_table(&Asked::new(shared, visit, &uri)).await {
        Ok(table) => download(Body::from(table), "access", "csv", "text/csv; charset=utf-8"),
        Err(error) => refusal(&error),
    }
}

async fn of_table(asked: &Asked) -> Result<Vec<u8>, Error> {
    let (_, selection) = selected(asked)?;
    let head = std::iter::once(COLUMNS.map(str::to_owned));
    let grants = lines(&selection).map(|(holder, role, workspace)| row(holder, role, workspace));
    let table = write_rows(head.chain(grants).chain(selection.uncertain.iter().map(missing)))?;
    asked.record(count(&selection)).await?;
    Ok(table)
}

async fn document(shared: State<Shared>, visit: Extension<Visit>, uri: Uri) -> Response {
    match of_document(&Asked::new(shared, visit, &uri)).await {
        Ok(text) => download(Body::from(text), "access", "json", "application/json"),
        Err(error) => refusal(&error),
    }
}

async fn of_document(asked: &Asked) -> Result<String, Error> {
    let (now, selection) = selected(asked)?;
    asked.record(count(&selection)).await?;
    Ok(format!("{:#}\n", whole(now, &selection)))
}

/// Everything that the address selects, and the time.
fn selected(asked: &Asked) -> Result<(i64, AccessSelection), Error> {
    asked.require(Permission::AccessRead)?;
    let query = AccessQuery::parse(asked.pairs());
    understood(&query.ignored)?;
    let index = asked.shared.doors.access.index(&asked.who)?;
    // The place in the list is no part of what is selected.
    let query = AccessQuery { page: 1, across: 1, ..query };
    Ok((index.now, select(&index, &query, u32::MAX, u32::MAX)))
}

/// Grants, and workspaces that stand there as not read.
fn count(selection: &AccessSelection) -> usize {
    lines(selection).count() + selection.uncertain.len()
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

fn row(holder: &AccessHolder, role: GrafanaRole, workspace: &AccessWorkspace) -> [String; 14] {
    let AccessHolder { holder, name, detail, known, .. } = holder.clone();
    let who = [
        holder.kind.word().to_owned(),
        holder.id,
        name.unwrap_or_default(),
        detail.map(|detail| detail.as_str().to_owned()).unwrap_or_default(),
        in_directory(known).to_owned(),
        role.aws().to_owned(),
    ];
    joined(who, workspace, String::new())
}

/// A workspace of which nothing, or nothing new, is known. It names nobody and no role.
fn missing(workspace: &AccessWorkspace) -> [String; 14] {
    let [id, name, detail, known, role] = std::array::from_fn(|_| String::new());
    let reason = match &workspace.error {
        Some(error) => error.message.clone(),
        None => "It was not read yet.".to_owned(),
    };
    joined([NOT_READ.to_owned(), id, name, detail, known, role], workspace, reason)
}

fn joined(who: [String; 6], workspace: &AccessWorkspace, reason: String) -> [String; 14] {
    let AccessWorkspace { key, name, account_name, .. } = workspace.clone();
    let (read_at, failed) = ages(workspace);
    let [kind, id, called, detail, known, role] = who;
    let (account, region) = (key.scope.account.to_string(), key.scope.region.to_string());
    [kind, id, called, detail, known, role, name, key.id, account, account_name, region, read_at, failed, reason]
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{COLUMNS, missing, write_rows};
    use model::access::AccessWorkspace;
    use model::{Error, Kind, ResourceKey};

    fn workspace(error: Option<Error>) -> AccessWorkspace {
        AccessWorkspace {
            key: ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap(),
            name: "payments".to_owned(),
            account_name: String::new(),
            tags: Vec::new(),
            sign_in: None,
            read_at: None,
            error,
            skipped: 0,
        }
    }

    #[test]
    fn a_workspace_that_was_not_read_has_a_line_with_the_reason_and_names_nobody() {
        let line = missing(&workspace(None));
        let cell = |name: &str| line[COLUMNS.iter().position(|one| *one == name).unwrap()].as_str();
        assert_eq!((cell("kind"), cell("workspace"), cell("reason")), ("not read", "payments", "It was not read yet."));
        assert!(["id", "name", "detail", "role"].into_iter().all(|name| cell(name).is_empty()), "{line:?}");
        assert_eq!(missing(&workspace(Some(Error::invalid("Denied.")))).last().unwrap(), "Denied.");
    }

    #[test]
    fn a_line_of_a_workspace_is_no_row_where_the_download_is_read_as_a_list_of_holders() {
        let head = COLUMNS.map(|name| if name == "workspace_id" { "number" } else { name }.to_owned());
        let text = String::from_utf8(write_rows([head, missing(&workspace(None))]).unwrap()).unwrap();
        let pasted = documents::holders::read(&text).unwrap();
        assert!(pasted.rows.is_empty() && pasted.problems.len() == 1, "{pasted:?}");
    }
}
