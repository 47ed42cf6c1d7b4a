//! Every failure of the SDKs, as an error a person may read and a statement of what is known.
//!
//! AWS's own sentence is kept where AWS answered, except for signature errors: their text repeats the signed headers,
//! session token included. Nothing else of a request or an answer gets into a message.

use crate::fields::{form_field, quoted_fields};
use crate::gate::{Call, Service};
use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use model::{AccountId, Code, Error, FieldError};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::error::Error as StdError;
use std::time::Duration;

/// Stands between our sentence and AWS's.
const AWS_SAYS: &str = " AWS says: ";

/// Whether the call may have changed something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Nothing was done: AWS answered so, or the call was never sent.
    Refused,
    /// No answer, a server's error, a timeout or a cut connection: it may or may not have been done.
    Unknown,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub error: Error,
    pub certainty: Certainty,
    /// It was the credentials, not what they may do.
    pub(crate) credentials_refused: bool,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for Failure {}

impl Failure {
    fn new(code: Code, certainty: Certainty, message: impl Into<String>) -> Self {
        Self { error: Error::new(code, message), certainty, credentials_refused: false }
    }

    /// The same without a secret that was in the request: AWS repeats some values that it does not take.
    pub(crate) fn without(mut self, secret: &SecretString) -> Self {
        let secret = secret.expose_secret();
        if !secret.is_empty() {
            let texts = self.error.fields.iter_mut().map(|field| &mut field.message);
            for text in texts.chain([&mut self.error.message]) {
                *text = text.replace(secret, "[hidden]");
            }
        }
        self
    }

    /// The same without AWS's own words, if they repeat whom somebody looked for. A name may be as short as a syllable of
    /// any other word, so that hiding it alone would spoil the sentence.
    pub(crate) fn without_words_of(mut self, name: &str) -> Self {
        if let Some((ours, words)) = self.error.message.split_once(AWS_SAYS)
            && words.to_lowercase().contains(&name.to_lowercase())
        {
            self.error.message = ours.to_owned();
        }
        self
    }

    /// Nothing is known of what became of a call; `message` says why.
    pub fn unknown(message: impl Into<String>) -> Self {
        Self::new(Code::Unreachable, Certainty::Unknown, message)
    }

    /// Wrong before anything was sent.
    pub(crate) fn unsent(message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, Certainty::Refused, message)
    }

    pub(crate) fn endless_list() -> Self {
        let message =
            "AWS repeated a page of the list, which would never end. What was read is not shown as the whole.";
        Self::new(Code::Upstream, Certainty::Refused, message)
    }

    /// AWS said yes and left out what it promises.
    pub(crate) fn hollow(what: &str) -> Self {
        let message = format!("AWS answered without {what}. Look at the resource before trying again.");
        Self::new(Code::Upstream, Certainty::Unknown, message)
    }

    pub(crate) fn other_account(expected: &AccountId, found: &str) -> Self {
        let message =
            format!("The credentials for account {expected} belong to account {found}. Correct the configuration.");
        Self::new(Code::Denied, Certainty::Refused, message)
    }
}

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
    fn never(failure: Failure) -> Self {
        Self { failure, again: Again::Never }
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
}

impl Context<'_> {
    /// What is known of a write without a clear answer.
    fn doubt(&self) -> &'static str {
        if self.writes { " It is not known whether it was done: look before trying again." } else { "" }
    }

    fn relief(&self) -> &'static str {
        if self.writes { " Nothing was changed." } else { "" }
    }
}

