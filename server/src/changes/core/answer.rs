//! What AWS answered to a call. No secret is in it: a mint puts it into its slot.

use super::outcome::{Cause, Remark, RowOutcome, Why};
use aws::{Certainty, Failure, InputError};

#[derive(Clone, Debug)]
pub struct Answer {
    pub request_id: Option<String>,
    /// The id AWS gave what it made.
    pub made: Option<String>,
    pub why: Why,
    /// AWS's first answer was lost: a look, or a second call, shows that it is done.
    pub found_later: bool,
    /// What became of each row of a call that carries several.
    pub rows: Vec<RowOutcome>,
}

impl Answer {
    pub const fn accepted(request_id: Option<String>, made: Option<String>) -> Self {
        Self { request_id, made, why: Why::Accepted, found_later: false, rows: Vec::new() }
    }

    /// A later read found it done; AWS's own answer was lost.
    pub const fn found_done(made: Option<String>) -> Self {
        Self { request_id: None, made, why: Why::FoundDone, found_later: true, rows: Vec::new() }
    }

    /// A call that carries several rows.
    pub const fn with_rows(request_id: Option<String>, rows: Vec<RowOutcome>) -> Self {
        Self { request_id, made: None, why: Why::Rows, found_later: false, rows }
    }

    /// The same, told otherwise.
    #[must_use]
    pub fn because(self, why: Why) -> Self {
        Self { why, ..self }
    }
}

/// Why a call was not done, or is not known to be.
#[derive(Clone, Debug)]
pub struct CallError {
    pub certainty: Certainty,
    pub cause: Cause,
    pub remark: Option<Remark>,
    /// What AWS says of single inputs, under its own names.
    pub inputs: Vec<InputError>,
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        let Failure { error, certainty, said, .. } = failure;
        Self { certainty, cause: Cause::Aws { error: Box::new(error) }, remark: None, inputs: said.inputs }
    }
}

impl CallError {
    /// Nothing was done: we did not send it.
    pub const fn refused(cause: Cause) -> Self {
        Self { certainty: Certainty::Refused, cause, remark: None, inputs: Vec::new() }
    }

    pub const fn unknown(cause: Cause) -> Self {
        Self { certainty: Certainty::Unknown, cause, remark: None, inputs: Vec::new() }
    }

    /// The same, with what else is known.
    #[must_use]
    pub fn with(self, remark: Remark) -> Self {
        Self { remark: Some(remark), ..self }
    }

    /// AWS's own error, where it is one.
    pub const fn error(&self) -> Option<&model::Error> {
        match &self.cause {
            Cause::Aws { error } | Cause::HoldersUnread { error } => Some(error),
            _ => None,
        }
    }
}
