//! A gate that keeps calls waiting until it is told to let them in.

use aws::{Call, Gate, Urgency};
use futures::future::BoxFuture;
use std::collections::HashSet;
use std::time::Duration;
use tokio::sync::watch;

/// How long anything is waited for that has to happen.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Bars an operation that AWS throttles, too.
#[derive(Default)]
pub struct Barred {
    bars: watch::Sender<HashSet<&'static str>>,
    came: watch::Sender<Vec<&'static str>>,
}

impl Barred {
    pub fn bar(&self, operation: &'static str) {
        self.bars.send_modify(|bars| bars.extend([operation]));
    }

    pub fn open(&self, operation: &'static str) {
        self.bars.send_modify(|bars| bars.retain(|barred| *barred != operation));
    }

    /// Waits until an operation is barred.
    pub async fn is_barred(&self, operation: &str) {
        let mut bars = self.bars.subscribe();
        let barred = bars.wait_for(|bars| bars.contains(operation));
        tokio::time::timeout(PATIENCE, barred).await.unwrap().unwrap();
    }

    /// Waits until an operation came to the gate for the `times`th time.
    pub async fn has_come(&self, operation: &str, times: usize) {
        let mut came = self.came.subscribe();
        let enough = came.wait_for(|came| came.iter().filter(|name| **name == operation).count() >= times);
        tokio::time::timeout(PATIENCE, enough).await.unwrap().unwrap();
    }
}

impl Gate for Barred {
    fn enter<'a>(&'a self, call: &'a Call, _: Urgency) -> BoxFuture<'a, ()> {
        self.came.send_modify(|came| came.push(call.operation));
        Box::pin(async {
            let mut bars = self.bars.subscribe();
            bars.wait_for(|bars| !bars.contains(call.operation)).await.unwrap();
        })
    }

    fn throttled(&self, call: &Call, _: Duration) {
        self.bar(call.operation);
    }
}
