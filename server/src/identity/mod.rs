//! Who makes a request. In the one mode there is, `local`, everybody who reaches this machine's loopback address is one
//! principal with the configured roles; against real AWS the session must have been opened by the one-time token.

mod preferences;
mod token;

pub use preferences::PreferencesOf;
pub use token::{AccessToken, OPENED};

use model::{Principal, Role};

/// The principal of the local mode.
pub fn local(roles: &[Role]) -> Principal {
    Principal { subject: "local".to_owned(), roles: roles.to_vec() }
}
