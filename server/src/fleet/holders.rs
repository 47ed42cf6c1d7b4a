//! Who holds which role in each Grafana workspace: read in the background, sooner while somebody looks, at once when it
//! was changed here. Never in a page's path.

use super::Service;
use super::snapshot::Snapshot;
use crate::clock::{Moment, Nap, moment, steady};
use aws::Urgency;
use model::access::{AccessWorkspace, GrafanaRole, Grant, Holder, HolderKind};
use model::fleet::{AccountName, Row};
use model::{Error, Kind, Millis, Reading, ResourceKey, Scope};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Holders are read again after this long.
const FRESH_FOR: Millis = 5 * 60 * 1000;
/// After this long while somebody looks at them.
const FRESH_WHILE_LOOKED_AT: Millis = 30_000;
/// A page that is open asks more often than this.
const LOOKED_AT_FOR: Millis = 60_000;
/// What could not be read is tried again after this long.
const TRIED_AGAIN: Millis = 60_000;

/// The holders of one workspace.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    grants: Reading<Vec<Grant>>,
    /// Entries of a kind or role that is not known here.
    skipped: u32,
    /// When the newest read was begun, as `steady` has it.
    asked_at: Option<Millis>,
    /// When they were changed here, or the workspace's state changed, as `steady` has it.
    touched_at: Millis,
}

impl Held {
    pub fn grants(&self) -> &[Grant] {
        self.grants.value.as_deref().unwrap_or_default()
    }

    /// What was read of it until `now` may be over.
    pub fn touch(&mut self, now: Millis) {
        self.touched_at = now;
    }

    fn is_due(&self, now: Millis, looked_at: bool) -> bool {
        let Some(asked_at) = self.asked_at else { return true };
        let good_for = match (&self.grants.error, looked_at) {
            (Some(_), _) => TRIED_AGAIN,
            (None, true) => FRESH_WHILE_LOOKED_AT,
            (None, false) => FRESH_FOR,
        };
        self.touched_at >= asked_at || now - asked_at > good_for
    }

    fn record(&mut self, begun: Millis, now: Moment, answer: Result<(Vec<Grant>, u32), Error>) {
        self.asked_at = Some(begun);
        if let Ok((_, skipped)) = &answer {
            self.skipped = *skipped;
        }
        self.grants.record(now.wall, answer.map(|(grants, _)| grants));
    }
}

/// A workspace with its holders.
pub struct HeldWorkspace {
    pub workspace: AccessWorkspace,
    pub grants: Vec<Grant>,
}

impl Service {
    /// Every Grafana workspace with its holders as they were last read, by name, and the names of the accounts. Asking
    /// is looking: what is older than half a minute is read again soon.
    ///
    /// # Errors
    /// `NotFound` where Managed Grafana is not looked after.
    pub fn held(&self) -> Result<(Vec<HeldWorkspace>, Vec<AccountName>), Error> {
        self.estate.require(Kind::Grafana)?;
        self.looked_at.store(steady(), Ordering::Relaxed);
        let rows = self.look(|snapshot| {
            let with_holders = |row: Row| (snapshot.held(&row.key).cloned().unwrap_or_default(), row);
            snapshot.rows(Kind::Grafana).into_iter().map(with_holders).collect::<Vec<_>>()
        });
        let mut held: Vec<_> = rows.into_iter().map(|(held, row)| self.told(held, row)).collect();
        held.sort_by_cached_key(|held| (held.workspace.label().to_lowercase(), held.workspace.key.clone()));
        Ok((held, self.estate.accounts.clone()))
    }

    /// The groups that hold a role anywhere, by id.
    pub fn holding_groups(&self) -> Vec<String> {
        let mut groups = self.look(Snapshot::holding_groups);
        groups.sort();
        groups.dedup();
        groups
    }

    fn told(&self, held: Held, row: Row) -> HeldWorkspace {
        let Held { grants, skipped, .. } = held;
        let workspace = AccessWorkspace {
            account_name: self.account_name(&row.key.scope),
            name: row.name,
            tags: row.tags,
            sign_in: row.sign_in,
            key: row.key,
            read_at: grants.read_at,
            error: grants.error,
            skipped,
        };
        // What was read before SAML became the only way in gives nobody a role any more.
        let grants = if workspace.has_no_holders() { Vec::new() } else { grants.value.unwrap_or_default() };
        HeldWorkspace { workspace, grants }
    }

    /// Reads the holders of a scope's workspaces, one after the other, as they become due.
    pub(super) async fn keep_holders(&self, scope: &Scope) {
        let mut nap = Nap::new();
        loop {
            let listed = self.listed.notified();
            while let Some(key) = self.due(scope).into_iter().next() {
                self.read_holders(&key).await;
            }
            tokio::select! {
                () = nap.sleep(self.interval.min(Duration::from_secs(5))) => {}
                () = listed => {}
            }
        }
    }

    fn is_looked_at(&self) -> bool {
        steady() - self.looked_at.load(Ordering::Relaxed) < LOOKED_AT_FOR
    }

