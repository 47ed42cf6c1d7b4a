//! What the server looks after while it runs, whether or not anybody asks: its clock, plans whose time is over, and what
//! is not kept for good.

use crate::changes;
use crate::clock::{Even, Nap, moment, now};
use model::Millis;
use std::sync::Arc;
use std::time::Duration;
use store::{Store, StoreError};
use tokio::task::JoinSet;

/// How often the two clocks are held against each other, where nobody else asks the time.
const CLOCK: Duration = Duration::from_secs(1);
/// How often plans are looked at whose time may be over.
const EXPIRY: Duration = Duration::from_secs(30);
/// How often there is looked for what is not kept any longer.
const PRUNING: Duration = Duration::from_secs(60 * 60);

const DAY: Millis = 24 * 60 * 60 * 1_000;
/// A session that nobody uses is kept this long.
pub const SESSION: Millis = 30 * DAY;
/// A plan that was never applied is kept this long.
const PLAN: Millis = 30 * DAY;

/// The tasks; dropping it ends them.
#[derive(Debug)]
pub struct Background(JoinSet<()>);

impl Background {
    pub fn start(store: Store, changes: Arc<changes::Service>) -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(watch_clock());
        tasks.spawn(look_after(changes));
        tasks.spawn(keep_pruned(store));
        Self(tasks)
    }

    /// Ends them, and waits until they hold the store no more.
    pub async fn stop(mut self) {
        self.0.shutdown().await;
    }
}

/// A jump wakes whoever waits.
async fn watch_clock() {
    loop {
        moment();
        tokio::time::sleep(CLOCK).await;
    }
}

async fn look_after(changes: Arc<changes::Service>) {
    let mut nap = Nap::new();
    loop {
        if let Err(error) = changes.expire_plans().await {
            tracing::warn!(%error, "plans whose time is over were not looked at");
        }
        if let Err(error) = changes.interrupt_strays().await {
            tracing::warn!(%error, "plans that nobody carries out were not looked at");
        }
        if let Err(error) = changes.lose_unreceived().await {
            tracing::warn!(%error, "secrets that no page received were not looked for");
        }
        nap.sleep(EXPIRY).await;
    }
}

/// By a clock that went on evenly since the last round. It waits the hour out, for a jump may be taken back in a moment.
async fn keep_pruned(store: Store) {
    let mut even = Even::new();
    loop {
        tokio::time::sleep(PRUNING).await;
        let Some(now) = even.now() else { continue };
        if let Err(error) = prune(&store, now, now).await {
            tracing::warn!(%error, "what is old was not removed");
        }
    }
}

/// At the start, when nobody knows whether the clock is right: what was old already at the newest event on record.
///
/// # Errors
/// The store's.
pub async fn prune_by_record(store: &Store) -> Result<(), StoreError> {
    let now = now();
    match store.last_event_at().await? {
        Some(late) => prune(store, now.min(late), now.max(late)).await,
        None => Ok(()),
    }
}

/// Removes sessions that ended and plans that were not applied in time, where it is `earliest` at least and `latest` at
/// most.
async fn prune(store: &Store, earliest: Millis, latest: Millis) -> Result<(), StoreError> {
    store.prune_sessions(earliest, latest.saturating_add(SESSION)).await?;
    let plans = store.prune_plans(earliest.saturating_sub(PLAN)).await?;
    if plans > 0 {
        tracing::info!(plans, "plans that were never applied were removed after 30 days");
    }
    Ok(())
}
