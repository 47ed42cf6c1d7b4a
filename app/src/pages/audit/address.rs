//! The filters of an address, and addresses made of them.

use crate::paths;
use crate::route::search_pairs;
use model::audit::FILTERS;
use model::fleet::search_of;

/// A filter's name and value.
pub type Pair = (&'static str, String);

/// The filters that are set, in the order of the form; without the place in the list.
pub fn filters(search: &str) -> Vec<Pair> {
    let pairs = search_pairs(search);
    let value = |name: &'static str| {
        let found = pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.trim().to_owned());
        found.filter(|value| !value.is_empty()).map(|value| (name, value))
    };
    FILTERS.into_iter().filter_map(value).collect()
}

/// The list with these filters, from its newest event.
pub fn list(filters: Vec<Pair>) -> String {
    at(paths::AUDIT, filters)
}

/// The list with these filters, from the events before one.
pub fn older(mut filters: Vec<Pair>, before: i64) -> String {
    filters.push(("before", before.to_string()));
    list(filters)
}

pub fn without(mut filters: Vec<Pair>, index: usize) -> String {
    filters.remove(index);
    list(filters)
}

/// A path with these filters.
pub fn at(path: &str, filters: Vec<Pair>) -> String {
    [path, &search_of(filters)].concat()
}

/// The list narrowed to one value.
pub fn only(name: &'static str, value: &str) -> String {
    list(vec![(name, value.to_owned())])
}

#[cfg(test)]
mod tests {
    use super::{filters, list, older, without};

    const SEARCH: &str = "before=9&outcome=failed&q=a+%26b&actor=&colour=red";

    #[test]
    fn filters_survive_their_own_address_and_nothing_else_does() {
        let found = filters(SEARCH);
        assert_eq!(found, [("q", "a &b".to_owned()), ("outcome", "failed".to_owned())]);
        assert_eq!(list(found.clone()), "/audit?q=a%20%26b&outcome=failed");
        assert_eq!(filters(list(found.clone()).trim_start_matches("/audit?")), found);
    }

    #[test]
    fn older_events_keep_the_filters_and_removing_one_keeps_the_others() {
        assert_eq!(older(filters(SEARCH), 7), "/audit?q=a%20%26b&outcome=failed&before=7");
        assert_eq!(without(filters(SEARCH), 0), "/audit?outcome=failed");
        assert_eq!(list(Vec::new()), "/audit");
    }
}
