//! Servers in processes of their own, which are killed: what was recorded, what AWS was told, and what becomes of it
//! once another server takes over the same folder. What a living server does is tested in `server`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod deliver;
mod full;
mod grants;
mod kills;
mod once;
mod process;
mod rest;
mod windows;
mod world;
