//! One resource as its page shows it, from memory; asks for a fresh read when what is there is old.

use super::Service;
use super::parts::{Entry, Part};
use crate::clock::{now, steady};
use aws::Urgency;
use model::detail::{Action, Detail, takes_keys};
use model::fleet::Row;
use model::{Kind, Millis, ResourceKey};

/// What a page shows is asked for again after this long; sooner while its state changes.
const FRESH_FOR: Millis = 10_000;
const FRESH_WHILE_CHANGING: Millis = 1_000;

impl Service {
    /// The page of `key`; `None` when the snapshot does not hold it.
    pub(super) fn detail(&self, key: &ResourceKey) -> Option<Detail> {
        let (row, entry) = self.look(|snapshot| Some((snapshot.row(key)?, snapshot.entry(key).cloned())))?;
        let entry = entry.unwrap_or_else(|| Entry::new(key.kind));
        let changing = row.status.is_changing(key.kind) || entry.configuring;
        let age = steady() - entry.asked_at;
        let due = !entry.reading && age > if changing { FRESH_WHILE_CHANGING } else { FRESH_FOR };
        if due {
            self.begin_reading(key);
        }
        let unsettled = due || entry.reading || entry.is_pending() || changing;
        Some(self.assemble(row, &entry, unsettled))
    }

    fn assemble(&self, row: Row, entry: &Entry, unsettled: bool) -> Detail {
        let kind = row.key.kind;
        let accounts = (kind == Kind::Grafana).then(|| row.status.refuses_accounts()).flatten();
        let keys = accounts.clone().or_else(|| {
            let takes = row.version.as_deref().is_none_or(takes_keys);
            (!takes).then(|| {
                "This version of Grafana has no API keys any more: mint a token of a service account.".to_owned()
            })
        });
        Detail {
            now: now(),
            account_name: self.account_name(&row.key.scope),
            arn: row.key.arn(),
            meaning: row.meaning().to_owned(),
            sections: entry.sections(),
            accounts: entry.accounts.clone(),
            delete: Action { refused: row.status.refuses_delete(kind) },
            change: Action { refused: row.status.refuses_change(kind) },
            create_account: Action { refused: accounts.clone() },
            mint: Action { refused: accounts.clone() },
            mint_key: Action { refused: keys },
            unsettled,
            row,
        }
    }

    /// Marks a read of everything as begun and hands it to the readers' task; at most one a resource.
    pub(super) fn begin_reading(&self, key: &ResourceKey) {
        let begun = self.change(|snapshot| {
            let Some(entry) = snapshot.entry_mut(key).filter(|entry| !entry.reading) else { return false };
            entry.reading = true;
            entry.asked_at = steady();
            true
        });
        if begun {
            // The queue lives as long as the server; without a reader nothing is read, and nothing waits for it.
            let _ = self.wanted.send(key.clone());
        }
    }

    /// Reads every part of one resource, for somebody who looks at it.
    pub(super) async fn read_whole(&self, key: &ResourceKey) {
        for part in Part::of(key.kind) {
            self.read_part(key, *part, Urgency::Read).await;
        }
        if key.kind == Kind::Grafana {
            self.read_accounts(key, Urgency::Read).await;
        }
        self.change(|snapshot| {
            if let Some(entry) = snapshot.entry_mut(key) {
                entry.reading = false;
            }
        });
    }
}
