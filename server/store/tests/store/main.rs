//! What the store promises, on SQLite and on a Postgres started here.
#![expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]

mod audit;
mod cluster;
mod database;
mod expiry;
mod former;
mod handovers;
mod hostile;
mod keys;
mod notes;
mod opening;
mod origin;
mod plans;
mod prune;
mod rotations;
mod search;
mod sessions;
mod steps;
mod told;
