//! Tokens and API keys: from a form to a plan that mints, delivers, rotates or revokes; and what is remembered of them
//! beside AWS's calls. No secret passes through here.

mod deliver;
mod keep;
mod offer;
mod propose;
mod revoke;
mod stamp;
mod whose;

pub use deliver::{Delivery, deliver, ready, settle as settle_delivery, tag_secret, within};
pub use keep::{before, done, never_seen, refused, settled};
pub use offer::offer;
pub use propose::{before_key, mint_key, mint_token, rotate};
pub use revoke::{minted, purge, revoke};
pub use whose::{TAG, of_others, renews};
