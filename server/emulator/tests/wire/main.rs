//! The emulator over its socket, spoken to in plain HTTP. Every answer in here is also held against the table: see
//! `support::answer`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails by panicking")]

mod canned;
mod codeartifact;
mod constraints;
mod demo;
mod directory;
mod faults;
mod gone;
mod grafana;
mod idempotency;
mod identity;
mod isolation;
mod life_cycle;
mod pages;
mod permissions;
mod prometheus;
mod quotas;
mod reset;
mod secrets;
mod sentinels;
mod sign_in;
mod support;
mod switches;
mod unanswerable;
mod updates;
