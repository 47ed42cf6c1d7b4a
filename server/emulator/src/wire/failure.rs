//! Why a call did not work, in the services' own words. Status, headers and members of the answer come from the
//! table; only errors that no model declares (signature, route) have their status here.

use serde_json::{Value, json};

use crate::shapes::{Unreadable, Violation};

/// A call that failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// The shape's name in the table, or a common error's.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// Every other member any service's shape of this error may have; the table picks.
    pub(crate) members: Value,
}

impl Failure {
    fn new(code: &'static str, message: impl Into<String>, members: Value) -> Self {
        Self { code, message: message.into(), members }
    }

    /// The input breaks constraints of the table.
    pub(crate) fn violations(found: &[Violation]) -> Self {
        let reason =
            if found.iter().any(|violation| violation.unreadable) { "CANNOT_PARSE" } else { "FIELD_VALIDATION_FAILED" };
        let parts: Vec<String> = found
            .iter()
            .map(|one| format!("Value at '{}' failed to satisfy constraint: {}", one.field, one.message))
            .collect();
        let plural = if found.len() == 1 { "" } else { "s" };
        let message = format!("{} validation error{plural} detected: {}", found.len(), parts.join("; "));
        let fields: Vec<Value> = found.iter().map(|one| json!({ "name": one.field, "message": one.message })).collect();
        Self::new("ValidationException", message, json!({ "reason": reason, "fieldList": fields }))
    }

    /// One field is wrong for a reason the table cannot express.
    pub(crate) fn field(name: &str, message: impl Into<String>) -> Self {
        Self::violations(&[Violation { field: name.to_owned(), message: message.into(), unreadable: false }])
    }

    /// The request is wrong as a whole.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new("ValidationException", message, json!({ "reason": "OTHER" }))
    }

    pub(crate) fn not_found(kind: &str, id: &str) -> Self {
        let members = json!({ "resourceId": id, "resourceType": kind });
        Self::new("ResourceNotFoundException", format!("The {kind} {id} does not exist"), members)
    }

    pub(crate) fn conflict(kind: &str, id: &str, message: impl Into<String>) -> Self {
        Self::new("ConflictException", message, json!({ "resourceId": id, "resourceType": kind }))
    }

    /// A name, or a version's token, is taken already.
    pub(crate) fn exists(message: impl Into<String>) -> Self {
        Self::new("ResourceExistsException", message, json!({}))
    }

    /// Wrong as a whole, in the words of Secrets Manager.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new("InvalidRequestException", message, json!({}))
    }

    pub(crate) fn quota(kind: &str, id: &str, code: &str, message: impl Into<String>) -> Self {
        let members = json!({ "resourceId": id, "resourceType": kind, "quotaCode": code });
        Self::new("ServiceQuotaExceededException", message, members)
    }

    /// `seconds` goes out as Retry-After.
    pub(crate) fn throttled(seconds: u64) -> Self {
        Self::new("ThrottlingException", "Rate exceeded", json!({ "retryAfterSeconds": seconds }))
    }

    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new("AccessDeniedException", message, json!({}))
    }

    pub(crate) fn internal() -> Self {
        Self::new("InternalServerException", "An unexpected error occurred", json!({ "retryAfterSeconds": 1 }))
    }

    pub(crate) fn unsigned() -> Self {
        Self::new("MissingAuthenticationTokenException", "The request is not signed", json!({}))
    }

    pub(crate) fn malformed_signature(what: &str) -> Self {
        let message = format!("The Authorization header cannot be understood: {what}");
        Self::new("IncompleteSignatureException", message, json!({}))
    }

    pub(crate) fn wrong_service(name: &str) -> Self {
        let message = format!("The credential is scoped to the service '{name}', which does not answer here");
        Self::new("InvalidSignatureException", message, json!({}))
    }

    pub(crate) fn unknown_client() -> Self {
        let message = "The security token included in the request is invalid";
        Self::new("UnrecognizedClientException", message, json!({}))
    }

    pub(crate) fn expired_credentials() -> Self {
        let message = "The security token included in the request is expired";
        Self::new("ExpiredTokenException", message, json!({}))
    }

    pub(crate) fn unknown_operation() -> Self {
        Self::new("UnknownOperationException", "No operation answers to this method and path", json!({}))
    }

    pub(crate) fn too_large() -> Self {
        Self::new("RequestEntityTooLargeException", "The request is too large", json!({}))
    }

    /// Status of an error that the service's model does not declare.
    pub(crate) fn common_status(&self) -> u16 {
        match self.code {
            "MissingAuthenticationTokenException"
            | "IncompleteSignatureException"
            | "InvalidSignatureException"
            | "UnrecognizedClientException"
            | "ExpiredTokenException"
            | "AccessDeniedException" => 403,
            "UnknownOperationException" | "ResourceNotFoundException" => 404,
            "ConflictException" => 409,
            "RequestEntityTooLargeException" => 413,
            "ThrottlingException" => 429,
            "InternalServerException" => 500,
            _ => 400,
        }
    }
}

impl From<Unreadable> for Failure {
    fn from(_: Unreadable) -> Self {
        Self::new("ValidationException", "The body is not a JSON object", json!({ "reason": "CANNOT_PARSE" }))
    }
}
