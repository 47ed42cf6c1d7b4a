//! What needs somebody about tokens and API keys. What expired is one item a workspace, because nobody looks at hundreds.
//! Pure.

use super::collect::{Around, FULL, dated, id};
use model::attention::{AttentionItem, AttentionKind, Severity};
use model::tokens::{Concern, TokenGroup, TokenKind, TokenQuery, TokenRow};
use model::{Millis, ResourceKey};
use std::collections::BTreeMap;

pub(super) fn items(around: &Around<'_>, rows: Vec<TokenRow>) -> Vec<AttentionItem> {
    let mut workspaces: BTreeMap<ResourceKey, Vec<TokenRow>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.kind != TokenKind::Account) {
        workspaces.entry(row.workspace.clone()).or_default().push(row);
    }
    workspaces.iter().flat_map(|(key, rows)| of_workspace(around, key, rows)).collect()
}

fn of_workspace(around: &Around<'_>, key: &ResourceKey, rows: &[TokenRow]) -> Vec<AttentionItem> {
    let of = |kind: TokenKind| rows.iter().filter(move |row| row.kind == kind).collect::<Vec<_>>();
    let (tokens, keys) = (of(TokenKind::Token), of(TokenKind::Key));
    let groups = [expired(around, key, TokenKind::Token, &tokens), expired(around, key, TokenKind::Key, &keys)];
    let lasting = rows.iter().filter(|row| !row.is_expired(around.now));
    groups
        .into_iter()
        .flatten()
        .chain(quota(around, key, &tokens))
        .chain(lasting.filter_map(|row| lasts(around, row)))
        .collect()
}

const fn kind_of(row: TokenKind) -> AttentionKind {
    match row {
        TokenKind::Key => AttentionKind::Key,
        TokenKind::Account | TokenKind::Token => AttentionKind::Token,
    }
}

fn expired(around: &Around<'_>, key: &ResourceKey, kind: TokenKind, rows: &[&TokenRow]) -> Option<AttentionItem> {
    let over: Vec<&&TokenRow> = rows.iter().filter(|row| row.is_expired(around.now)).collect();
    let first = over.first()?;
    let noun = match (kind, over.len()) {
        (TokenKind::Key, 1) => " expired API key in ",
        (TokenKind::Key, _) => " expired API keys in ",
        (_, 1) => " expired token in ",
        _ => " expired tokens in ",
    };
    let title = [&over.len().to_string(), noun, &first.place].concat();
    let detail = match kind {
        TokenKind::Key => "What still uses them is refused. Mint others where they are needed, and revoke these.",
        _ => {
            "What still uses them is refused, and they count against the quota. Mint others where needed; delete these."
        }
    };
    let ends = || over.iter().filter_map(|row| row.expires_at);
    // One that expired since is news.
    let item = around.item(kind_of(kind), key, &dated("expired", ends().max()?), title);
    let (path, until) = (listed(key, Some(kind), Concern::Expired), ends().min());
    Some(AttentionItem { severity: Severity::Bad, detail: detail.to_owned(), path, until, ..item })
}

/// AWS counts expired tokens until they are deleted.
fn quota(around: &Around<'_>, key: &ResourceKey, tokens: &[&TokenRow]) -> Option<AttentionItem> {
    let count = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
    let (first, full) = (tokens.first()?, count >= TokenGroup::QUOTA);
    (count >= TokenGroup::QUOTA * 9 / 10).then(|| {
        let title = [&first.place, " holds ", &count.to_string(), " of 100 tokens"].concat();
        let detail = match full {
            true => "No token can be minted there. Delete what expired and what nobody uses.",
            false => "Soon no token can be minted there. Delete what expired and what nobody uses.",
        };
        let item = around.item(AttentionKind::Quota, key, if full { FULL } else { "tokens" }, title);
        let severity = if full { Severity::Bad } else { Severity::Warn };
        let path = [app::paths::TOKENS, &in_workspace(key).to_search()].concat();
        AttentionItem { severity, detail: detail.to_owned(), path, ..item }
    })
}

/// One that has not expired: it has a successor, or ends soon. A successor is the greater news.
fn lasts(around: &Around<'_>, row: &TokenRow) -> Option<AttentionItem> {
    let subject = row.subject()?.text();
    let item = |kind: AttentionKind, what: &str, title: String| AttentionItem {
        id: [&id(kind, &subject, ""), what].concat(),
        until: row.expires_at,
        ..around.item(kind, &row.workspace, what, title)
    };
    if let Some(rotation) = &row.rotation {
        let title = [&named(row), " is still there beside its successor ", &rotation.successor].concat();
        let detail = "Revoke it once everything uses the successor.".to_owned();
        let path = listed(&row.workspace, None, Concern::Rotating);
        return Some(AttentionItem { detail, path, ..item(AttentionKind::Rotation, "rotating", title) });
    }
    let left = |at: Millis| at - around.now;
    row.expires_at.filter(|at| left(*at) < TokenRow::SOON)?;
    let title = [&named(row), " ends within 7 days"].concat();
    let detail = match row.kind {
        TokenKind::Key => "Mint another one and hand it over before it ends.",
        _ => "Rotate it: mint a successor, hand it over, revoke this one.",
    };
    let path = listed(&row.workspace, Some(row.kind), Concern::EndsSoon);
    Some(AttentionItem { detail: detail.to_owned(), path, ..item(kind_of(row.kind), "ends", title) })
}

/// "Token main of ci in payments-prod"
fn named(row: &TokenRow) -> String {
    let of = if row.account_name.is_empty() { "" } else { " of " };
    [row.kind.word(), " ", &row.name, of, &row.account_name, " in ", &row.place].concat()
}

/// The page of tokens narrowed to one workspace.
fn in_workspace(key: &ResourceKey) -> TokenQuery {
    let (workspace, account) = (key.id.clone(), key.scope.account.to_string());
    TokenQuery { workspace, account, page: 1, ..TokenQuery::default() }
}

fn listed(key: &ResourceKey, kind: Option<TokenKind>, concern: Concern) -> String {
    let query = TokenQuery { kind, concern: Some(concern), ..in_workspace(key) };
    [app::paths::TOKENS, &query.to_search()].concat()
}
