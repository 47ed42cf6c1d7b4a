//! The server: reads the fleet, applies changes, answers the pages. Owns every task, clock and socket of the product.

pub mod application;
pub mod audit;
pub mod config;
pub mod http;
pub mod identity;

mod changes;
mod clock;
mod fleet;
mod judge;

pub use application::{Application, StartError};
