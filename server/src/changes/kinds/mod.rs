//! One file a kind of write, by service. Whatever is particular to a write stands in its file and nowhere else.

pub mod codeartifact;
pub mod deliver_secret;
pub mod grafana;
pub mod prometheus;
mod secret_place;
pub mod sections;
mod tag_secret;
mod tags;
pub mod usable;

pub use deliver_secret::DeliverSecret;
pub use tag_secret::TagSecret;
pub use tags::{Tag, Tags, Untag};
