//! The real SDKs against the emulator, over a socket.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod credentials;
mod directory;
mod domains;
mod failures;
mod gate;
mod oddities;
mod permissions;
mod reads;
mod secrets;
mod sign_in;
mod support;
mod tags;
mod updates;
mod writes;
