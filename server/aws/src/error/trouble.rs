//! A failure inside of this crate: what was called, and whether the same call may be sent again.

use super::failure::Failure;
use crate::gate::Call;
use model::Code;
use std::time::Duration;

/// When the same call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    Never,
    /// If it changes nothing.
    Read,
    /// AWS did nothing because of the rate.
    Always,
}

#[derive(Debug)]
pub(crate) struct Trouble {
    pub failure: Failure,
    pub again: Again,
}

impl Trouble {
    pub(super) fn never(failure: Failure) -> Self {
        Self { failure, again: Again::Never }
    }

    /// The same for a call that is sent once.
    pub fn for_good(self) -> Self {
        Self { again: Again::Never, ..self }
    }

    /// AWS throttled it, and the time AWS wants to be left alone.
    pub fn throttled(&self) -> Option<Option<Duration>> {
        let error = &self.failure.error;
        (error.code == Code::Throttled).then(|| error.retry_after.map(|seconds| Duration::from_secs(seconds.into())))
    }
}

/// What is being called.
pub(crate) struct Context<'a> {
    pub call: &'a Call,
    pub host: &'a str,
    pub writes: bool,
    /// It carries a document, which AWS's own words may repeat in whatever form: they are left out.
    pub discreet: bool,
}

impl Context<'_> {
    /// What is known of a write without a clear answer.
    pub(super) fn doubt(&self) -> &'static str {
        if self.writes { " It is not known whether it was done: look before trying again." } else { "" }
    }

    pub(super) fn relief(&self) -> &'static str {
        if self.writes { " Nothing was changed." } else { "" }
    }
}
