//! The simulation held against the real thing: the same schedules on a real database and on the emulator behind its socket
//! have to end with the same journal, record and calls.

use crate::books::Books;
use crate::calls::is_write;
use crate::far::{Far, Socket};
use crate::fault::Fault;
use crate::fleet::{Fleet, prepare, settings};
use crate::people::Desk;
use crate::refresh::Told;
use crate::schedule::Script;
use crate::tables::word_of;
use crate::world::World;
use crate::{Failure, planted};
use emulator::Emulator;
use model::{PlanId, PlanState};
use server::clock::{self, Hands, Source};
use server::config::Delivery;
use server::write_path::{Ground, WritePath};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use store::{AuditRecord, NewAuditEvent, PlanStore, Settings, Store};

/// What goes wrong in both: what needs no clock.
const FAULTS: [Fault; 4] = [Fault::LostBefore, Fault::LostAfter, Fault::Hollow, Fault::Undo];

/// How a schedule ended, without the ids and times that differ from run to run.
#[derive(Debug, PartialEq, Eq)]
pub struct Trace {
    pub journal: Vec<String>,
    pub record: Vec<String>,
    /// In their order.
    pub writes: Vec<String>,
    /// Sorted, each kind once: some are asked at once, and some again until a moment is over.
    pub reads: Vec<String>,
}

/// The machine's own clocks.
#[derive(Debug)]
struct Machine(Instant);

impl Source for Machine {
    fn read(&self) -> Hands {
        let millis = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Hands { wall: millis(since), monotonic: millis(self.0.elapsed()) }
    }
}

fn script(seed: u64, world: &World) -> Arc<Mutex<Script>> {
    let mut script = Script::new(seed);
    script.faults.retain(|fault| FAULTS.contains(fault));
    let at = usize::try_from(seed).unwrap_or_default() % FAULTS.len();
    script.faults.insert(FAULTS[at]);
    let mut state = world.lock();
    state.counts_writes = true;
    // Few calls change something.
    script.arm(&mut state);
    state.calls_due = std::mem::take(&mut state.calls_due).into_iter().map(|(at, fault)| (at % 4 + 1, fault)).collect();
    drop(state);
    Arc::new(Mutex::new(script))
}

async fn start(world: &World, fleet: &Fleet, store: Arc<dyn PlanStore>) -> Result<WritePath, Failure> {
    let ground = Ground {
        store,
        aws: fleet.aws.clone(),
        scopes: vec![fleet.scope.clone()],
        refresh: Arc::new(Told(world.clone())),
        delivery: Some(Delivery::to(fleet.scope.clone())),
        search: Duration::from_millis(40),
        decide: planted::decision(None),
    };
    Ok(WritePath::start(ground).await?)
}

