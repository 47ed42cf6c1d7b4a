//! What is outside of the application and outlives it: time, the database, AWS, and what is known of both that the
//! application does not know.

use crate::far::Far;
use crate::fault::Fault;
use crate::planted::Planted;
use crate::tables::Tables;
use model::{Millis, PlanId};
use server::clock::{Hands, Source};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// The wall clock at the beginning of every schedule: 1 January 2027.
const BEGINNING: Millis = 1_798_761_600_000;

/// A step: its plan and its number.
pub type StepKey = (PlanId, i32);

/// Clones share it.
#[derive(Clone)]
pub struct World(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    crashed: Notify,
}

pub struct State {
    pub random: fastrand::Rng,
    pub tables: Tables,
    pub aws: Far,
    pub planted: Option<Planted>,
    /// What is to go wrong with the call or the transaction of a number.
    pub calls_due: BTreeMap<u64, Fault>,
    pub commits_due: BTreeMap<u64, Fault>,
    pub crash_at: Option<u64>,
    /// What befalls calls is counted by those that change something: those that read may come in any order.
    pub counts_writes: bool,
    /// The database is a real one, of which nothing is known here: nothing is checked.
    pub is_real: bool,
    /// Nothing goes wrong by itself any more.
    pub is_calm: bool,
    pub effects: u64,
    pub calls: u64,
    pub commits: u64,
    /// The database is gone, or its disk full, until then.
    pub gone_until: Millis,
    pub full_until: Millis,
    /// Requests that arrive at a moment, whoever still waits for them.
    pub late: Vec<(Millis, http::Request<Vec<u8>>, Option<StepKey>)>,
    pub checks: Checks,
    /// What fired.
    pub fired: BTreeSet<Fault>,
    pub story: Vec<String>,
    pub breaches: Vec<String>,
    clock: Clock,
}

