//! Writes to Managed Grafana.

mod authentication;
pub mod authentication_history;
mod configuration;
mod create_service_account;
mod create_workspace;
mod delete_service_account;
mod delete_workspace;
pub mod license;
pub mod like_workspace;
pub mod mint_api_key;
pub mod mint_token;
pub mod permissions;
mod revoke_api_key;
mod revoke_token;
pub mod revoke_tokens;
pub mod rotate_tokens;
mod service_accounts;
mod settings;
pub mod tokens;
pub mod version;

pub use authentication::{Authentication, UpdateAuthentication};
pub use configuration::{Configuration, UpdateConfiguration};
pub use create_service_account::CreateServiceAccount;
pub use create_workspace::CreateWorkspace;
pub use delete_service_account::DeleteServiceAccount;
pub use delete_workspace::DeleteWorkspace;
pub use license::{AssociateLicense, DisassociateLicense};
pub use mint_api_key::MintKey;
pub use mint_token::MintToken;
pub use permissions::UpdatePermissions;
pub use revoke_api_key::RevokeKey;
pub use revoke_token::RevokeToken;
pub use settings::{Settings, UpdateWorkspace};
