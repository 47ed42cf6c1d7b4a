//! One schedule from its beginning to rest.

use crate::books::Books;
use crate::carrier::arrive;
use crate::far::Far;
use crate::fault::Fault;
use crate::fleet::Fleet;
use crate::people::Desk;
use crate::planted::{Planted, decision};
use crate::refresh::Told;
use crate::rest;
use crate::schedule::Script;
use crate::wishes::Wish;
use crate::world::World;
use model::PlanState;
use server::clock;
use server::config::Delivery;
use server::write_path::{Ground, WritePath};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What came of a schedule.
#[derive(Debug)]
pub struct Report {
    pub seed: u64,
    pub wishes: BTreeSet<Wish>,
    pub fired: BTreeSet<Fault>,
    pub breaches: Vec<String>,
    pub story: Vec<String>,
}

/// Virtual time after which whatever still waits is stuck.
const LONGEST: Duration = Duration::from_secs(12 * 60 * 60);

/// Runs the schedule of a seed. Nothing of it is left but the report.
///
/// # Errors
/// When no runtime can be made.
pub fn run(fleet: &Arc<Fleet>, seed: u64, planted: Option<Planted>) -> std::io::Result<Report> {
    fastrand::seed(seed);
    let world = World::new(seed, Far::Here(fleet.template()), planted);
    let aws = Far::Here(fleet.fork(&world));
    world.lock().aws = aws;
    clock::install(Arc::new(world.clone()));
    fleet.carrier.serve(world.clone());
    let mut script = Script::new(seed);
    let wishes = script.wishes.iter().copied().collect();
    script.arm(&mut world.lock());
    let script = Arc::new(Mutex::new(script));
    while !live(&world, fleet, &script)? {
        world.lock().tell("everything ends; another server starts");
    }
    let mut state = world.lock();
    rest::check(&mut state);
    Ok(Report {
        seed,
        wishes,
        fired: state.fired.clone(),
        breaches: std::mem::take(&mut state.breaches),
        story: std::mem::take(&mut state.story),
    })
}

/// One life of the application; whether everything came to rest in it.
fn live(world: &World, fleet: &Arc<Fleet>, script: &Arc<Mutex<Script>>) -> std::io::Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    Ok(runtime.block_on(async {
        world.enter().await;
        let rests = tokio::select! {
            () = world.crashed() => false,
            ended = tokio::time::timeout(LONGEST, work_and_rest(world, fleet, script)) => {
                if ended.is_err() {
                    world.lock().breach("something waits for ever");
                }
                true
            }
        };
        world.leave();
        rests
    }))
}

async fn work_and_rest(world: &World, fleet: &Arc<Fleet>, script: &Arc<Mutex<Script>>) {
    tokio::spawn(deliver_late(world.clone()));
    let path = start(world, fleet).await;
    let desk = Desk { world: world.clone(), path, fleet: fleet.clone(), script: script.clone() };
    desk.work().await;
    come_to_rest(&desk).await;
}

/// A server that cannot open its store is started again.
async fn start(world: &World, fleet: &Arc<Fleet>) -> WritePath {
    loop {
        let ground = Ground {
            store: Arc::new(Books(world.clone())),
            aws: fleet.aws.clone(),
            scopes: vec![fleet.scope.clone()],
            refresh: Arc::new(Told(world.clone())),
            delivery: Some(Delivery::to(fleet.scope.clone())),
            search: Duration::from_secs(10),
            decide: decision(world.lock().planted),
        };
        match WritePath::start(ground).await {
            Ok(path) => return path,
            Err(error) => world.lock().tell(format!("no start: {error}")),
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

/// Requests that were lost on the way arrive when their time has come.
async fn deliver_late(world: World) {
    loop {
        tokio::time::sleep(Duration::from_millis(700)).await;
        let (due, aws) = {
            let mut state = world.lock();
            let now = state.elapsed();
            let (due, later) = std::mem::take(&mut state.late).into_iter().partition(|(at, ..)| *at <= now);
            state.late = later;
            (due, state.aws.clone())
        };
        let due: Vec<_> = due;
        for (_, request, key) in due {
            arrive(&world, &aws, request, key).await;
        }
    }
}

/// Nothing goes wrong any more; people take up what is left, and the server looks after the rest.
async fn come_to_rest(desk: &Desk) {
    desk.world.lock().is_calm = true;
    for _ in 0..40 {
        tokio::time::sleep(Duration::from_secs(31)).await;
        let _ended = desk.path.look_after().await;
        let left: Vec<_> = {
            let state = desk.world.lock();
            let is_left = |state: PlanState| matches!(state, PlanState::Interrupted | PlanState::Applying);
            state.tables.plans.values().filter(|plan| is_left(plan.state)).map(|plan| plan.id.clone()).collect()
        };
        let is_quiet = desk.world.lock().late.is_empty() && desk.world.lock().tables.handovers.is_empty();
        if left.is_empty() && is_quiet {
            return;
        }
        let plans = desk.script().plans.clone();
        for (plan, owner) in plans.into_iter().filter(|(plan, _)| left.contains(plan)) {
            let state = desk.world.lock().tables.plans.get(&plan).map(|plan| plan.state);
            if state == Some(PlanState::Interrupted) {
                desk.take_up(&plan, owner).await;
            }
        }
    }
}
