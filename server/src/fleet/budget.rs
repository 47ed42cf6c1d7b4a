//! The budget: one token bucket per (account, region, service, operation), with AWS's published rates, shared by
//! reading and writing. Whoever writes goes first, then whoever waits at a page, then the schedule.

use aws::{Call, Gate, Service, Urgency};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use model::door::BoxFuture;
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

/// Calls a second, per account and region: Service Quotas for Managed Grafana, Prometheus and CodeArtifact. Where AWS
/// publishes none, five.
const fn rate(service: Service, operation: &str) -> u32 {
    match (service, operation.as_bytes()) {
        (Service::Grafana, b"CreateWorkspace" | b"DeleteWorkspace" | b"AssociateLicense" | b"DisassociateLicense") => 1,
        (Service::Grafana, b"DescribeWorkspaceAuthentication" | b"UpdateWorkspaceAuthentication") => 1,
        (Service::Grafana, b"ListPermissions" | b"UpdatePermissions" | b"UpdateWorkspace") => 10,
        (Service::Grafana, _) => 5,
        (Service::Prometheus, _) => 10,
        (Service::CodeArtifact, _) => 100,
        (Service::Sts, _) => 50,
    }
}

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
    buckets: Mutex<HashMap<Call, Arc<Bucket>>>,
}

impl Budget {
    /// `enabled = false` lets every call go at once; AWS's own throttling is honoured all the same.
    pub fn new(enabled: bool) -> Self {
        Self { enabled, buckets: Mutex::default() }
    }

    fn bucket(&self, call: &Call) -> Arc<Bucket> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.entry(call.clone()).or_insert_with(|| Arc::new(Bucket::new(call))).clone()
    }
}

impl Bucket {
    fn new(call: &Call) -> Self {
        let rate = NonZeroU32::new(rate(call.service, call.operation)).unwrap_or(NonZeroU32::MIN);
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
