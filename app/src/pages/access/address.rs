//! The query and its address, both ways.

use crate::paths;
use crate::route::search_pairs;
use model::access::AccessQuery;
use model::fleet::search_of;

pub fn parse(search: &str) -> AccessQuery {
    let pairs = search_pairs(search);
    AccessQuery::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

pub fn href(query: &AccessQuery) -> String {
    [paths::ACCESS, &query.to_search()].concat()
}

/// A download of what the query selects, all pages of it.
pub fn export(path: &str, query: &AccessQuery) -> String {
    [path, &search_of(query.filters())].concat()
}

/// A file of everybody in the workspaces that the query is about.
pub fn file(path: &str, query: &AccessQuery) -> String {
    export(path, &query.of_workspaces())
}

/// The same order, nothing narrowed.
pub fn cleared(query: &AccessQuery) -> String {
    let AccessQuery { order, descending, .. } = *query;
    href(&AccessQuery { order, descending, ..AccessQuery::default() })
}

/// The table narrowed to these.
pub fn only(pairs: &[(&str, &str)]) -> String {
    href(&AccessQuery::parse(pairs.iter().copied()))
}
