//! The real SDKs against the emulator, over a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod bounds;
mod credentials;
mod directory;
mod domains;
mod failures;
mod gate;
mod hollow;
mod keys;
mod oddities;
mod paths;
mod permissions;
mod prometheus_configuration;
mod reads;
mod secrets;
mod secrets_manager;
mod secrets_manager_answers;
mod sessions;
mod sign_in;
mod support;
mod tags;
mod under_way;
mod updates;
mod writes;
