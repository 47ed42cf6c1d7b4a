//! The two questions to STS: whose credentials these are, and the credentials of a role. They are the only calls that
//! are signed by credentials of whatever account.

use super::{Caller, Role};
use crate::attempts::attempts;
use crate::client::client;
use crate::error::{Certainty, Context, Failure, Trouble, shown, trouble, without_part};
use crate::gate::{Call, Gate, Service, Urgency};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::operation::RequestId;
use aws_sdk_sts::operation::assume_role::AssumeRoleOutput;
use aws_types::SdkConfig;
use model::{AccountId, Region, Scope};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub(crate) struct Sts {
    pub gate: Arc<dyn Gate>,
    /// Without credentials.
    pub config: SdkConfig,
    pub region: Region,
    /// Who answers, for messages.
    pub host: Arc<str>,
    /// How long credentials of another account are taken for just that before they are looked at again.
    pub recheck_after: Duration,
}

impl Sts {
    /// As what a question counts that is asked for the sake of `account`.
    pub fn call(&self, account: &AccountId, operation: &'static str) -> Call {
        let scope = Scope { account: account.clone(), region: self.region.clone() };
        Call { scope, service: Service::Sts, operation }
    }

    /// GetCallerIdentity, which everybody may ask.
    pub async fn identify(
        &self,
        credentials: &Credentials,
        account: &AccountId,
        urgency: Urgency,
    ) -> Result<Caller, Failure> {
        let client = self.client(credentials);
        let call = self.call(account, "GetCallerIdentity");
        let context = Context { call: &call, host: &self.host, writes: false, discreet: false };
        let ask = || async { client.get_caller_identity().send().await.map_err(|e| trouble(&context, &e)) };
        let answer = attempts(&*self.gate, &call, urgency, ask).await.map_err(unidentified)?;
        let account = AccountId::parse(answer.account().unwrap_or_default());
        let account = account.map_err(|_| unidentified(Failure::hollow("the caller's account")))?;
        Ok(Caller { account, arn: answer.arn.unwrap_or_default() })
    }

    /// AssumeRole with the base credentials.
    pub async fn assume(
        &self,
        role: &Role,
        base: &Credentials,
        account: &AccountId,
        urgency: Urgency,
    ) -> Result<Credentials, Failure> {
        let question = self.client(base).assume_role().role_arn(&role.arn).role_session_name("belvedere");
        let question = question.set_external_id(role.external_id.clone());
        let call = self.call(account, "AssumeRole");
        let context = Context { call: &call, host: &self.host, writes: false, discreet: false };
        let ask = || async {
            let answer = question.clone().send().await.map_err(|e| trouble(&context, &e));
            answer.and_then(|answer| session(&context, answer)).map_err(|trouble| not_assumed(&role.arn, trouble))
        };
        attempts(&*self.gate, &call, urgency, ask).await
    }

    fn client(&self, credentials: &Credentials) -> aws_sdk_sts::Client {
        let provider = SharedCredentialsProvider::new(credentials.clone());
        client!(aws_sdk_sts, &self.config.to_builder().credentials_provider(provider).build())
    }
}

/// The SDK fills a member that is missing with an empty text, or with the first second of 1970.
fn session(context: &Context<'_>, answer: AssumeRoleOutput) -> Result<Credentials, Trouble> {
    let id = answer.request_id().map(|id| shown(id, 128));
    let lacks = |place| without_part(context, place, id);
    let Some(given) = answer.credentials else { return Err(lacks("Credentials")) };
    let texts = [
        ("Credentials.AccessKeyId", &given.access_key_id),
        ("Credentials.SecretAccessKey", &given.secret_access_key),
        ("Credentials.SessionToken", &given.session_token),
    ];
    if let Some((place, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(lacks(place));
    }
    match SystemTime::try_from(given.expiration) {
        Ok(expiry) if expiry > SystemTime::UNIX_EPOCH => {
            let (key, secret, token) = (given.access_key_id, given.secret_access_key, given.session_token);
            Ok(Credentials::new(key, secret, Some(token), Some(expiry), "belvedere-role"))
        }
        _ => Err(lacks("Credentials.Expiration")),
    }
}

/// Whatever the role was for was not sent.
fn not_assumed(role: &str, mut trouble: Trouble) -> Trouble {
    let failure = &mut trouble.failure;
    failure.error.message = format!("The role {} cannot be assumed. {}", shown(role, 200), failure.error.message);
    failure.certainty = Certainty::Refused;
    trouble
}

/// Whatever the credentials were for was not sent.
fn unidentified(mut failure: Failure) -> Failure {
    failure.error.message = format!(
        "Could not check which account the AWS credentials belong to, so nothing was sent: {}",
        failure.error.message
    );
    failure.certainty = Certainty::Refused;
    failure
}
