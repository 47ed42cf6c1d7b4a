//! Reading: what was last read of every scope is kept in memory and read again on a schedule. Nothing is written here.

mod budget;
mod certificates;
mod detail;
mod facts;
mod holders;
mod inbound;
mod lists;
mod parts;
mod programs;
mod rates;
mod reader;
mod scopes;
mod seen;
mod snapshot;

pub use budget::Budget;
pub use certificates::Signing;
pub use holders::HeldWorkspace;
pub use inbound::Inbound;
pub use programs::Programs;
pub use rates::Rates;
pub use reader::Reader;
pub use scopes::estate;
pub use seen::Seen;

use crate::clock::{now, steady};
use aws::{Aws, Urgency};
use model::detail::Found;
use model::door::{BoxFuture, Fleet};
use model::fleet::{Estate, Index, Query, Selection, select};
use model::form::{Options, Place, PlaceOption};
use model::{Code, Error, Kind, Permission, Principal, ResourceKey, Scope};
use snapshot::Snapshot;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The fleet: snapshot, schedule and the means to read.
pub struct Service {
    aws: Aws,
    estate: Estate,
    scopes: Vec<Scope>,
    interval: Duration,
    snapshot: RwLock<Snapshot>,
    /// Wakes the reader of one list.
    alarms: Vec<((Kind, Scope), Arc<Notify>)>,
    /// A list was read.
    listed: Notify,
    /// When somebody last looked at holders, as `steady` has it.
    looked_at: AtomicI64,
    /// When somebody last looked at the tokens of the fleet, as `steady` has it.
    tokens_looked_at: AtomicI64,
    /// Resources somebody looks at, to be read whole.
    wanted: UnboundedSender<ResourceKey>,
    wanting: Mutex<Option<UnboundedReceiver<ResourceKey>>>,
}

impl Service {
    pub fn new(aws: Aws, estate: Estate, scopes: Vec<Scope>, interval: Duration) -> Self {
        let lists = scopes.iter().flat_map(|scope| estate.kinds.iter().map(|kind| (*kind, scope.clone())));
        let alarms = lists.map(|list| (list, Arc::new(Notify::new()))).collect();
        let (wanted, wanting) = unbounded_channel();
        let wanting = Mutex::new(Some(wanting));
        Self {
            aws,
            estate,
            scopes,
            interval,
            snapshot: RwLock::default(),
            alarms,
            listed: Notify::new(),
            looked_at: AtomicI64::new(0),
            tokens_looked_at: AtomicI64::new(0),
            wanted,
            wanting,
        }
    }

    /// Begins to read. The tasks end with the [`Reader`].
    pub fn start(self: Arc<Self>) -> Reader {
        Reader::start(&self)
    }

    /// Has a resource, its holders and its list read again: something was just changed there.
    pub fn touch(&self, kind: Kind, scope: &Scope, id: Option<&str>) {
        if let Some(id) = id {
            let key = ResourceKey { kind, scope: scope.clone(), id: id.to_owned() };
            let known = self.change(|snapshot| {
                if let Some(held) = snapshot.held_mut(&key) {
                    held.touch(steady());
                }
                snapshot.entry_mut(&key).map(|entry| entry.asked_at = 0).is_some()
            });
            if known {
                self.begin_reading(&key);
            }
        }
        if let Some(alarm) = self.alarm(kind, scope) {
            alarm.notify_one();
        }
    }

    fn alarm(&self, kind: Kind, scope: &Scope) -> Option<Arc<Notify>> {
        self.alarms.iter().find(|((k, s), _)| *k == kind && s == scope).map(|(_, alarm)| alarm.clone())
    }

    /// The name an account carries in the configuration; empty when it has none.
    pub fn account_name(&self, scope: &Scope) -> String {
        self.estate.accounts.iter().find(|a| a.id == scope.account).map(|a| a.name.clone()).unwrap_or_default()
    }

