//! The fleet as the attention feed looks at it: everything that is known, for who is no person. Nothing is read sooner
//! because of it.

use super::{Inbound, Service, Signing};
use model::fleet::{AccountName, Row, ScopeState};
use model::{Kind, ResourceKey};

/// Everything that was last read.
#[derive(Debug, Default)]
pub struct Seen {
    /// Of all kinds that are looked after.
    pub rows: Vec<Row>,
    /// How the list of each kind and scope was last read.
    pub lists: Vec<(Kind, ScopeState)>,
    /// Grafana workspaces that were described.
    pub networks: Vec<(ResourceKey, Inbound)>,
    /// Workspaces with SAML whose sign-in was read.
    pub certificates: Vec<(ResourceKey, Option<Signing>)>,
    /// The names of the AWS accounts.
    pub accounts: Vec<AccountName>,
}

impl Service {
    /// The scopes whose list of a kind was not read yet, or could not be read the last time.
    pub fn unlisted(&self, kind: Kind) -> Vec<ScopeState> {
        self.look(|snapshot| {
            let states = self.scopes_of(kind).iter().map(|scope| snapshot.scope_state(kind, scope));
            states.filter(|list| list.read_at.is_none() || list.error.is_some()).collect()
        })
    }

    pub fn seen(&self) -> Seen {
        let kinds = || self.estate.kinds.iter().copied();
        let (rows, lists) = self.look(|snapshot| {
            let states = |kind| self.scopes_of(kind).iter().map(move |scope| (kind, snapshot.scope_state(kind, scope)));
            let rows: Vec<Row> = kinds().flat_map(|kind| snapshot.rows(kind)).collect();
            (rows, kinds().flat_map(states).collect())
        });
        let (networks, certificates) = (self.networks(), self.certificates());
        Seen { rows, lists, networks, certificates, accounts: self.estate.accounts.clone() }
    }
}
