//! Service accounts, their tokens and API keys over the whole fleet: what is known of each, what needs somebody, and
//! which of them a page shows. Never a secret: AWS tells one once, to whoever minted it.

mod page;
mod query;
mod row;
mod select;
mod subject;

pub use page::{TokenCounts, TokenGroup, TokenPage, Unread};
pub use query::{Grouping, TOKEN_FILTERS, TokenQuery};
pub use row::{Concern, Rotation, TokenKind, TokenRow};
pub use select::{ROWS, TokenSelection, select_tokens};
pub use subject::{Note, Subject};

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests;