/// What is known of the application from outside.
#[derive(Default)]
pub struct Checks {
    /// The step that a task has said it is about to send.
    pub open: HashMap<tokio::task::Id, StepKey>,
    /// What each step writes to, as the record has it.
    pub targets: BTreeMap<StepKey, String>,
    pub sent: BTreeMap<StepKey, Vec<Sent>>,
    /// Requests that did not arrive, or not yet.
    pub lost: BTreeMap<StepKey, Vec<Sent>>,
    pub secrets: Vec<Minted>,
    /// Plans of which the last run is a drop.
    pub dropped: BTreeSet<PlanId>,
    /// When somebody else last changed a thing, by what is changed of it.
    pub moved: BTreeMap<(String, &'static str), Millis>,
    /// Tokens of the name that a mint is to give, made by somebody else: workspace, account and token as a path, and when.
    pub twins: Vec<(String, Millis)>,
    /// The next mint is lost on its way.
    pub loses_mint: bool,
    /// When a plan was put.
    pub planned: BTreeMap<PlanId, Millis>,
    /// When the last run of a plan began.
    pub begun: BTreeMap<PlanId, Millis>,
    /// A deadline by the monotonic clock.
    pub deadlines: BTreeMap<PlanId, Millis>,
}

/// One request of a step.
#[derive(Clone, Debug)]
pub struct Sent {
    /// AWS did it.
    pub is_done: bool,
    /// AWS refused it for its rate, so that nothing was done.
    pub is_throttled: bool,
}

/// A secret that AWS made and that arrived at the application.
#[derive(Clone, Debug)]
pub struct Minted {
    pub step: StepKey,
    pub value: String,
    pub readers: u32,
    pub is_delivered: bool,
    pub is_confirmed: bool,
}

#[derive(Debug)]
struct Clock {
    /// Virtual milliseconds of the runtimes that are over.
    before: Millis,
    begun: Option<Instant>,
    /// How far the wall clock was set.
    set: Millis,
}

impl Clock {
    fn elapsed(&self) -> Millis {
        let this = self.begun.map_or(0, |begun| i64::try_from(begun.elapsed().as_millis()).unwrap_or(Millis::MAX));
        self.before + this
    }
}

/// Does not keep it.
pub struct WeakWorld(Weak<Shared>);

impl WeakWorld {
    /// Since 1970; AWS's clock goes evenly, whatever is done to the application's.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this century fit")]
    pub fn seconds(&self) -> f64 {
        let shared = self.0.upgrade();
        let elapsed = shared.map(|shared| shared.state.lock().unwrap_or_else(PoisonError::into_inner).clock.elapsed());
        (BEGINNING + elapsed.unwrap_or_default()) as f64 / 1_000.0
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("World")
    }
}

impl Source for World {
    fn read(&self) -> Hands {
        let state = self.lock();
        let elapsed = state.clock.elapsed();
        // The fault that is planted: a monotonic clock that goes by the wall's.
        let monotonic = if state.planted == Some(Planted::WallClockAlone) { 0 } else { elapsed };
        Hands { wall: BEGINNING + elapsed + state.clock.set, monotonic }
    }
}

impl World {
    pub fn new(seed: u64, aws: Far, planted: Option<Planted>) -> Self {
        let clock = Clock { before: 0, begun: None, set: 0 };
        let state = State {
            random: fastrand::Rng::with_seed(seed),
            tables: Tables::default(),
            aws,
            planted,
            calls_due: BTreeMap::new(),
            commits_due: BTreeMap::new(),
            crash_at: None,
            counts_writes: false,
            is_real: false,
            is_calm: false,
            effects: 0,
            calls: 0,
            commits: 0,
            gone_until: 0,
            full_until: 0,
            late: Vec::new(),
            checks: Checks::default(),
            fired: BTreeSet::new(),
            story: Vec::new(),
            breaches: Vec::new(),
            clock,
        };
        Self(Arc::new(Shared { state: Mutex::new(state), crashed: Notify::new() }))
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A runtime begins; its clock is wound to where the one before ended, for AWS goes on.
    pub async fn enter(&self) {
        let before = self.lock().clock.before;
        tokio::time::advance(Duration::from_millis(u64::try_from(before).unwrap_or_default())).await;
        self.lock().clock.begun = Some(Instant::now());
    }

    /// The runtime is about to end, and every task with it.
    pub fn leave(&self) {
        let mut state = self.lock();
        state.clock.before = state.clock.elapsed();
        state.clock.begun = None;
        state.checks.open.clear();
        // How old a plan is that an earlier process made, the clocks alone do not say.
        state.checks.deadlines.clear();
    }

    pub fn downgrade(&self) -> WeakWorld {
        WeakWorld(Arc::downgrade(&self.0))
    }

    pub async fn crashed(&self) {
        self.0.crashed.notified().await;
    }

    /// One await of the application's: it may take a while, and it may be the one in the middle of which everything ends.
    pub async fn pass(&self) {
        let (wait, is_last) = {
            let mut state = self.lock();
            state.effects += 1;
            let is_last = state.crash_at == Some(state.effects);
            let wait = if state.random.u8(..4) == 0 { state.random.u64(1..40) } else { 0 };
            if is_last {
                state.crash_at = None;
                state.fire(Fault::Crash);
            }
            (wait, is_last)
        };
        if is_last {
            self.0.crashed.notify_one();
            std::future::pending::<()>().await;
        }
        if wait > 0 {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    pub fn now(&self) -> Millis {
        self.read().wall
    }
}

impl State {
    pub fn fire(&mut self, fault: Fault) {
        self.fired.insert(fault);
        self.tell(format!("fault: {fault:?}"));
    }

    /// One line of the story.
    pub fn tell(&mut self, line: impl Into<String>) {
        let at = self.clock.elapsed();
        self.story.push(format!("{:>7}.{:03} s  {}", at / 1_000, at % 1_000, line.into()));
    }

    pub fn breach(&mut self, what: impl Into<String>) {
        let what = what.into();
        self.tell(format!("BREACH: {what}"));
        self.breaches.push(what);
    }

    pub fn elapsed(&self) -> Millis {
        self.clock.elapsed()
    }

    /// Sets the wall clock.
    pub fn set_clock(&mut self, by: Millis) {
        self.clock.set += by;
    }
}
