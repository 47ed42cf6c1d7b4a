//! The one place that asks what time it is, and how long ago something was.
//!
//! A machine has two clocks, and neither can be trusted alone: the wall clock is set forward and back, and the monotonic
//! one stands still while the machine sleeps. So an age is the larger of what the two say. Three questions have three
//! answers:
//! * [`now`] is what is shown and stored; it may jump.
//! * [`steady`] is for ages of what this process holds in memory. It only goes forward, and by a day and more at once
//!   when the wall clock jumped: everything held is old then.
//! * [`Nap`] is how a loop waits; it ends at once when the wall clock jumped.
//!
//! What removes something for good asks [`Even`], which has no answer after a jump.

mod keeper;

use keeper::Keeper;
use model::Millis;
use std::fmt::Debug;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

pub(crate) use keeper::SetBack;

/// What a moment of another process may lie in the future, before its clock is said to have been ahead: a minute.
pub(crate) const TOLERANCE: Millis = 60_000;

/// Where the time comes from: the machine's two clocks, or what a simulation says in their place.
pub trait Source: Debug + Send + Sync {
    fn read(&self) -> Hands;
}

/// What a machine's two clocks say at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hands {
    /// Milliseconds since 1970-01-01 UTC. It is set forward and back.
    pub wall: Millis,
    /// Milliseconds since some moment. It never goes back, and may stand still while the machine sleeps.
    pub monotonic: Millis,
}

/// One moment, for what is shown with its time and goes by its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// As [`now`].
    pub wall: Millis,
    /// As [`steady`].
    pub steady: Millis,
    /// For spans of this process alone; no jump moves it.
    pub monotonic: Millis,
}

/// The machine's own clocks.
#[derive(Debug)]
struct Machine {
    begun: Instant,
}

impl Source for Machine {
    fn read(&self) -> Hands {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Hands { wall: millis(since), monotonic: millis(self.begun.elapsed()) }
    }
}

fn millis(time: Duration) -> Millis {
    Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)
}

static KEEPER: LazyLock<Mutex<Keeper>> =
    LazyLock::new(|| Mutex::new(Keeper::new(Arc::new(Machine { begun: Instant::now() }))));

fn keeper() -> MutexGuard<'static, Keeper> {
    KEEPER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes the time of this process from `source` from now on. For the composition root, before anything else.
pub fn install(source: Arc<dyn Source>) {
    keeper().take(source);
}

/// Milliseconds since 1970-01-01 UTC.
pub(crate) fn now() -> Millis {
    moment().wall
}

/// Milliseconds that only go forward, for ages of what this process holds: the difference of two is at least what
/// either clock counted between them, and more than a day when the wall clock jumped meanwhile.
pub(crate) fn steady() -> Millis {
    moment().steady
}

pub(crate) fn moment() -> Moment {
    keeper().look()
}

/// When the wall clock was last set back by more than a minute, in the last 24 hours.
pub(crate) fn set_back() -> Option<SetBack> {
    keeper().set_back()
}

/// Says that this clock is behind one that was read before this process began.
pub(crate) fn is_behind(by: Millis) {
    keeper().note_back(by);
}

/// How a loop waits. A jump of the wall clock ends the waiting, one that happened since the last waiting too.
pub(crate) struct Nap(watch::Receiver<u64>);

impl Nap {
    pub fn new() -> Self {
        Self(keeper().jumps())
    }

    pub async fn sleep(&mut self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            // The sender lives as long as the process.
            _ = self.0.changed() => {}
        }
    }
}

/// The time for what cannot be taken back: a clock that has just jumped may be wrong for a moment.
pub(crate) struct Even(watch::Receiver<u64>);

impl Even {
    pub fn new() -> Self {
        Self(keeper().jumps())
    }

    /// As [`now`], unless the wall clock jumped since this was asked last.
    pub fn now(&mut self) -> Option<Millis> {
        let now = now();
        // The sender lives as long as the process.
        let jumped = self.0.has_changed().unwrap_or(true);
        self.0.mark_unchanged();
        (!jumped).then_some(now)
    }
}
