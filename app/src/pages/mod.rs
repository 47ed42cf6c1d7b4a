//! One folder a feature: `api.rs` holds its server functions, the other files its pages.

pub mod access;
pub mod accounts;
pub mod attention;
pub mod audit;
pub mod changes;
pub mod create;
pub mod diff;
pub mod edit;
pub mod filters;
pub mod fleet;
pub mod grants;
pub mod lazy;
pub mod not_found;
pub mod planning;
pub mod poll;
pub mod resource;
pub mod show;
pub mod tokens;
pub mod trouble;
pub mod without;
