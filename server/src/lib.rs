//! The server: reads the fleet, applies changes, answers the pages. Owns every task, clock and socket of the product.

pub mod application;
pub mod audit;
pub mod config;
pub mod http;
pub mod identity;

mod access;
mod attention;
mod changes;
mod clock;
mod directory;
mod fleet;
mod judge;
mod tokens;

pub use application::{Application, StartError};
