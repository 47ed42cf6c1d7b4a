//! The audit record: found by filters that live in the URL, and one event on a page of its own.
//!
//! Shows what is on record and decides nothing about it: events, operations and outcomes are words of the record.

mod address;
mod api;
mod entry;
mod filter;
mod list;
mod rows;
mod words;

#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use entry::AuditEventPage;
pub use list::AuditPage;