/// One thing after the other: how long each takes decides nothing.
async fn work_in_turn(desk: &Desk, store: &dyn PlanStore) -> Result<(), Failure> {
    loop {
        let Some(wish) = desk.script().wishes.pop() else { return Ok(()) };
        let before = desk.script().plans.len();
        desk.plan(wish).await;
        let mut at = before;
        loop {
            let next = desk.script().plans.get(at).cloned();
            let Some((plan, owner)) = next else { break };
            at += 1;
            if state_of(store, &plan).await? != Some(PlanState::Planned) {
                continue;
            }
            desk.apply(&plan, owner).await;
            while state_of(store, &plan).await? == Some(PlanState::Applying) {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            let follows = desk.script().has(Fault::Undo) && !desk.script().followed.contains(&plan);
            if follows {
                desk.follow(&plan, owner).await;
            }
        }
    }
}

async fn state_of(store: &dyn PlanStore, plan: &PlanId) -> Result<Option<PlanState>, Failure> {
    Ok(store.plan(plan).await?.map(|plan| plan.state))
}

/// In virtual time, on the simulator's own parts.
pub fn simulated(fleet: &Arc<Fleet>, seed: u64) -> Result<Trace, Failure> {
    fastrand::seed(seed);
    let world = World::new(seed, Far::Here(fleet.template()), None);
    let aws = Far::Here(fleet.fork(&world));
    world.lock().aws = aws.clone();
    clock::install(Arc::new(world.clone()));
    fleet.carrier.serve(world.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    runtime.block_on(async {
        world.enter().await;
        let store: Arc<dyn PlanStore> = Arc::new(Books(world.clone()));
        let path = start(&world, fleet, store.clone()).await?;
        let script = script(seed, &world);
        let desk = Desk { world: world.clone(), path, fleet: fleet.clone(), script };
        work_in_turn(&desk, &*store).await?;
        world.leave();
        let events: Vec<String> = world.lock().tables.record.iter().map(told).collect();
        trace(&desk, &*store, events, &aws).await
    })
}

/// In real time, on a real database and over a socket.
pub async fn real(fleet: &Arc<Fleet>, seed: u64, kept: &Settings) -> Result<Trace, Failure> {
    fastrand::seed(seed);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let emulator = Emulator::start(listener, settings(Duration::ZERO)).await?;
    let aws = Far::Socket(Arc::new(Socket::new(emulator)));
    prepare(&aws).await;
    let world = World::new(seed, aws.clone(), None);
    world.lock().is_real = true;
    clock::install(Arc::new(Machine(Instant::now())));
    fleet.carrier.serve(world.clone());
    let real = Store::open(kept).await?;
    let store: Arc<dyn PlanStore> = Arc::new(real.clone());
    let path = start(&world, fleet, store.clone()).await?;
    let script = script(seed, &world);
    let desk = Desk { world: world.clone(), path, fleet: fleet.clone(), script };
    work_in_turn(&desk, &*store).await?;
    let mut events: Vec<String> = real.audit(None, 10_000).await?.iter().map(told_again).collect();
    events.reverse();
    let trace = trace(&desk, &*store, events, &aws).await;
    real.close().await;
    trace
}

fn told(event: &NewAuditEvent) -> String {
    format!("{} {} {} {}", event.actor, event.event, event.operation, event.outcome)
}

fn told_again(record: &AuditRecord) -> String {
    format!("{} {} {} {}", record.event.actor, record.event.event, record.event.operation, record.event.outcome)
}

async fn trace(desk: &Desk, store: &dyn PlanStore, record: Vec<String>, aws: &Far) -> Result<Trace, Failure> {
    let mut journal = Vec::new();
    let plans = desk.script().plans.clone();
    for (number, (plan, _)) in plans.iter().enumerate() {
        let Some(state) = state_of(store, plan).await? else { continue };
        journal.push(format!("plan {number}: {}", state.slug()));
        for step in store.steps(plan).await? {
            let word = step.outcome.as_deref().and_then(word_of);
            let was_sent = step.intended_at.is_some();
            journal.push(format!("plan {number} step {}: {} {was_sent} {word:?}", step.number, step.operation));
        }
    }
    let call = |call: emulator::CallRecord| format!("{} {:?} {:?}", call.operation, call.status, call.error);
    let own = aws.calls().into_iter().filter(|call| call.agent.starts_with("aws-sdk-rust") && call.service != "sts");
    let (writes, mut reads): (Vec<String>, Vec<String>) = own.map(call).partition(|call| is_write(call));
    reads.sort_unstable();
    reads.dedup();
    Ok(Trace { journal, record, writes, reads })
}

/// A store in a folder of its own.
fn sqlite(folder: &Path, seed: u64) -> Settings {
    Settings::Sqlite { dir: folder.join(seed.to_string()), busy_timeout: Duration::from_secs(5) }
}

/// The schedules of these seeds on SQLite, in a folder that goes afterwards.
pub fn hold_on_sqlite(seeds: Range<u64>) -> Result<bool, Failure> {
    let folder = std::env::temp_dir().join(format!("belvedere-simulation-{}", std::process::id()));
    let held = hold(seeds, async |seed| sqlite(&folder, seed));
    std::fs::remove_dir_all(&folder)?;
    held
}

/// Whether each of them ends alike here and there. What does not is told.
fn hold(seeds: Range<u64>, kept: impl AsyncFn(u64) -> Settings) -> Result<bool, Failure> {
    let virtual_time = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    let fleet = virtual_time.block_on(Fleet::read(Duration::ZERO)).map_err(|error| error.message)?;
    drop(virtual_time);
    let (fleet, mut all_alike) = (Arc::new(fleet), true);
    for seed in seeds {
        let simulated = simulated(&fleet, seed)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let real = runtime.block_on(async { real(&fleet, seed, &kept(seed).await).await })?;
        if simulated != real {
            all_alike = false;
            println!("seed {seed} ends otherwise: {simulated:#?}\nand {real:#?}");
        }
    }
    Ok(all_alike)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{hold, sqlite};
    use crate::cluster;
    use std::ops::Range;
    use store::Settings;

    fn hold_sqlite(seeds: Range<u64>) {
        let dir = tempfile::tempdir().unwrap();
        assert!(hold(seeds, async |seed| sqlite(dir.path(), seed)).unwrap());
    }

    fn hold_postgres(seeds: Range<u64>) {
        assert!(hold(seeds, async |_| Settings::Postgres { url: cluster::new_database().await }).unwrap());
    }

    macro_rules! each {
        ($($name:ident, $seeds:expr;)*) => {$(
            mod $name {
                #[test]
                fn on_sqlite_and_over_a_socket_they_end_alike() {
                    super::hold_sqlite($seeds);
                }

                #[test]
                fn on_postgres_and_over_a_socket_they_end_alike() {
                    super::hold_postgres($seeds);
                }
            }
        )*};
    }

    each! {
        first_schedules, 0..50;
        second_schedules, 50..100;
        third_schedules, 100..150;
        fourth_schedules, 150..200;
    }
}
