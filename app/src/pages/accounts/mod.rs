//! Service accounts of a Grafana workspace and their tokens: the two forms that end in a plan.

mod account;
mod api;
mod around;
mod token;

pub use account::CreateAccountPage;
pub use token::MintTokenPage;
