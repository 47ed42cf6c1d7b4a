//! The seam between pages and server: what a server function may ask. `server` implements these, `app` calls them.
//!
//! Every method takes the principal and checks its permission itself, so that no caller can forget it.

mod access;
mod attention;
mod audit;
mod changes;
mod documents;
mod draft;
mod facet;
mod fleet;
mod mint;
mod sessions;
mod tokens;

pub use crate::form::Earlier;
pub use access::Access;
pub use attention::Attention;
pub use audit::{Audit, AuditLink, AuditLinks, Export};
pub use changes::{Changes, Kept, Rest};
pub use documents::Documents;
pub use draft::{Draft, Wishes};
pub use facet::{Facet, Likeness, Now, Offered, Values, Wish};
pub use fleet::Fleet;
pub use futures::future::BoxFuture;
pub use futures::stream::BoxStream;
pub use mint::{Mint, Minted, Receipt, Receipts};
pub use sessions::Sessions;
pub use tokens::Tokens;
