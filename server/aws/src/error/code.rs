//! Which of our codes an error of AWS is.

use model::Code;

/// AWS's name of the error decides; the status only where there is no name.
pub fn classify(aws_code: Option<&str>, status: u16) -> Code {
    let Some(name) = aws_code else { return classify_status(status) };
    match name.trim_end_matches("Exception") {
        "Conflict" | "ResourceExists" | "PreconditionNotMet" => Code::Conflict,
        // The key that Secrets Manager encrypts with is disabled, gone, or of no use for it.
        "EncryptionFailure" | "DecryptionFailure" => Code::Conflict,
        "ResourceNotFound" => Code::NotFound,
        "AccessDenied" | "UnauthorizedOperation" | "NotAuthorized" | "OptInRequired" | "RegionDisabled" => Code::Denied,
        _ if refuses_credentials(name) => Code::Denied,
        "Throttling"
        | "ThrottledException"
        | "Throttled"
        | "TooManyRequests"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "BandwidthLimitExceeded" => Code::Throttled,
        "ServiceQuotaExceeded" | "LimitExceeded" => Code::Quota,
        "Validation"
        | "ValidationError"
        | "Serialization"
        | "BadRequest"
        | "InvalidParameter"
        | "InvalidParameterValue"
        | "InvalidRequest" => Code::Invalid,
        _ => classify_status(status),
    }
}

const fn classify_status(status: u16) -> Code {
    match status {
        401 | 403 => Code::Denied,
        402 => Code::Quota,
        409 => Code::Conflict,
        429 => Code::Throttled,
        400 | 422 => Code::Invalid,
        // A 404 that names no missing resource is a wrong address: it says nothing about any resource.
        _ => Code::Upstream,
    }
}

pub fn refuses_credentials(name: &str) -> bool {
    let known =
        ["UnrecognizedClient", "InvalidClientTokenId", "ExpiredToken", "MissingAuthenticationToken", "RequestExpired"];
    known.contains(&name.trim_end_matches("Exception")) || is_about_the_signature(name)
}

pub fn is_about_the_signature(name: &str) -> bool {
    let known = ["InvalidSignature", "IncompleteSignature", "SignatureDoesNotMatch", "InvalidAccessKeyId"];
    known.contains(&name.trim_end_matches("Exception"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_error_decides_and_the_status_only_without_one() {
        assert_eq!(classify(Some("ThrottlingException"), 400), Code::Throttled);
        assert_eq!(classify(Some("ExpiredToken"), 400), Code::Denied);
        assert_eq!(classify(Some("ResourceNotFoundException"), 404), Code::NotFound);
        assert_eq!(classify(Some("UnknownOperationException"), 404), Code::Upstream);
        assert_eq!(classify(Some("ResourceExistsException"), 400), Code::Conflict);
        assert_eq!(classify(Some("EncryptionFailure"), 400), Code::Conflict);
        assert_eq!(classify(Some("LimitExceededException"), 400), Code::Quota);
        assert_eq!(classify(Some("InvalidRequestException"), 400), Code::Invalid);
        assert_eq!(classify(None, 404), Code::Upstream);
        assert_eq!(classify(None, 429), Code::Throttled);
        assert_eq!(classify(Some("SomethingNewException"), 503), Code::Upstream);
    }
}
