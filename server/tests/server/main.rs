//! The server as its users meet it: the real router and SDKs, the emulator on a socket, a database in a folder.

mod calls;
mod changes;
mod mint;
mod reading;
mod starting;
mod support;
