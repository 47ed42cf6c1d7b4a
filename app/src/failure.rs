//! The error of every server function: `model::Error` on the wire, with the HTTP status it asks for.

use crate::wire::JsonText;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use model::{Code, Error};
use serde::{Deserialize, Serialize};

/// What a server function answers instead of its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Failure(pub Error);

const SILENT: &str = "The server did not answer. Nothing is known about what it did.";

impl Failure {
    /// Nothing came back from the server. What it answers of an AWS that does not is another thing.
    pub fn is_silence(&self) -> bool {
        self.0.code == Code::Unreachable && self.0.message == SILENT
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Failure {}

impl FromServerFnError for Failure {
    type Encoder = JsonText;

    /// Failures of the transport itself: what was sent could not be read, or no answer came.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let failure = Self(match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Error::invalid("The request could not be read. Reload the page and try again.")
            }
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Error::new(Code::Unreachable, SILENT),
            _ => Error::internal(),
        });
        #[cfg(feature = "ssr")]
        crate::context::set_status(&failure.0);
        failure
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;
    use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
    use model::{Code, Error};

    #[test]
    fn a_server_that_says_that_aws_is_silent_is_not_silent_itself() {
        assert!(Failure::from_server_fn_error(ServerFnErrorErr::Request("no route".to_owned())).is_silence());
        assert!(!Failure(Error::new(Code::Unreachable, "AWS did not answer.")).is_silence());
    }
}
