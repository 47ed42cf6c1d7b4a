//! Who calls: the base credentials, or those of a role assumed with them, each with the account that STS says they
//! belong to. Kept until shortly before they expire.
//!
//! They are fetched before a call enters the gate, not inside of the SDK's attempt: so that STS passes the gate too,
//! and so that failing to get them is known to have sent nothing. A call is signed by a [`Pass`], which hands out the
//! credentials of its own account and no others; there is no other way to them.

mod pass;
mod state;
mod sts;

pub(crate) use pass::Pass;
pub(crate) use sts::Sts;

use crate::error::{Context, Failure, credential_trouble};
use crate::gate::Urgency;
use crate::lock::locked;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use model::AccountId;
use state::{Known, State};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// A chain may run a program or ask a metadata service that never answers.
const LONGEST_FETCH: Duration = Duration::from_secs(30);

/// Who some credentials are, by the word of STS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub account: AccountId,
    pub arn: String,
}

enum Source {
    Base(SharedCredentialsProvider),
    Role(Role),
}

pub(crate) struct Role {
    pub arn: String,
    pub external_id: Option<String>,
    pub base: Arc<Credential>,
}

pub(crate) struct Credential {
    source: Source,
    sts: Arc<Sts>,
    /// Calls under way look at it and wait for nobody: it is never held while something is asked.
    state: Mutex<State>,
    /// Held by whoever fetches. Only calls that have nothing to go with wait for it.
    fetching: tokio::sync::Mutex<()>,
}

impl Credential {
    pub fn base(provider: SharedCredentialsProvider, sts: Arc<Sts>) -> Arc<Self> {
        Self::of(Source::Base(provider), sts)
    }

    pub fn role(role: Role, sts: Arc<Sts>) -> Arc<Self> {
        Self::of(Source::Role(role), sts)
    }

    fn of(source: Source, sts: Arc<Sts>) -> Arc<Self> {
        Arc::new(Self { source, sts, state: Mutex::default(), fetching: tokio::sync::Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// Whose they are, whoever that is; it counts as a call of `account`.
    pub async fn caller(&self, account: &AccountId, urgency: Urgency) -> Result<Caller, Failure> {
        Ok(self.known(account, urgency, |_| true).await?.caller)
    }

    /// Makes sure that there are credentials, and that they belong to `account`. Others are looked at again after a
    /// while: somebody may have put it right.
    async fn ready(&self, account: &AccountId, urgency: Urgency) -> Result<(), Failure> {
        let stands =
            |known: &Known| known.caller.account == *account || known.looked_at.elapsed() < self.sts.recheck_after;
        let found = self.known(account, urgency, stands).await?.caller.account;
        if found == *account {
            return Ok(());
        }
        let role = match &self.source {
            Source::Base(_) => None,
            Source::Role(role) => Some(role.arn.as_str()),
        };
        let failure = Failure::other_account(account, &found, role);
        if self.state().told.insert((account.clone(), found)) {
            tracing::error!("{failure}");
        }
        Err(failure)
    }

    /// Those that are kept if they are fresh and `fits`, else new ones.
    async fn known(
        &self,
        account: &AccountId,
        urgency: Urgency,
        fits: impl Fn(&Known) -> bool,
    ) -> Result<Known, Failure> {
        let asked = Instant::now();
        if let Some(known) = self.state().usable(&fits) {
            return Ok(known);
        }
        let _turn = self.fetching.lock().await;
        // Another one may have had its turn in the meantime.
        if let Some(answer) = self.state().answer_since(asked, &fits) {
            return answer;
        }
        // Seldom, and deep: every call's future would hold all of it.
        let fetched = Box::pin(self.fetch(account, urgency)).await;
        self.state().take(&fetched);
        fetched
    }

    /// Credentials AWS does not accept are fetched anew for the next call.
    fn judge(&self, failure: Option<&Failure>) {
        if failure.is_some_and(|failure| failure.credentials_refused) {
            self.state().refused = true;
        }
    }

    async fn fetch(&self, account: &AccountId, urgency: Urgency) -> Result<Known, Failure> {
        // Getting credentials changes nothing, so it is retried like a read, whatever it is for.
        let urgency = if urgency == Urgency::Write { Urgency::Read } else { urgency };
        let credentials = match &self.source {
            Source::Base(provider) => self.provided(provider, account).await?,
            Source::Role(role) => {
                let base = role.base.known(account, urgency, |_| true).await?;
                let answer = self.sts.assume(role, &base.credentials, account, urgency).await;
                role.base.judge(answer.as_ref().err());
                answer?
            }
        };
        let caller = self.sts.identify(&credentials, account, urgency).await?;
        Ok(Known { credentials, caller, looked_at: Instant::now() })
    }

    async fn provided(
        &self,
        provider: &SharedCredentialsProvider,
        account: &AccountId,
    ) -> Result<Credentials, Failure> {
        let call = self.sts.call(account, "GetCallerIdentity");
        let context = Context { call: &call, host: &self.sts.host, writes: false, discreet: false };
        let answer = tokio::time::timeout(LONGEST_FETCH, provider.provide_credentials()).await;
        let answer = answer.unwrap_or_else(|_| Err(CredentialsError::provider_timed_out(LONGEST_FETCH)));
        answer.map_err(|e| credential_trouble(&context, &e).failure)
    }
}
