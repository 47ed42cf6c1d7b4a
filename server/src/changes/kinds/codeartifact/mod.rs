//! Writes to CodeArtifact.

mod create_domain;
mod delete_domain;
mod policy;

pub use create_domain::CreateDomain;
pub use delete_domain::DeleteDomain;
pub use policy::{DeletePolicy, DomainPolicy, PutPolicy};
