//! What can be made to happen to a call, and how it happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::canned::Canned;
use crate::wire::failure::Failure;

/// The kinds of mishap, as faults and sentinel inputs name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Throttled,
    Denied,
    Slow,
    Internal,
    /// The connection ends before any work is done.
    CutBefore,
    /// The work is done, then the connection ends.
    CutAfter,
    /// The call waits before its work until it is released.
    Held,
    /// The work is done; the answer waits until it is released.
    HeldAfter,
    /// No work is done, and the answer is what was ordered.
    Answer,
    /// The work is done, and the answer is what was ordered.
    AnswerAfter,
}

/// How long a slow call takes that does not say.
pub(crate) const SLOW: Duration = Duration::from_secs(2);

/// A mishap that is due.
#[derive(Debug)]
pub(crate) struct Mishap {
    pub(crate) kind: Kind,
    pub(crate) delay: Duration,
    pub(crate) hold: Option<Hold>,
    pub(crate) canned: Canned,
}

/// What remains to be done to a call after its work.
#[derive(Debug)]
pub(crate) enum After {
    Answer,
    Cut,
    Hold(Hold),
    Canned(Canned),
}

/// Why a call does not come to its work.
#[derive(Debug)]
pub(crate) enum Stop {
    Failed(Failure),
    Cut,
    Canned(Canned),
}

impl Mishap {
    pub(crate) fn of(kind: Kind) -> Self {
        Self { kind, delay: SLOW, hold: None, canned: Canned::default() }
    }

    /// Everything that happens before the work.
    pub(crate) async fn strike(self) -> Result<After, Stop> {
        match self.kind {
            Kind::Throttled => return Err(Stop::Failed(Failure::throttled(1))),
            Kind::Denied => return Err(Stop::Failed(Failure::denied("The caller is not allowed to do this"))),
            Kind::Internal => return Err(Stop::Failed(Failure::internal())),
            Kind::CutBefore => return Err(Stop::Cut),
            Kind::CutAfter => return Ok(After::Cut),
            Kind::Slow => tokio::time::sleep(self.delay).await,
            Kind::Held => {
                if let Some(hold) = self.hold {
                    hold.released().await;
                }
            }
            Kind::Answer => return Err(Stop::Canned(self.canned)),
            Kind::AnswerAfter => return Ok(After::Canned(self.canned)),
            Kind::HeldAfter => return Ok(self.hold.map_or(After::Answer, After::Hold)),
        }
        Ok(After::Answer)
    }
}

/// One call's place in a hold; counted as long as it lives.
#[derive(Debug)]
pub(crate) struct Hold {
    open: watch::Receiver<bool>,
    waiting: Arc<AtomicUsize>,
}

impl Hold {
    pub(crate) fn new(open: watch::Receiver<bool>, waiting: &Arc<AtomicUsize>) -> Self {
        Self { open, waiting: Arc::clone(waiting) }
    }

    /// Waits for the release; a fault that is gone releases too.
    pub(crate) async fn released(mut self) {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let guard = Leaving(Arc::clone(&self.waiting));
        let _gone = self.open.wait_for(|open| *open).await;
        drop(guard);
    }
}

/// Counts down however the wait ends: by the release, or because the caller has gone.
struct Leaving(Arc<AtomicUsize>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
