//! Service accounts of every Grafana workspace and their tokens: read in the background, sooner while somebody looks,
//! at once when they were changed here. The page of a workspace shows the same.

use super::Service;
use super::parts::Entry;
use crate::clock::{Nap, steady};
use aws::Urgency;
use model::detail::AccountLine;
use model::fleet::{AccountName, Row};
use model::{Error, Kind, Millis, Reading, ResourceKey, Scope, ServiceAccountId, Status};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Accounts are read again after this long: a call for the list, and one for each account.
const FRESH_FOR: Millis = 10 * 60 * 1000;
/// After this long while somebody looks at them.
const FRESH_WHILE_LOOKED_AT: Millis = 60_000;
/// A page that is open asks more often than this.
const LOOKED_AT_FOR: Millis = 60_000;
/// What could not be read is tried again after this long.
const TRIED_AGAIN: Millis = 60_000;

/// A workspace with its service accounts, as they were last read.
pub struct Programs {
    pub row: Row,
    pub accounts: Reading<Vec<AccountLine>>,
}

impl Service {
    /// Every Grafana workspace with its service accounts, none where it cannot have any, and the names of the AWS accounts. Asking is
    /// looking: what is older than a minute is read again soon.
    ///
    /// # Errors
    /// `NotFound` where Managed Grafana is not looked after.
    pub fn programs(&self) -> Result<(Vec<Programs>, Vec<AccountName>), Error> {
        self.estate.require(Kind::Grafana)?;
        self.tokens_looked_at.store(steady(), Ordering::Relaxed);
        Ok((self.programs_unseen(), self.estate.accounts.clone()))
    }

    /// The same for who is no person: nothing is read any sooner.
    pub fn programs_unseen(&self) -> Vec<Programs> {
        self.look(|snapshot| {
            let with = |row: Row| {
                let read = || snapshot.entry(&row.key).and_then(|entry| entry.accounts.clone()).unwrap_or_default();
                let none = || Reading { value: Some(Vec::new()), read_at: Some(row.read_at), error: None };
                let accounts = if may_have_accounts(&row) { read() } else { none() };
                Programs { row, accounts }
            };
            snapshot.rows(Kind::Grafana).into_iter().map(with).collect()
        })
    }

    /// The tokens of a workspace as they were last read, and how many of them expired at `now`.
    pub fn count_tokens(&self, key: &ResourceKey, now: Millis) -> (usize, usize) {
        self.lines(key, |accounts| {
            let ended = tokens(accounts).filter(|token| token.has_ended(now)).count();
            (tokens(accounts).count(), ended)
        })
    }

    /// The accounts of a workspace that had expired tokens when they were last read.
    pub fn accounts_with_expired(&self, key: &ResourceKey, now: Millis) -> Vec<ServiceAccountId> {
        self.lines(key, |accounts| {
            let has = |account: &&AccountLine| account.tokens.value.iter().flatten().any(|token| token.has_ended(now));
            accounts.iter().filter(has).filter_map(|account| ServiceAccountId::parse(&account.id).ok()).collect()
        })
    }

    /// Whether some of the tokens of a workspace were never read, or not when that was last tried.
    pub fn lacks_tokens(&self, key: &ResourceKey) -> bool {
        self.look(|snapshot| {
            let accounts = snapshot.entry(key).and_then(|entry| entry.accounts.as_ref());
            let lacks = |account: &AccountLine| is_open(&account.tokens);
            accounts.is_none_or(|read| is_open(read) || read.value.iter().flatten().any(lacks))
        })
    }

    /// The name of a resource as it was last listed, or its id.
    pub fn label(&self, key: &ResourceKey) -> String {
        let row = self.look(|snapshot| snapshot.row(key));
        row.map_or_else(|| key.id.clone(), |row| row.label().to_owned())
    }

    /// The state of a resource, as it was last listed.
    pub fn status(&self, key: &ResourceKey) -> Option<Status> {
        self.look(|snapshot| snapshot.row(key)).map(|row| row.status)
    }

    fn lines<T>(&self, key: &ResourceKey, f: impl FnOnce(&[AccountLine]) -> T) -> T {
        self.look(|snapshot| {
            let accounts = snapshot.entry(key).and_then(|entry| entry.accounts.as_ref());
            f(accounts.and_then(|accounts| accounts.value.as_deref()).unwrap_or_default())
        })
    }

