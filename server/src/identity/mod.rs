//! Who makes a request. In the one mode there is, `local`, everybody who reaches this machine's loopback address is one
//! principal with the configured roles; against real AWS the session must have been opened by the one-time token.

mod preferences;
mod token;

pub use preferences::PreferencesOf;
pub use token::{AccessToken, OPENED};

use model::{Principal, Role};

/// What the principal of the local mode is called. It says nothing of who the person is.
pub const LOCAL: &str = "local";

/// The principal of the local mode.
pub fn local(roles: &[Role]) -> Principal {
    Principal { subject: LOCAL.to_owned(), roles: roles.to_vec() }
}
