//! From what the SDK says to what is known: no request, no connection, no credentials, no answer, or one of AWS.

use super::answer::{answered, with_headers};
use super::failure::{Certainty, Failure};
use super::text::{ended, shown};
use super::trouble::{Again, Context, Trouble};
use crate::answer::{Lacking, Talkative, Unpromised};
use crate::gate::Call;
use crate::paths::Astray;
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use http_body_util::LengthLimitError;
use model::{Code, Error};
use std::error::Error as StdError;

pub(crate) fn trouble<E>(context: &Context<'_>, error: &SdkError<E, HttpResponse>) -> Trouble
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    if let Some(astray) = chain(error).find_map(|error| error.downcast_ref::<Astray>()) {
        return Trouble::never(Failure::unsent(astray.to_string()));
    }
    if let Some(unpromised) = chain(error).find_map(|error| error.downcast_ref::<Unpromised>()) {
        return Trouble::never(Failure::new(Code::Internal, Certainty::Refused, unpromised.to_string()));
    }
    match error {
        SdkError::ConstructionFailure(_) => Trouble::never(Failure::new(
            Code::Invalid,
            Certainty::Refused,
            "The request was not sent: a value it needs is missing or cannot be written into it.",
        )),
        SdkError::TimeoutError(_) => {
            let message = format!("No answer from {} in time.{}", context.host, context.doubt());
            Trouble::never(Failure::new(Code::Unreachable, Certainty::Unknown, message))
        }
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(error) => unreachable_host(context, error),
            None => no_connection(context, false),
        },
        SdkError::ResponseError(answer) => guarded(context, error, answer.raw()),
        // The SDK files an answer it cannot read under the errors of the service, even one that says 200.
        SdkError::ServiceError(error) if error.raw().status().as_u16() < 400 => unreadable(context, error.raw()),
        SdkError::ServiceError(error) => {
            let meta = error.err().meta();
            answered(context, meta.code(), meta.message(), error.raw())
        }
        _ => Trouble::never(Failure::new(Code::Internal, Certainty::Unknown, Error::internal().message)),
    }
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| (*error).source())
}

fn unreachable_host(context: &Context<'_>, error: &ConnectorError) -> Trouble {
    if let Some(error) = chain(error).find_map(|error| error.downcast_ref::<CredentialsError>()) {
        return credential_trouble(context, error);
    }
    // These come from opening the connection alone: not a byte of the request left.
    let never_sent = chain(error).filter_map(|error| error.downcast_ref::<std::io::Error>()).any(|error| {
        use std::io::ErrorKind as K;
        matches!(error.kind(), K::ConnectionRefused | K::HostUnreachable | K::NetworkUnreachable | K::AddrNotAvailable)
    });
    no_connection(context, never_sent)
}

fn no_connection(context: &Context<'_>, never_sent: bool) -> Trouble {
    let host = context.host;
    let (certainty, message) = if never_sent {
        (Certainty::Refused, format!("{host} cannot be reached: it takes no connection.{}", context.relief()))
    } else {
        let message = format!("{host} cannot be reached, or it cut the connection.{}", context.doubt());
        (Certainty::Unknown, message)
    };
    Trouble { failure: Failure::new(Code::Unreachable, certainty, message), again: Again::Read }
}

/// There was an answer, and it is none: too large, without what it promises, or cut short.
fn guarded(context: &Context<'_>, error: &(dyn StdError + 'static), raw: &HttpResponse) -> Trouble {
    let call = context.call;
    let (what, again) = if let Some(Lacking(place)) = chain(error).find_map(|error| error.downcast_ref()) {
        (without(call, place), Again::Read)
    } else if chain(error).any(<dyn StdError>::is::<Talkative>) {
        (format!("AWS answers {call} with nothing, and something else came, so it is not used."), Again::Never)
    } else if chain(error).any(<dyn StdError>::is::<LengthLimitError>) {
        (format!("AWS answered {call} with more than 8 MiB, which was not read to its end."), Again::Never)
    } else {
        return unreadable(context, raw);
    };
    Trouble { failure: with_headers(unused(context, what), raw), again }
}

/// The same for an answer that is not written in JSON, and that its reader found to lack something.
pub(crate) fn without_part(context: &Context<'_>, place: &str, request_id: Option<String>) -> Trouble {
    let mut failure = unused(context, without(context.call, place));
    failure.error.request_id = request_id;
    Trouble { failure, again: Again::Read }
}

fn without(call: &Call, place: &str) -> String {
    format!("AWS answered {call} without {place}, so its answer is not used.")
}

fn unused(context: &Context<'_>, what: String) -> Failure {
    let certainty = if context.writes { Certainty::Unknown } else { Certainty::Refused };
    Failure::new(Code::Upstream, certainty, what + context.doubt())
}

/// There was an answer, but not one of AWS's, or not all of it.
fn unreadable(context: &Context<'_>, raw: &HttpResponse) -> Trouble {
    let status = raw.status().as_u16();
    let (code, what) = if status >= 500 {
        (Code::Upstream, format!("{} failed (status {status}).", context.host))
    } else {
        let Context { host, call, .. } = context;
        (Code::Unreachable, format!("The answer of {host} to {call} was cut short or is not one of AWS."))
    };
    let failure = Failure::new(code, Certainty::Unknown, what + context.doubt());
    Trouble { failure: with_headers(failure, raw), again: Again::Read }
}

/// Credentials could not be had: whatever they were for was not sent. A profile may have them from a role, too.
pub(crate) fn credential_trouble(context: &Context<'_>, error: &CredentialsError) -> Trouble {
    let mut outcome = chain(error)
        .find_map(|error| error.downcast_ref::<SdkError<AssumeRoleError, HttpResponse>>())
        .map_or_else(|| no_credentials(error), |answer| trouble(context, answer));
    outcome.failure.certainty = Certainty::Refused;
    outcome
}

fn no_credentials(error: &CredentialsError) -> Trouble {
    let innermost = chain(error).last().map(|error| ended(&shown(&error.to_string(), 200))).unwrap_or_default();
    let (code, message) = match error {
        CredentialsError::CredentialsNotLoaded(_) => (
            Code::Denied,
            "No AWS credentials were found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in \
             with the AWS CLI."
                .to_owned(),
        ),
        CredentialsError::ProviderTimedOut(_) => {
            (Code::Unreachable, "What provides the AWS credentials did not answer in time.".to_owned())
        }
        CredentialsError::InvalidConfiguration(_) => {
            (Code::Denied, format!("The AWS configuration gives no credentials: {innermost}"))
        }
        _ => (Code::Denied, format!("The AWS credentials could not be fetched: {innermost}")),
    };
    Trouble::never(Failure::new(code, Certainty::Refused, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_credentials_are_one_clear_line() {
        let trouble = no_credentials(&CredentialsError::not_loaded("no providers in chain provided credentials"));
        assert_eq!(trouble.failure.error.code, Code::Denied);
        assert_eq!(trouble.failure.certainty, Certainty::Refused);
        assert!(trouble.failure.error.message.starts_with("No AWS credentials were found."));
        assert!(!trouble.failure.error.message.contains('\n'));
    }
}
