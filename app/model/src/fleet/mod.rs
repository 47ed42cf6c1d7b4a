//! The fleet as lists show it: rows, the query that lives in the URL, and the one function that selects rows by it.

mod query;
mod row;
mod select;

pub use query::{Column, Filter, PAGE_SIZES, Property, Query, search_of};
pub use row::{AccountName, Estate, Index, Licence, Row, ScopeState, SignIn};
pub use select::{Selection, TallyCounts, select};