pub(crate) fn trouble<E>(context: &Context<'_>, error: &SdkError<E, HttpResponse>) -> Trouble
where
    E: ProvideErrorMetadata + StdError + 'static,
{
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
        SdkError::ResponseError(error) => unreadable(context, error.raw()),
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
        return credential_trouble(context, None, error);
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

/// There was an answer, but not one of AWS's, or not all of it.
fn unreadable(context: &Context<'_>, raw: &HttpResponse) -> Trouble {
    let status = raw.status().as_u16();
    let (code, what) = if status >= 500 {
        (Code::Upstream, format!("{} failed (status {status}).", context.host))
    } else {
        (Code::Unreachable, format!("The answer of {} was cut short or is not one of AWS.", context.host))
    };
    let failure = Failure::new(code, Certainty::Unknown, what + context.doubt());
    Trouble { failure: with_headers(failure, raw), again: Again::Read }
}

fn with_headers(mut failure: Failure, raw: &HttpResponse) -> Failure {
    let header = |name| raw.headers().get(name);
    failure.error.request_id =
        header("x-amzn-requestid").or_else(|| header("x-amz-request-id")).map(|id| shown(id, 128));
    failure.error.retry_after = header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
    failure
}

/// The parts of an error's body the SDK does not hand out in the same way for every operation.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Details {
    field_list: Vec<Field>,
    quota_code: Option<String>,
    /// JSON 1.1 has no header for it.
    #[serde(rename = "RetryAfterSeconds")]
    retry_after: Option<u32>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    #[serde(default)]
    message: String,
}

fn answered(context: &Context<'_>, aws_code: Option<&str>, message: Option<&str>, raw: &HttpResponse) -> Trouble {
    let status = raw.status().as_u16();
    let code = classify(aws_code, status);
    let details: Details = raw.body().bytes().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
    let credentials_refused = code == Code::Denied && aws_code.is_some_and(refuses_credentials);
    let aws_words = message.filter(|_| !aws_code.is_some_and(is_about_the_signature)).unwrap_or_default();

    // 408 comes from what stands between: the request may have gone through.
    let in_doubt = code == Code::Upstream && (status >= 500 || status == 408);
    let certainty = if in_doubt { Certainty::Unknown } else { Certainty::Refused };
    let mut text = sentence(context, code, credentials_refused, status, details.quota_code.as_deref());
    if !aws_words.is_empty() {
        text = format!("{text}{AWS_SAYS}{}", ended(&shown(aws_words, 600)));
    }
    text += if certainty == Certainty::Unknown { context.doubt() } else { context.relief() };

    let mut failure = Failure::new(code, certainty, text);
    failure.credentials_refused = credentials_refused;
    if code == Code::Invalid {
        place_fields(context, details.field_list, aws_words, &mut failure.error);
    }
    let again = match (code, certainty) {
        (Code::Throttled, _) => Again::Always,
        (Code::Upstream, Certainty::Unknown) => Again::Read,
        _ => Again::Never,
    };
    failure = with_headers(failure, raw);
    failure.error.retry_after = failure.error.retry_after.or(details.retry_after);
    Trouble { failure, again }
}

/// AWS's name of the error decides; the status only where there is no name.
fn classify(aws_code: Option<&str>, status: u16) -> Code {
    let Some(name) = aws_code else { return classify_status(status) };
    match name.trim_end_matches("Exception") {
        "Conflict" => Code::Conflict,
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
        "Validation" | "ValidationError" | "Serialization" | "BadRequest" | "InvalidParameterValue" => Code::Invalid,
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

fn refuses_credentials(name: &str) -> bool {
    let known =
        ["UnrecognizedClient", "InvalidClientTokenId", "ExpiredToken", "MissingAuthenticationToken", "RequestExpired"];
    known.contains(&name.trim_end_matches("Exception")) || is_about_the_signature(name)
}

fn is_about_the_signature(name: &str) -> bool {
    let known = ["InvalidSignature", "IncompleteSignature", "SignatureDoesNotMatch", "InvalidAccessKeyId"];
    known.contains(&name.trim_end_matches("Exception"))
}

fn sentence(context: &Context<'_>, code: Code, credentials: bool, status: u16, quota: Option<&str>) -> String {
    let Call { scope, service, operation } = context.call;
    let (account, region) = (&scope.account, &scope.region);
    match code {
        Code::Denied if credentials => {
            format!("AWS does not accept the credentials used for account {account} in {region}.")
        }
        Code::Denied => format!("{}:{operation} is not allowed in account {account} in {region}.", service.prefix()),
        Code::NotFound => format!("It does not exist in account {account} in {region}."),
        Code::Conflict => "It conflicts with the state the resource is in, or with another resource.".to_owned(),
        Code::Throttled => format!("{} in {region} is asked too often for account {account}.", service.title()),
        Code::Quota => {
            let quota = quota.map(|code| format!(" (quota {})", shown(code, 40))).unwrap_or_default();
            format!("A service quota of account {account} in {region} is used up{quota}.")
        }
        Code::Invalid => "AWS does not take these values.".to_owned(),
        _ if status >= 500 => format!("{} in {region} failed (status {status}).", title(*service)),
        _ => format!("{} gave an answer that is none of {} (status {status}).", context.host, service.title()),
    }
}

/// At the beginning of a sentence.
const fn title(service: Service) -> &'static str {
    match service {
        Service::Sts => "The Security Token Service",
        other => other.title(),
    }
}

/// Field errors land on the form's fields; those it has no field for stay in the message.
fn place_fields(context: &Context<'_>, list: Vec<Field>, aws_words: &str, error: &mut Error) {
    let Call { service, operation, .. } = context.call;
    if list.is_empty() {
        let fields = quoted_fields(*service, operation, aws_words);
        error.fields.extend(fields.into_iter().map(|field| FieldError::new(field, shown(aws_words, 600))));
    }
    for Field { name, message } in list {
        let message =
            if message.is_empty() { "AWS does not take this value.".to_owned() } else { shown(&message, 600) };
        match form_field(*service, operation, &name) {
            Some(field) => error.fields.push(FieldError::new(field, message)),
            None => error.message += &format!(" {}: {}", shown(&name, 80), ended(&message)),
        }
    }
}

/// Text of another's making, without control characters and not longer than `most`.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut text: String = plain.take(most).collect();
    text.truncate(text.trim_end().len());
    text
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Credentials could not be had: whatever they were for was not sent.
pub(crate) fn credential_trouble(context: &Context<'_>, role: Option<&str>, error: &CredentialsError) -> Trouble {
    let mut outcome = chain(error)
        .find_map(|error| error.downcast_ref::<SdkError<AssumeRoleError, HttpResponse>>())
        .map_or_else(|| no_credentials(error), |answer| trouble(context, answer));
    let error = &mut outcome.failure.error;
    if let Some(role) = role {
        error.message = format!("The role {} cannot be assumed. {}", shown(role, 200), error.message);
    }
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

    #[test]
    fn a_foreign_text_is_cut_and_has_no_control_characters() {
        assert_eq!(shown("a\r\nb\u{1b}[31m", 600), "a  b [31m");
        assert_eq!(shown(&"x".repeat(700), 600).len(), 600);
    }

    #[test]
    fn the_name_of_an_error_decides_and_the_status_only_without_one() {
        assert_eq!(classify(Some("ThrottlingException"), 400), Code::Throttled);
        assert_eq!(classify(Some("ExpiredToken"), 400), Code::Denied);
        assert_eq!(classify(Some("ResourceNotFoundException"), 404), Code::NotFound);
        assert_eq!(classify(Some("UnknownOperationException"), 404), Code::Upstream);
        assert_eq!(classify(None, 404), Code::Upstream);
        assert_eq!(classify(None, 429), Code::Throttled);
        assert_eq!(classify(Some("SomethingNewException"), 503), Code::Upstream);
    }
}
