//! Who holds Grafana's roles, as people hand it in and take it away: lists they paste, CSV, a JSON file that goes both
//! ways, Terraform. Nobody is looked up here: what a name means is the directory's.

pub mod limits;

mod file;
mod ordered;
mod pasted;
mod terraform;

pub use file::{VERSION, export_json, import_json};
pub use pasted::read;
pub use terraform::terraform;