    /// The workspaces of a scope whose holders are to be read now; those changed here come first.
    fn due(&self, scope: &Scope) -> Vec<ResourceKey> {
        let (now, looked_at) = (steady(), self.is_looked_at());
        self.look(|snapshot| {
            let asked = snapshot.keys(Kind::Grafana, scope).into_iter().filter(|key| {
                let sso = snapshot.row(key).and_then(|row| row.sign_in).is_none_or(|sign_in| sign_in.sso);
                sso && snapshot.held(key).is_none_or(|held| held.is_due(now, looked_at))
            });
            let mut due: Vec<ResourceKey> = asked.collect();
            due.sort_by_key(|key| std::cmp::Reverse(snapshot.held(key).map_or(0, |held| held.touched_at)));
            due
        })
    }

    /// One workspace's ListPermissions. A failed read keeps what was read before and marks it.
    async fn read_holders(&self, key: &ResourceKey) {
        let begun = steady();
        let urgency = if self.is_looked_at() { Urgency::Read } else { Urgency::Background };
        let answer = self.aws.grafana(&key.scope).list_permissions(&key.id, urgency).await;
        if let Err(failure) = &answer {
            tracing::warn!(workspace = key.id, scope = %key.scope, error = %failure.error, "holders not read");
        }
        let read = answer.map(grants).map_err(Error::from);
        if let Ok((_, skipped @ 1..)) = &read {
            tracing::warn!(workspace = key.id, scope = %key.scope, skipped, "holders of an unknown kind or role");
        }
        self.change(|snapshot| {
            if let Some(held) = snapshot.held_mut(key) {
                held.record(begun, moment(), read);
            }
        });
    }
}

/// The grants that are understood, each holder once with its greatest role, and how many entries are not.
fn grants(found: Vec<aws::grafana::Holder>) -> (Vec<Grant>, u32) {
    let mut skipped = 0;
    let mut grants: Vec<Grant> = Vec::new();
    for aws::grafana::Holder { id, kind, grafana_role } in found {
        match HolderKind::of_aws(&kind).zip(GrafanaRole::parse(&grafana_role)) {
            Some((kind, role)) => grants.push(Grant { holder: Holder::new(kind, id), role }),
            None => skipped += 1,
        }
    }
    grants.sort_by(|a, b| a.holder.cmp(&b.holder).then(b.role.cmp(&a.role)));
    grants.dedup_by(|later, first| later.holder == first.holder);
    (grants, skipped)
}

#[cfg(test)]
mod tests {
    use super::{FRESH_FOR, FRESH_WHILE_LOOKED_AT, Held, TRIED_AGAIN, grants};
    use crate::clock::Moment;
    use model::Error;
    use model::access::GrafanaRole;

    fn at(millis: i64) -> Moment {
        Moment { wall: millis, steady: millis, monotonic: millis }
    }

    fn entry(id: &str, kind: &str, role: &str) -> aws::grafana::Holder {
        aws::grafana::Holder { id: id.into(), kind: kind.into(), grafana_role: role.into() }
    }

    #[test]
    fn entries_of_an_unknown_kind_or_role_are_left_out_and_counted() {
        let all = vec![
            entry("b", "SSO_USER", "VIEWER"),
            entry("a", "SSO_USER", "OWNER"),
            entry("a", "ROBOT", "ADMIN"),
            entry("b", "SSO_GROUP", "EDITOR"),
        ];
        let (grants, skipped) = grants(all);
        assert_eq!((grants.len(), skipped), (2, 2));
    }

    #[test]
    fn of_two_roles_of_one_holder_the_greater_counts() {
        let (grants, _) = grants(vec![entry("a", "SSO_USER", "VIEWER"), entry("a", "SSO_USER", "ADMIN")]);
        assert_eq!(grants.iter().map(|grant| grant.role).collect::<Vec<_>>(), [GrafanaRole::Admin]);
    }

    #[test]
    fn holders_are_due_when_old_sooner_when_looked_at_and_at_once_when_touched() {
        let mut held = Held::default();
        assert!(held.is_due(0, false), "never read");
        held.record(1_000, at(1_010), Ok((Vec::new(), 0)));
        assert!(!held.is_due(1_000 + FRESH_FOR, false) && held.is_due(1_001 + FRESH_FOR, false));
        assert!(!held.is_due(1_000 + FRESH_WHILE_LOOKED_AT, true) && held.is_due(1_001 + FRESH_WHILE_LOOKED_AT, true));
        held.touch(1_005);
        assert!(held.is_due(1_020, false), "what was read had begun before it was touched");
        held.record(1_020, at(1_030), Ok((Vec::new(), 0)));
        assert!(!held.is_due(1_040, false));
    }

    #[test]
    fn a_failed_read_keeps_the_grants_and_is_tried_again_after_a_minute() {
        let mut held = Held::default();
        held.record(1, at(2), Ok(grants(vec![entry("a", "SSO_USER", "ADMIN")])));
        held.record(10, at(11), Err(Error::internal()));
        assert_eq!(held.grants.value.as_ref().map(Vec::len), Some(1));
        assert!(held.grants.error.is_some() && held.grants.read_at == Some(2));
        assert!(!held.is_due(10 + TRIED_AGAIN, true) && held.is_due(11 + TRIED_AGAIN, false));
    }
}
