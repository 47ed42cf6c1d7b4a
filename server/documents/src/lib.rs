//! The documents people hand to AWS: SAML metadata and assertions, workspace configurations, permissions policies;
//! and those they hand to Belvedere: lists and files of who holds Grafana's roles. They are read, checked, edited and
//! written here, and compared.
//!
//! Pure: text comes in, findings and text go out. No input or output, no network, no clock (time comes in as
//! milliseconds), no SDK, no HTTP, no pages. Everything that is read is hostile until it was read: each reader has hard
//! limits, and none follows a reference of any kind.

mod json;
mod text;
mod trouble;

pub mod configuration;
pub mod holders;
pub mod policy;
pub mod saml;

pub use trouble::Trouble;
