//! Who calls: the base credentials, or those of a role assumed with them. Kept until shortly before they expire.
//!
//! They are fetched before a call enters the gate, not inside of the SDK's attempt: so that STS passes the gate too,
//! and so that failing to get them is known to have sent nothing.

use crate::attempts::attempts;
use crate::error::{Context, Failure, credential_trouble};
use crate::gate::{Call, Gate, Urgency};
use aws_config::sts::AssumeRoleProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_types::SdkConfig;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::Mutex;

/// Fetched anew this long before they expire.
const MARGIN: Duration = Duration::from_secs(120);

/// A chain may run a program or ask a metadata service that never answers.
const LONGEST_FETCH: Duration = Duration::from_secs(30);

enum Source {
    Base(SharedCredentialsProvider),
    Role(Box<Role>),
}

pub(crate) struct Role {
    pub arn: String,
    pub external_id: Option<String>,
    /// Of the STS client.
    pub config: SdkConfig,
    pub base: Arc<Credential>,
}

pub(crate) struct Credential {
    source: Source,
    gate: Arc<dyn Gate>,
    /// As which call fetching counts.
    call: Call,
    host: Arc<str>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Option<Credentials>,
    /// AWS does not accept `kept`. It stays for the calls under way; the next one fetches anew.
    refused: bool,
    /// Those who waited for this very try share its failure, so that a dead endpoint is not tried once for each.
    failed: Option<(Instant, Failure)>,
}

impl Credential {
    pub fn base(provider: SharedCredentialsProvider, gate: Arc<dyn Gate>, call: Call, host: Arc<str>) -> Arc<Self> {
        Arc::new(Self { source: Source::Base(provider), gate, call, host, state: Mutex::default() })
    }

    pub fn role(role: Role, gate: Arc<dyn Gate>, call: Call, host: Arc<str>) -> Arc<Self> {
        Arc::new(Self { source: Source::Role(Box::new(role)), gate, call, host, state: Mutex::default() })
    }

    /// Makes sure that there are credentials.
    pub async fn ready(&self, urgency: Urgency) -> Result<(), Failure> {
        let asked = Instant::now();
        let mut state = self.state.lock().await;
        if !state.refused && state.kept.as_ref().is_some_and(is_fresh) {
            return Ok(());
        }
        if let Some((_, failure)) = state.failed.as_ref().filter(|(at, _)| *at > asked) {
            return Err(failure.clone());
        }
        match self.fetch(urgency).await {
            Ok(credentials) => *state = State { kept: Some(credentials), ..State::default() },
            Err(failure) => {
                state.failed = Some((Instant::now(), failure.clone()));
                return Err(failure);
            }
        }
        Ok(())
    }

    /// Credentials AWS does not accept are fetched anew for the next call.
    pub async fn judge(&self, failure: Option<&Failure>) {
        if failure.is_some_and(|failure| failure.credentials_refused) {
            self.state.lock().await.refused = true;
        }
    }

    async fn fetch(&self, urgency: Urgency) -> Result<Credentials, Failure> {
        // Getting credentials changes nothing, so it is retried like a read, whatever it is for.
        let retried = if urgency == Urgency::Write { Urgency::Read } else { urgency };
        let context = Context { call: &self.call, host: &self.host, writes: false };
        match &self.source {
            Source::Base(provider) => {
                let answer = tokio::time::timeout(LONGEST_FETCH, provider.provide_credentials()).await;
                let answer = answer.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(LONGEST_FETCH)));
                answer.map_err(|e| credential_trouble(&context, None, &e).failure)
            }
            Source::Role(role) => {
                Box::pin(role.base.ready(urgency)).await?;
                let provider = role.provider().await;
                let fetch = || async {
                    let answer = provider.provide_credentials().await;
                    answer.map_err(|e| credential_trouble(&context, Some(&role.arn), &e))
                };
                let answer = attempts(&*self.gate, &self.call, retried, fetch).await;
                role.base.judge(answer.as_ref().err()).await;
                self.check_account(answer?)
            }
        }
    }

    /// A role of another account would show, and change, that account's resources under this one's number.
    fn check_account(&self, credentials: Credentials) -> Result<Credentials, Failure> {
        match credentials.account_id().map(aws_credential_types::attributes::AccountId::as_str) {
            Some(found) if found != self.call.scope.account.as_str() => {
                Err(Failure::other_account(&self.call.scope.account, found))
            }
            _ => Ok(credentials),
        }
    }
}

impl Role {
    async fn provider(&self) -> AssumeRoleProvider {
        let mut builder = AssumeRoleProvider::builder(&self.arn).session_name("belvedere").configure(&self.config);
        if let Some(id) = &self.external_id {
            builder = builder.external_id(id);
        }
        builder.build_from_provider(Handed(self.base.clone())).await
    }
}

fn is_fresh(credentials: &Credentials) -> bool {
    credentials.expiry().is_none_or(|expiry| expiry > SystemTime::now() + MARGIN)
}

/// Hands the SDK what [`Credential::ready`] has fetched; never fetches.
pub(crate) struct Handed(pub Arc<Credential>);

impl std::fmt::Debug for Handed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handed")
    }
}

impl ProvideCredentials for Handed {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let kept = self.0.state.lock().await.kept.clone();
            kept.ok_or_else(|| CredentialsError::not_loaded("dropped since the call began"))
        })
    }
}
