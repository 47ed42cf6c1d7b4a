//! What signs a call.

use super::Credential;
use crate::error::Failure;
use crate::gate::Urgency;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use model::AccountId;
use std::sync::Arc;

/// Credentials for the calls of one account. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Pass {
    credential: Arc<Credential>,
    account: AccountId,
}

impl Pass {
    pub fn new(credential: &Arc<Credential>, account: &AccountId) -> Self {
        Self { credential: credential.clone(), account: account.clone() }
    }

    /// Makes sure that there are credentials of the account.
    ///
    /// # Errors
    /// `Denied`, with both numbers, for credentials of another one; why there are none, or why STS did not say whose
    /// they are. Nothing was sent then.
    pub async fn ready(&self, urgency: Urgency) -> Result<(), Failure> {
        self.credential.ready(&self.account, urgency).await
    }

    /// Credentials AWS does not accept are fetched anew for the next call.
    pub fn judge(&self, failure: Option<&Failure>) {
        self.credential.judge(failure);
    }

    /// What [`Pass::ready`] has fetched. It may have been replaced since, so it is looked at once more; and it is not
    /// waited for, because the time of the attempt runs, and a call that was not sent would end as one in doubt.
    fn handed(&self) -> Result<Credentials, CredentialsError> {
        match &self.credential.state().kept {
            Some(known) if known.caller.account == self.account => Ok(known.credentials.clone()),
            Some(_) => {
                Err(CredentialsError::invalid_configuration("they became another account's since the call began"))
            }
            None => Err(CredentialsError::not_loaded("dropped since the call began")),
        }
    }
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Pass").field(&self.account).finish()
    }
}

/// Hands the SDK what was checked; never fetches.
impl ProvideCredentials for Pass {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(self.handed())
    }
}