    /// # Errors
    /// `NotFound` for a kind or a scope the configuration does not name.
    pub fn require(&self, kind: Kind, scope: &Scope) -> Result<(), Error> {
        self.estate.require(kind)?;
        match self.scopes.contains(scope) {
            true => Ok(()),
            false => Err(Error::not_found(format!(
                "{} in {} is not among the configured scopes.",
                scope.account, scope.region
            ))),
        }
    }

    fn look<T>(&self, f: impl FnOnce(&Snapshot) -> T) -> T {
        f(&self.snapshot.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn change<T>(&self, f: impl FnOnce(&mut Snapshot) -> T) -> T {
        f(&mut self.snapshot.write().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// None for a kind that is not looked after.
    fn scopes_of(&self, kind: Kind) -> &[Scope] {
        if self.estate.kinds.contains(&kind) { &self.scopes } else { &[] }
    }

    fn frame(&self, kind: Kind, with_rows: bool) -> Index {
        self.look(|snapshot| Index {
            kind,
            revision: snapshot.revision(),
            now: now(),
            rows: if with_rows { snapshot.rows(kind) } else { Vec::new() },
            scopes: self.scopes_of(kind).iter().map(|scope| snapshot.scope_state(kind, scope)).collect(),
            accounts: self.estate.accounts.clone(),
        })
    }
}

impl Fleet for Service {
    fn estate(&self, who: &Principal) -> Result<Estate, Error> {
        who.require(Permission::FleetRead)?;
        Ok(self.estate.clone())
    }

    fn index(&self, who: &Principal, kind: Kind) -> Result<Index, Error> {
        who.require(Permission::FleetRead)?;
        Ok(self.frame(kind, true))
    }

    fn select(&self, who: &Principal, kind: Kind, query: &Query, size: u32) -> Result<(Index, Selection), Error> {
        who.require(Permission::FleetRead)?;
        let mut index = self.frame(kind, true);
        let selection = select(&index, query, size);
        index.rows = Vec::new();
        Ok((index, selection))
    }

    fn find<'a>(&'a self, who: &'a Principal, key: &'a ResourceKey) -> BoxFuture<'a, Result<Found, Error>> {
        Box::pin(async move {
            who.require(Permission::FleetRead)?;
            if let Err(error) = self.require(key.kind, &key.scope) {
                return Ok(Found::NotRead(error));
            }
            if let Some(detail) = self.detail(key) {
                return Ok(Found::Here(Box::new(detail)));
            }
            self.look_directly(key).await
        })
    }

    fn options(&self, who: &Principal, kind: Kind) -> Result<Options, Error> {
        who.require(Permission::FleetRead)?;
        self.estate.require(kind)?;
        let place = |scope: &Scope| PlaceOption {
            place: Place::of(scope),
            account_name: self.account_name(scope),
            scope: scope.clone(),
            trouble: self.look(|snapshot| snapshot.scope_state(kind, scope)).error.map(|error| error.message),
        };
        let versions = self.look(|snapshot| snapshot.versions.clone());
        Ok(Options { places: self.scopes.iter().map(place).collect(), versions })
    }
}

impl Service {
    /// One read of a resource the snapshot does not hold. It is gone only if its scope was read and this read agrees.
    async fn look_directly(&self, key: &ResourceKey) -> Result<Found, Error> {
        let state = self.look(|snapshot| snapshot.scope_state(key.kind, &key.scope));
        let read = tokio::time::timeout(Duration::from_secs(5), lists::one(&self.aws, key, Urgency::Read));
        match read.await {
            Ok(Ok(row)) => {
                self.change(|snapshot| snapshot.insert(row, steady()));
                let detail = self.detail(key).map(Box::new);
                Ok(detail.map_or(Found::Nowhere, Found::Here))
            }
            Ok(Err(failure)) => {
                let error = Error::from(failure);
                let gone = error.code == Code::NotFound && state.read_at.is_some() && state.error.is_none();
                Ok(if gone { Found::Nowhere } else { Found::NotRead(state.error.unwrap_or(error)) })
            }
            Err(_) => Ok(Found::NotRead(Error::new(Code::Unreachable, "AWS has not answered yet."))),
        }
    }
}
