//! An error that AWS answered with, and what it says of single inputs.

use super::code::{classify, is_about_the_signature, refuses_credentials};
use super::failure::{Certainty, Failure, InputError, Quote};
use super::text::{ended, shown};
use super::trouble::{Again, Context, Trouble};
use crate::gate::{Call, NOBODY, Service};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use model::Code;
use serde::Deserialize;

pub fn with_headers(mut failure: Failure, raw: &HttpResponse) -> Failure {
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

pub fn answered(context: &Context<'_>, aws_code: Option<&str>, message: Option<&str>, raw: &HttpResponse) -> Trouble {
    let status = raw.status().as_u16();
    // Without AWS's name of an error it is not AWS who speaks, and what was sent may have reached it all the same.
    let strange = context.writes && aws_code.is_none();
    let code = if strange { Code::Upstream } else { classify(aws_code, status) };
    let details: Details = raw.body().bytes().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
    let credentials_refused = code == Code::Denied && aws_code.is_some_and(refuses_credentials);
    let aws_words = message.filter(|_| !aws_code.is_some_and(is_about_the_signature)).unwrap_or_default();

    // 408 comes from what stands between: the request may have gone through.
    let in_doubt = strange || code == Code::Upstream && (status >= 500 || status == 408);
    let certainty = if in_doubt { Certainty::Unknown } else { Certainty::Refused };
    let ours = sentence(context, code, credentials_refused, status, details.quota_code.as_deref());
    let end = if certainty == Certainty::Unknown { context.doubt() } else { context.relief() };

    let mut failure = told_with(context, code, certainty, &ours, aws_words, end);
    failure.credentials_refused = credentials_refused;
    if code == Code::Invalid {
        name_inputs(context, &details.field_list, aws_words, &mut failure);
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

/// Our sentence, AWS's words and what became of the call, as one message.
fn told_with(
    context: &Context<'_>,
    code: Code,
    certainty: Certainty,
    ours: &str,
    aws_words: &str,
    end: &str,
) -> Failure {
    let message_without = format!("{ours}{end}");
    if aws_words.is_empty() {
        return Failure::new(code, certainty, message_without);
    }
    if context.discreet {
        let hint = "AWS's own words may repeat what was sent, so they are left out here; CloudTrail has them.";
        return Failure::new(code, certainty, format!("{ours} {hint}{end}"));
    }
    let words = ended(&shown(aws_words, 600));
    let mut failure = Failure::new(code, certainty, format!("{ours} AWS says: {words}{end}"));
    failure.said.quote = Some(Quote { words, message_without });
    failure
}

fn sentence(context: &Context<'_>, code: Code, credentials: bool, status: u16, quota: Option<&str>) -> String {
    let Call { scope, service, operation } = context.call;
    let (account, region) = (&scope.account, &scope.region);
    match code {
        Code::Denied if credentials && account.as_str() == NOBODY => "AWS does not accept the credentials.".to_owned(),
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

/// Of a write each wrong input by AWS's name; of a read they are a part of the sentence.
fn name_inputs(context: &Context<'_>, list: &[Field], aws_words: &str, failure: &mut Failure) {
    let input = |name: &str, message: &str, is_told_here| InputError {
        name: shown(name, 160),
        message: told(context, message),
        is_told_here,
    };
    if !context.writes {
        for Field { name, message } in list {
            let words = format!(" {}: {}", shown(name, 80), ended(&told(context, message)));
            failure.quote(&words);
        }
    } else if list.is_empty() {
        failure.said.inputs = quoted_paths(aws_words).into_iter().map(|path| input(path, aws_words, false)).collect();
    } else {
        failure.said.inputs = list.iter().map(|one| input(&one.name, &one.message, !context.discreet)).collect();
    }
}

/// The inputs a message names in quotes, as in `Value 'X' at 'domain' failed to satisfy constraint`.
fn quoted_paths(message: &str) -> Vec<&str> {
    message.split("at '").skip(1).filter_map(|rest| rest.split_once('\'')).map(|(path, _)| path).collect()
}

/// What is wrong with a field, in AWS's words where these may be told.
fn told(context: &Context<'_>, aws_words: &str) -> String {
    if context.discreet || aws_words.is_empty() {
        return "AWS does not take this value.".to_owned();
    }
    shown(aws_words, 600)
}
