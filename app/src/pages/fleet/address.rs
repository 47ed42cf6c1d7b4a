//! The list's query and its address, both ways.

use crate::paths;
use crate::route::search_pairs;
use model::Kind;
use model::fleet::{Column, Filter, Query};
use ui::Sort;

pub fn parse(search: &str) -> Query {
    let pairs = search_pairs(search);
    Query::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// What a person typed into the filter box: free text, and the filters in it.
pub fn typed(text: &str) -> Query {
    Query::parse(std::iter::once(("q", text)))
}

pub fn href(kind: Kind, query: &Query) -> String {
    let mut path = paths::list(kind).to_owned();
    path.push_str(&query.to_search());
    path
}

/// The list sorted by `column`; sorted by it already, the other way round.
pub fn sorted(query: &Query, column: Column) -> Query {
    let descending = query.sort == column && !query.descending;
    Query { sort: column, descending, page: 1, ..query.clone() }
}

pub fn sort_of(query: &Query, column: Column) -> Sort {
    match (query.sort == column, query.descending) {
        (false, _) => Sort::None,
        (true, false) => Sort::Ascending,
        (true, true) => Sort::Descending,
    }
}

pub fn without_filter(query: &Query, index: usize) -> Query {
    let mut query = Query { page: 1, ..query.clone() };
    query.filters.remove(index);
    query
}

/// The same order and page size, nothing narrowed.
pub fn cleared(query: &Query) -> Query {
    Query { text: String::new(), filters: Vec::new(), tally: None, page: 1, ..query.clone() }
}

/// A filter as it is typed, with room around its sign.
pub fn spelled(filter: &Filter) -> String {
    [filter.property.slug(), if filter.negated { " != " } else { " = " }, &filter.value].concat()
}

#[cfg(test)]
mod tests {
    use super::{cleared, href, parse, sort_of, sorted, typed, without_filter};
    use model::fleet::{Column, Property, Query};
    use model::{Kind, Tally};
    use ui::Sort;

    #[test]
    fn every_query_survives_its_own_address() {
        let query = parse("q=50%25+off&account=!prod+eu&tally=failed&sort=-version&page=3&size=50");
        assert_eq!(query.tally, Some(Tally::Failed));
        assert_eq!(parse(&query.to_search()), query);
    }

    #[test]
    fn typing_a_property_makes_a_filter_and_leaves_the_text() {
        let query = typed("pay account!=edge prod");
        assert_eq!(query.text, "pay prod");
        assert_eq!(query.filters.len(), 1);
        assert!(query.filters[0].negated && query.filters[0].property == Property::Account);
    }

    #[test]
    fn sorting_again_by_the_same_column_turns_the_order_round_and_begins_at_page_one() {
        let once = sorted(&Query { page: 4, ..Query::default() }, Column::Region);
        assert_eq!((sort_of(&once, Column::Region), once.page), (Sort::Ascending, 1));
        assert_eq!(sort_of(&sorted(&once, Column::Region), Column::Region), Sort::Descending);
        assert_eq!(sort_of(&once, Column::Name), Sort::None);
    }

    #[test]
    fn clearing_keeps_the_order_and_removing_a_filter_keeps_the_others() {
        let query = parse("q=x&account=a&region=b&tally=active&sort=-read&size=50");
        assert_eq!(href(Kind::Grafana, &cleared(&query)), "/grafana?sort=-read&size=50");
        assert_eq!(without_filter(&query, 0).filters, parse("region=b").filters);
    }
}