    /// Reads the service accounts of a scope's workspaces, one workspace after the other, as they become due.
    pub(super) async fn keep_programs(&self, scope: &Scope) {
        let mut tried: HashMap<ResourceKey, Millis> = HashMap::new();
        let mut nap = Nap::new();
        loop {
            let listed = self.listed.notified();
            for key in self.programs_due(scope, &tried) {
                tried.insert(key.clone(), steady());
                let looked_at = self.are_tokens_looked_at();
                let urgency = if looked_at { Urgency::Read } else { Urgency::Background };
                self.read_accounts(&key, urgency).await;
            }
            tokio::select! {
                () = nap.sleep(self.interval.min(Duration::from_secs(5))) => {}
                () = listed => {}
            }
        }
    }

    fn are_tokens_looked_at(&self) -> bool {
        steady() - self.tokens_looked_at.load(Ordering::Relaxed) < LOOKED_AT_FOR
    }

    fn programs_due(&self, scope: &Scope, tried: &HashMap<ResourceKey, Millis>) -> Vec<ResourceKey> {
        let (now, looked_at) = (steady(), self.are_tokens_looked_at());
        self.look(|snapshot| {
            let keys = snapshot.keys(Kind::Grafana, scope).into_iter();
            let due = |key: &ResourceKey| {
                let tried_at = tried.get(key).copied();
                snapshot.row(key).is_some_and(|row| may_have_accounts(&row))
                    && is_due(snapshot.entry(key), tried_at, now, looked_at)
            };
            keys.filter(due).collect()
        })
    }
}

fn tokens(accounts: &[AccountLine]) -> impl Iterator<Item = &model::detail::TokenLine> {
    accounts.iter().flat_map(|account| account.tokens.value.iter().flatten())
}

fn is_open<T>(reading: &Reading<T>) -> bool {
    reading.error.is_some() || reading.read_at.is_none()
}

fn is_due(entry: Option<&Entry>, tried_at: Option<Millis>, now: Millis, looked_at: bool) -> bool {
    let accounts = entry.and_then(|entry| entry.accounts.as_ref());
    let failed = accounts.is_none_or(|accounts| accounts.error.is_some() || accounts.read_at.is_none());
    if failed {
        return tried_at.is_none_or(|at| now - at > TRIED_AGAIN);
    }
    let good_for = if looked_at { FRESH_WHILE_LOOKED_AT } else { FRESH_FOR };
    entry.and_then(|entry| entry.accounts_kept).is_none_or(|at| now - at > good_for)
}

/// AWS lists none in these states, and Grafana 8 has none.
fn may_have_accounts(row: &Row) -> bool {
    let listed = !matches!(row.status.raw(), "CREATING" | "DELETING" | "FAILED" | "CREATION_FAILED");
    let major = row.version.as_deref().and_then(|version| version.split('.').next()?.parse::<u32>().ok());
    listed && major.is_none_or(|major| major >= 9)
}

#[cfg(test)]
mod tests {
    use super::{FRESH_FOR, FRESH_WHILE_LOOKED_AT, TRIED_AGAIN, is_due};
    use crate::fleet::parts::Entry;
    use model::{Error, Kind, Reading};

    fn read(read_at: i64, error: Option<Error>) -> Entry {
        let mut entry = Entry::new(Kind::Grafana);
        entry.accounts = Some(Reading { value: Some(Vec::new()), read_at: Some(read_at), error });
        entry.accounts_kept = Some(read_at);
        entry
    }

    #[test]
    fn accounts_are_due_when_never_read_or_old_and_sooner_while_looked_at() {
        assert!(is_due(None, None, 0, false));
        let entry = read(0, None);
        assert!(
            !is_due(Some(&entry), Some(0), FRESH_FOR, false) && is_due(Some(&entry), Some(0), FRESH_FOR + 1, false)
        );
        let looked_at = |now| is_due(Some(&entry), Some(0), now, true);
        assert!(!looked_at(FRESH_WHILE_LOOKED_AT) && looked_at(FRESH_WHILE_LOOKED_AT + 1));
    }

    #[test]
    fn what_could_not_be_read_is_tried_again_after_a_minute() {
        let entry = read(0, Some(Error::internal()));
        assert!(!is_due(Some(&entry), Some(10), 10 + TRIED_AGAIN, true));
        assert!(is_due(Some(&entry), Some(10), 11 + TRIED_AGAIN, false));
    }
}
