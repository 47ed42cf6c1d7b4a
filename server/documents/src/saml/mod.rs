//! SAML as people paste it: the metadata of an identity provider, and assertions to try a mapping with.
//!
//! Nothing is verified here: no signature, no issuer, no time of an assertion. That is Managed Grafana's, when somebody
//! signs in.

mod pasted;
mod xml;

pub mod assertion;
pub mod limits;
pub mod metadata;
