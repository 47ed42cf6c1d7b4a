//! The budget: one token bucket per (account, region, service, operation), shared by reading and
//! writing. Whoever writes goes first, then whoever waits at a page, then the schedule.

use super::rates::Rates;
use aws::{Call, Gate, Urgency};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use model::door::BoxFuture;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

struct Bucket {
    limiter: DefaultDirectRateLimiter,
    /// How many wait with each urgency.
    waiting: [AtomicUsize; 3],
    /// Somebody who waited has gone.
    moved: Notify,
    /// AWS asked for silence until then.
    silent_until: Mutex<Option<Instant>>,
}

/// All buckets; made as they are first needed.
pub struct Budget {
    enabled: bool,
    rates: Rates,
    buckets: Mutex<HashMap<Call, Arc<Bucket>>>,
}

impl Budget {
    /// `enabled = false` lets every call go at once; AWS's own throttling is honoured all the same.
    pub fn new(enabled: bool, rates: Rates) -> Self {
        Self { enabled, rates, buckets: Mutex::default() }
    }

    fn bucket(&self, call: &Call) -> Arc<Bucket> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets
            .entry(call.clone())
            .or_insert_with(|| Arc::new(Bucket::new(self.rates.of(call.service, call.operation))))
            .clone()
    }
}

impl Bucket {
    fn new(rate: NonZeroU32) -> Self {
        Self {
            limiter: RateLimiter::direct(Quota::per_second(rate)),
            waiting: Default::default(),
            moved: Notify::new(),
            silent_until: Mutex::default(),
        }
    }

    async fn enter(&self, urgency: Urgency, limited: bool) {
        let level = urgency as usize;
        self.waiting[level].fetch_add(1, Ordering::SeqCst);
        let _leaving = Leaving { bucket: self, level };
        loop {
            let moved = self.moved.notified();
            if let Some(until) = self.silence() {
                sleep_until(until).await;
            } else if self.waiting[..level].iter().any(|more_urgent| more_urgent.load(Ordering::SeqCst) > 0) {
                moved.await;
            } else if !limited || self.limiter.check().is_ok() {
                return;
            } else {
                // The limiter counts in steps of its rate; a short nap keeps the order of urgency right at each step.
                sleep(Duration::from_millis(20)).await;
            }
        }
    }

    fn silence(&self) -> Option<Instant> {
        let until = *self.silent_until.lock().unwrap_or_else(PoisonError::into_inner);
        until.filter(|until| *until > Instant::now())
    }
}

/// Makes room however the waiting ends, cancelled ones included.
struct Leaving<'a> {
    bucket: &'a Bucket,
    level: usize,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.bucket.waiting[self.level].fetch_sub(1, Ordering::SeqCst);
        self.bucket.moved.notify_waiters();
    }
}

impl Gate for Budget {
    fn enter<'a>(&'a self, call: &'a Call, urgency: Urgency) -> BoxFuture<'a, ()> {
        Box::pin(async move { self.bucket(call).enter(urgency, self.enabled).await })
    }

    fn throttled(&self, call: &Call, wait: Duration) {
        let bucket = self.bucket(call);
        let mut silent = bucket.silent_until.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + wait.min(Duration::from_secs(60));
        *silent = Some(silent.map_or(until, |earlier| earlier.max(until)));
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Budget, Rates};
    use aws::{Call, Gate, Service, Urgency};
    use futures::FutureExt;
    use model::{AccountId, Region, Scope};
    use std::collections::BTreeMap;
    use std::num::NonZeroU32;

    fn call(region: &str) -> Call {
        let (account, region) = (AccountId::parse("441122338890").unwrap(), Region::parse(region).unwrap());
        Call { scope: Scope { account, region }, service: Service::Grafana, operation: "CreateWorkspace" }
    }

    /// How many of ten calls go at once.
    fn at_once(budget: &Budget, region: &str) -> usize {
        let goes = |_: &usize| budget.enter(&call(region), Urgency::Write).now_or_never().is_some();
        (0..10).filter(goes).count()
    }

    #[tokio::test]
    async fn as_many_calls_go_at_once_as_the_rate_allows_in_each_region() {
        let budget = Budget::new(true, Rates::default());
        assert_eq!((at_once(&budget, "eu-west-1"), at_once(&budget, "us-east-1")), (1, 1));
    }

    #[tokio::test]
    async fn a_rate_that_is_said_is_kept_to() {
        let said = BTreeMap::from([("grafana:CreateWorkspace".to_owned(), NonZeroU32::new(4).unwrap())]);
        assert_eq!(at_once(&Budget::new(true, Rates::with(said).unwrap()), "eu-west-1"), 4);
    }

    #[tokio::test]
    async fn a_budget_that_is_off_lets_everything_go() {
        assert_eq!(at_once(&Budget::new(false, Rates::default()), "eu-west-1"), 10);
    }
}
