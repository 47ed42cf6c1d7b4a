//! The server: reads the fleet, applies changes, answers the pages. Owns every task, clock and socket of the product.

pub mod application;
pub mod audit;
pub mod clock;
pub mod config;
pub mod http;
pub mod identity;
pub mod write_path;

mod access;
mod attention;
mod background;
mod changes;
mod directory;
mod fleet;
mod judge;
mod origin;
mod tokens;
mod words;

pub use application::{Application, StartError};
