//! What a person sees: pages and the server functions behind them. Compiled twice, for the server (`ssr`) and for the
//! browser (`hydrate`). Knows the vocabulary (`model`) and the kit (`ui`), never AWS, the database or the network.

// Leptos nests a type for each element of a view.
#![recursion_limit = "512"]

mod app;
mod failure;
mod layout;
mod pages;
mod title;
mod wire;

pub mod paths;
pub mod route;

#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
mod shell;

pub use app::App;
#[cfg(feature = "hydrate")]
pub use app::prepare;
pub use failure::Failure;
#[cfg(feature = "ssr")]
pub use shell::{Assets, shell};
