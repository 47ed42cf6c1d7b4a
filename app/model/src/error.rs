//! The one error at the edge: what a person may know. Details stay in the server's log.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of failure it is; decides the HTTP status and what the page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    NotFound,
    Invalid,
    Denied,
    Conflict,
    Throttled,
    Quota,
    /// No answer: nothing is known about what AWS did.
    Unreachable,
    /// AWS answered that it failed.
    Upstream,
    /// The page is older than the server.
    Stale,
    /// Belvedere's own database cannot be written or read just now.
    Unavailable,
    Internal,
}

impl Code {
    pub const fn http_status(self) -> u16 {
        match self {
            Code::NotFound => 404,
            Code::Invalid => 422,
            Code::Denied => 403,
            Code::Conflict | Code::Stale => 409,
            Code::Throttled => 429,
            Code::Quota => 402,
            Code::Unreachable => 504,
            Code::Upstream => 502,
            Code::Unavailable => 503,
            Code::Internal => 500,
        }
    }

    /// The same request may succeed later, unchanged.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Code::Throttled | Code::Unreachable | Code::Upstream | Code::Unavailable)
    }
}

/// What is wrong with one field of a form, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The form's own field name, such as `name` or `tags`.
    pub field: String,
    pub message: String,
}

impl FieldError {
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// What went wrong, as a person is told: the one error that crosses a door and the wire. Its HTTP status follows from
/// the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub code: Code,
    /// Safe to show: sentence case, no secrets, no internals.
    pub message: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// AWS's request id, where AWS answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Seconds to wait before trying again, where AWS said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new(), request_id: None, retry_after: None }
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(Code::NotFound, message)
    }

    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, message)
    }

    pub fn internal() -> Self {
        Self::new(Code::Internal, "Something went wrong inside Belvedere. The server's log has the details.")
    }

    /// A form with wrong fields; `Ok` when there are none.
    ///
    /// # Errors
    /// `Invalid`, carrying every field error.
    pub fn check(fields: Vec<FieldError>) -> Result<(), Self> {
        if fields.is_empty() {
            return Ok(());
        }
        let message = match fields.len() {
            1 => "One field needs your attention.".to_owned(),
            n => format!("{n} fields need your attention."),
        };
        Err(Self { fields, ..Self::invalid(message) })
    }

    #[must_use]
    pub fn with_request_id(self, id: Option<String>) -> Self {
        Self { request_id: id, ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
