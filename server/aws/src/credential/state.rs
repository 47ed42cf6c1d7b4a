//! What is known of some credentials. Pure.

use super::Caller;
use crate::error::Failure;
use aws_credential_types::Credentials;
use model::AccountId;
use std::collections::HashSet;
use std::time::{Duration, Instant, SystemTime};

/// Fetched anew this long before they expire.
const MARGIN: Duration = Duration::from_secs(120);

#[derive(Default)]
pub(super) struct State {
    pub kept: Option<Known>,
    /// AWS does not accept `kept`. It stays for the calls under way; the next one fetches anew.
    pub refused: bool,
    /// Those who waited for this very try share its failure, so that a dead endpoint is not tried once for each.
    failed: Option<(Instant, Failure)>,
    /// Which account was meant, and which it was: told in the log once.
    pub told: HashSet<(AccountId, AccountId)>,
}

/// Credentials, and whose they are.
#[derive(Clone)]
pub(super) struct Known {
    pub credentials: Credentials,
    pub caller: Caller,
    /// When they were fetched, or last tried to be.
    pub looked_at: Instant,
}

impl State {
    /// What is kept, for a new call.
    pub fn usable(&self, fits: impl Fn(&Known) -> bool) -> Option<Known> {
        let kept = self.kept.as_ref().filter(|known| !self.refused && is_fresh(&known.credentials));
        kept.filter(|known| fits(known)).cloned()
    }

    /// The same, or why a try failed that ended after `asked`.
    pub fn answer_since(&self, asked: Instant, fits: impl Fn(&Known) -> bool) -> Option<Result<Known, Failure>> {
        let failed = || self.failed.as_ref().filter(|(at, _)| *at > asked).map(|(_, failure)| Err(failure.clone()));
        self.usable(fits).map(Ok).or_else(failed)
    }

    pub fn take(&mut self, fetched: &Result<Known, Failure>) {
        match fetched {
            Ok(known) => (self.kept, self.refused, self.failed) = (Some(known.clone()), false, None),
            Err(failure) => {
                self.failed = Some((Instant::now(), failure.clone()));
                if let Some(kept) = &mut self.kept {
                    kept.looked_at = Instant::now();
                }
            }
        }
    }
}

fn is_fresh(credentials: &Credentials) -> bool {
    credentials.expiry().is_none_or(|expiry| expiry > SystemTime::now() + MARGIN)
}
