//! The server as its users meet it: the real router and SDKs, the emulator on a socket, a database in a folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod accounts;
mod admin_tokens;
mod adversity;
mod attention;
mod audit;
mod calls;
mod changes;
mod clock;
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
#[path = "../../store/tests/store/cluster.rs"]
mod cluster;
mod copied_sign_in;
mod deliver;
mod deliver_others;
mod doubtful_delivery;
mod edit;
mod exports;
mod former;
mod forms;
mod grants;
mod grants_gone;
mod grants_midway;
mod hollow;
mod hostile;
mod keys;
mod leaving;
mod lists;
mod merging;
mod mint;
mod names_seen;
mod narrowed;
mod notes;
mod purge;
mod reach;
mod reading;
mod resuming;
mod rotate;
mod rotate_many;
mod sign_in;
mod sign_in_documents;
mod starting;
mod support;
mod tokens;
mod twins;
mod two_plans;
mod undoing;
mod verifying;
mod walking;
