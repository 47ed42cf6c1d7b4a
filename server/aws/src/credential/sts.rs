//! The two questions to STS: whose credentials these are, and the credentials of a role. They are the only calls that
//! are signed by credentials of whatever account.

use super::{Caller, Role};
use crate::attempts::attempts;
use crate::client::client;
use crate::error::{Certainty, Context, Failure, credential_trouble, trouble};
use crate::gate::{Call, Gate, Service, Urgency};
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_types::SdkConfig;
use model::{AccountId, Region, Scope};
use std::sync::Arc;
use std::time::Duration;

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
        let provider = SharedCredentialsProvider::new(credentials.clone());
        let client = client!(aws_sdk_sts, &self.config.to_builder().credentials_provider(provider).build());
        let call = self.call(account, "GetCallerIdentity");
        let context = Context { call: &call, host: &self.host, writes: false };
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
        base: Credentials,
        account: &AccountId,
        urgency: Urgency,
    ) -> Result<Credentials, Failure> {
        let mut builder = AssumeRoleProvider::builder(&role.arn).session_name("belvedere").configure(&self.config);
        if let Some(id) = &role.external_id {
            builder = builder.external_id(id);
        }
        let provider = builder.build_from_provider(base).await;
        let call = self.call(account, "AssumeRole");
        let context = Context { call: &call, host: &self.host, writes: false };
        let ask = || async {
            let answer = provider.provide_credentials().await;
            answer.map_err(|e| credential_trouble(&context, Some(&role.arn), &e))
        };
        attempts(&*self.gate, &call, urgency, ask).await
    }
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
