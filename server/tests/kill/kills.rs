//! A hundred kills: however a server ends, every step is done once, and a step of unknown outcome is looked up before
//! anything is sent again.

use crate::process::{Emulator, Server};
use crate::windows::{Window, kill};
use crate::world::{Call, LOOK, SIGN_IN, WRITE, calls, mark, metadata, plan, source, workspace};
use fastrand::Rng;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const KILLS: usize = 100;
const STEPS: usize = 50;
/// Of each plan; half of them in named windows.
const KILLS_A_PLAN: usize = 10;
/// Set it to have the same windows, steps and delays again.
pub const SEED: &str = "BELVEDERE_KILL_SEED";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_whose_server_is_killed_anywhere_does_every_step_once() {
    let seed = seed();
    eprintln!("{SEED}={seed}");
    let (mut rng, begun) = (Rng::with_seed(seed), Instant::now());
    let emulator = Emulator::start();
    let sources = [source(&emulator, "one").await, source(&emulator, "other").await];
    let mut targets = Vec::new();
    for number in 0..STEPS {
        targets.push(workspace(&emulator, &format!("edge-{number}")).await);
    }
    let mut server = Server::start(&emulator).await;
    let (mut tally, mut again) = (BTreeMap::new(), 0);
    for from in sources.iter().cycle() {
        let left = KILLS - tally.values().sum::<usize>();
        if left == 0 {
            break;
        }
        let since = mark(&emulator).await;
        let plan = plan(&server, from, &targets).await;
        for window in windows(&mut rng).into_iter().take(left) {
            match killed(&emulator, &mut server, &plan, &targets, window, &mut rng).await {
                true => *tally.entry(window.name()).or_default() += 1,
                false => break,
            }
        }
        finish(&server, &plan).await;
        again += once_each(&calls(&emulator, since).await, &targets);
        for id in &targets {
            assert_eq!(metadata(&emulator, id).await, metadata(&emulator, from).await, "{id}");
        }
    }
    eprintln!("{tally:?}, {again} steps sent again after a look, in {:.0?}", begun.elapsed());
}

/// The one that was asked for, or any.
pub fn seed() -> u64 {
    std::env::var(SEED).map_or_else(|_| fastrand::u64(..), |text| text.parse().unwrap())
}

/// The kills of one plan in an order of their own.
pub fn windows(rng: &mut Rng) -> Vec<Window> {
    let mut windows = Window::NAMED.to_vec();
    while windows.len() < KILLS_A_PLAN {
        windows.push(Window::Random(Duration::from_micros(rng.u64(0..150_000))));
    }
    rng.shuffle(&mut windows);
    windows
}

/// Kills the server in a window some steps ahead and starts another; false when the plan was over before.
async fn killed(
    emulator: &Emulator,
    server: &mut Server,
    plan: &str,
    targets: &[String],
    window: Window,
    rng: &mut Rng,
) -> bool {
    let view = server.view(plan).await;
    let done = view["steps"].as_array().unwrap().iter().filter(|step| !step["outcome"].is_null()).count();
    // The step after the last outcome may have been begun; the one after that has not.
    let Some(target) = targets.get(done + 1 + rng.usize(0..3)) else { return false };
    kill(emulator, server, &view, (SIGN_IN, target), window).await;
    let (whole, said) = server.verify();
    assert!(whole && said.ends_with("the chain is whole.\n"), "{window:?}: {said}");
    server.restart();
    let state = server.view(plan).await["state"].take();
    let expected: &[&str] = match window {
        Window::Random(_) => &["planned", "interrupted", "applied"],
        _ => &["interrupted"],
    };
    assert!(expected.iter().any(|word| state == **word), "{window:?}: {state}");
    state != "applied"
}

/// Has the plan go on to its end: all of it was done.
async fn finish(server: &Server, plan: &str) {
    let view = server.view(plan).await;
    if view["state"] != "applied" {
        server.go_on(&view).await;
    }
    let view = server.over(plan).await;
    assert_eq!(view["state"], "applied", "{view}");
    let steps = view["steps"].as_array().unwrap();
    let done = steps.iter().filter(|step| ["applied", "verified"].map(Value::from).contains(&step["outcome"]["word"]));
    assert_eq!(done.count(), STEPS, "{view}");
}

/// Each target was written to once; where a call came to nothing, it was looked at before the next. Answers how many
/// such calls there were.
fn once_each(calls: &[Call], targets: &[String]) -> usize {
    let mut again = 0;
    for id in targets {
        let own: Vec<&Call> = calls.iter().filter(|call| call.is(WRITE, id) || call.is(LOOK, id)).collect();
        let writes: Vec<usize> = (0..own.len()).filter(|at| own[*at].operation == WRITE).collect();
        assert_eq!(writes.iter().filter(|at| own[**at].worked()).count(), 1, "{id}: {own:?}");
        for pair in writes.windows(2) {
            let between = &own[pair[0]..pair[1]];
            assert!(between.iter().any(|call| call.operation == LOOK && call.answered()), "{id}: {own:?}");
            again += 1;
        }
    }
    again
}
