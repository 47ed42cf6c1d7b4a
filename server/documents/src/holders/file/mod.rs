//! Holders in a file of JSON, to be kept and compared, and brought back.
//!
//! ```json
//! {
//!   "version": 1,
//!   "workspaces": [
//!     {
//!       "account": "441122338890",
//!       "region": "eu-west-1",
//!       "id": "g-0123456789",
//!       "name": "Team metrics",
//!       "holders": [
//!         { "type": "user", "id": "0c2f0d1e-1111-4a4a-8b8b-0123456789ab", "name": "Ada", "role": "ADMIN" }
//!       ]
//!     }
//!   ]
//! }
//! ```
//!
//! Names are for people; ids decide. A holder stands once in a workspace, with the role that counts. `left_out` may list
//! workspaces of which nothing is said, with the reason; it is for people, too.

mod export;
mod import;
mod place;

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;

pub use export::export_json;
pub use import::import_json;

/// The version of what is written, and the only one that is read.
pub const VERSION: u64 = 1;
