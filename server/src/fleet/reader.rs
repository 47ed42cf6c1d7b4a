//! The schedule: one task a list, one that completes the rows of a scope, one each for its holders, its
//! service accounts and the certificates of its sign-in, one for versions. They
//! end with the server.

use super::parts::Part;
use super::{Service, lists};
use crate::clock::{Nap, moment, steady};
use aws::Urgency;
use model::{Kind, Millis, ResourceKey, Scope};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// While something changes by itself its list is read this often.
const CHANGING: Duration = Duration::from_secs(2);
/// After so many intervals a part that could not be read is tried again, after a minute at most.
const TRIED_AGAIN: u32 = 4;
/// What lists need of the resources themselves is good for this long.
const COMPLETED_FOR: Millis = 10 * 60 * 1000;

/// The tasks that read; dropping it ends them.
pub struct Reader(JoinSet<()>);

impl Reader {
    pub(super) fn start(service: &Arc<Service>) -> Self {
        let mut tasks = JoinSet::new();
        for ((kind, scope), alarm) in service.alarms.clone() {
            let reading = service.clone();
            let place = scope.clone();
            tasks.spawn(async move {
                let mut nap = Nap::new();
                loop {
                    let wait = reading.read_list(kind, &place).await;
                    tokio::select! {
                        () = nap.sleep(wait) => {}
                        () = alarm.notified() => {}
                    }
                }
            });
            if kind == Kind::Grafana {
                let (holding, at) = (service.clone(), scope.clone());
                tasks.spawn(async move { holding.keep_holders(&at).await });
                let (employing, at) = (service.clone(), scope.clone());
                tasks.spawn(async move { employing.keep_programs(&at).await });
                let (certifying, at) = (service.clone(), scope.clone());
                tasks.spawn(async move { certifying.keep_certificates(&at).await });
            }
            if !Part::for_lists(kind).is_empty() {
                let completing = service.clone();
                tasks.spawn(async move { completing.keep_complete(kind, &scope).await });
            }
        }
        let wanting = service.wanting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(mut wanting) = wanting {
            let looking = service.clone();
            tasks.spawn(async move {
                let mut reads = JoinSet::new();
                while let Some(key) = wanting.recv().await {
                    let looking = looking.clone();
                    reads.spawn(async move { looking.read_whole(&key).await });
                    while reads.try_join_next().is_some() {}
                }
            });
        }
        let versions = service.clone();
        tasks.spawn(async move { versions.keep_versions().await });
        Self(tasks)
    }

    pub fn stop(mut self) {
        self.0.abort_all();
    }
}

impl Service {
    /// Reads one list and answers how long it is good for.
    async fn read_list(&self, kind: Kind, scope: &Scope) -> Duration {
        let begun = steady();
        let was_changing = self.look(|snapshot| snapshot.is_changing(kind, scope));
        let urgency = if was_changing { Urgency::Read } else { Urgency::Background };
        let answer = lists::all(&self.aws, kind, scope, urgency).await;
        let known = self.look(|snapshot| snapshot.scope_state(kind, scope)).error.map(|error| error.message);
        // What is the same as the last time was said already.
        if let Err(failure) = answer.as_ref()
            && known.as_ref() != Some(&failure.error.message)
        {
            tracing::warn!(list = kind.segment(), scope = %scope, error = %failure.error, "list not read");
        }
        self.change(|snapshot| snapshot.record_list(kind, scope, begun, moment(), answer));
        self.listed.notify_waiters();
        match self.look(|snapshot| snapshot.is_changing(kind, scope)) {
            true => CHANGING.min(self.interval),
            false => self.interval,
        }
    }

    /// Reads what lists need of each resource, one after the other, when it is missing or old: as soon as a list was
    /// read, which may have named new ones.
    async fn keep_complete(&self, kind: Kind, scope: &Scope) {
        let again = (self.interval * TRIED_AGAIN).min(Duration::from_secs(60));
        let again = Millis::try_from(again.as_millis()).unwrap_or(Millis::MAX);
        let mut tried: HashMap<(ResourceKey, Part), Millis> = HashMap::new();
        let mut nap = Nap::new();
        loop {
            let listed = self.listed.notified();
            tried.retain(|_, at| steady() - *at < again);
            for (key, part) in self.incomplete(kind, scope) {
                if !tried.contains_key(&(key.clone(), part)) {
                    self.read_part(&key, part, Urgency::Background).await;
                    tried.insert((key, part), steady());
                }
            }
            tokio::select! {
                () = nap.sleep(self.interval.min(Duration::from_secs(5))) => {}
                () = listed => {}
            }
        }
    }

    fn incomplete(&self, kind: Kind, scope: &Scope) -> Vec<(ResourceKey, Part)> {
        self.look(|snapshot| {
            let old = |key: &ResourceKey, part| {
                let kept_at = snapshot.entry(key).and_then(|entry| entry.kept_at(part));
                kept_at.is_none_or(|at| steady() - at > COMPLETED_FOR)
            };
            let keys = snapshot.keys(kind, scope).into_iter();
            let pairs = keys.flat_map(|key| Part::for_lists(kind).iter().map(move |part| (key.clone(), *part)));
            pairs.filter(|(key, part)| old(key, *part)).collect()
        })
    }

    /// Reads the versions a workspace can be created with, from the first scope that answers; once an hour.
    async fn keep_versions(&self) {
        let mut nap = Nap::new();
        loop {
            for scope in self.scopes_of(Kind::Grafana) {
                if let Ok(mut versions) = self.aws.grafana(scope).list_versions(None, Urgency::Background).await {
                    versions.sort_by_key(|version| {
                        let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
                        std::cmp::Reverse(parts)
                    });
                    self.change(|snapshot| snapshot.versions = versions);
                    break;
                }
            }
            nap.sleep(Duration::from_secs(3600)).await;
        }
    }
}
