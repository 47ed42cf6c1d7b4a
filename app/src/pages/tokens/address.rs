//! The query and its address, both ways.

use crate::paths;
use crate::route::search_pairs;
use model::tokens::{Grouping, TokenQuery};

pub fn parse(search: &str) -> TokenQuery {
    let pairs = search_pairs(search);
    TokenQuery::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

pub fn href(query: &TokenQuery) -> String {
    [paths::TOKENS, &query.to_search()].concat()
}

/// The first page without one filter.
pub fn without(query: &TokenQuery, name: &str) -> String {
    let pairs = query.pairs();
    let rest = pairs.iter().filter(|(one, _)| *one != name && *one != "page");
    href(&TokenQuery::parse(rest.map(|(name, value)| (*name, value.as_str()))))
}

/// The same grouping, nothing narrowed.
pub fn cleared(query: &TokenQuery) -> String {
    href(&TokenQuery { grouping: query.grouping, ..TokenQuery::default() })
}

pub fn grouped(query: &TokenQuery, grouping: Grouping) -> String {
    href(&TokenQuery { grouping, page: 1, ..query.clone() })
}

pub fn paged(query: &TokenQuery, page: u32) -> String {
    href(&TokenQuery { page, ..query.clone() })
}
