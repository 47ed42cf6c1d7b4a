//! Runs schedules against the write path: seeds decide everything, time is virtual, and whatever fails can be run again.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it finds is its output")]

mod books;
mod calls;
mod carrier;
#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
#[path = "../../store/tests/store/cluster.rs"]
mod cluster;
mod elsewhere;
mod explore;
mod far;
mod fault;
mod fleet;
mod people;
mod planted;
mod real;
mod refresh;
mod rest;
mod run;
mod schedule;
mod table;
mod tables;
mod wishes;
mod world;

use clap::{Parser, ValueEnum};
use fleet::Fleet;
use planted::Planted;
use run::run;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

#[derive(Clone, Debug, Parser)]
#[command(about = "Runs schedules of faults against the write path")]
struct Arguments {
    /// How many schedules.
    #[arg(default_value_t = 1_000)]
    schedules: u64,
    /// The seed of the first.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Over so many processes.
    #[arg(long, default_value_t = 1)]
    jobs: u64,
    /// Runs one schedule and tells all of it.
    #[arg(long)]
    seed: Option<u64>,
    /// Plants a fault, which has to be found.
    #[arg(long)]
    planted: Option<Planted>,
    /// Plants each of the faults, one after the other.
    #[arg(long)]
    all_planted: bool,
    /// Runs so many schedules on SQLite and the emulator's socket, too; both have to end alike.
    #[arg(long)]
    real: Option<u64>,
    /// Prints schedules by kind and fault.
    #[arg(long)]
    table: bool,
    /// The same for another program.
    #[arg(long, hide = true)]
    cells: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match simulate(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

type Failure = Box<dyn std::error::Error>;

/// Whether nothing was found, or everything that was planted.
fn simulate(arguments: &Arguments) -> Result<bool, Failure> {
    if arguments.jobs > 1 {
        return explore::spread(arguments);
    }
    if let Some(count) = arguments.real {
        return real::hold_on_sqlite(0..count);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    let fleet = Arc::new(runtime.block_on(Fleet::read(Duration::from_millis(900))).map_err(|error| error.message)?);
    drop(runtime);
    if let Some(seed) = arguments.seed {
        let report = run(&fleet, seed, arguments.planted)?;
        println!("seed {seed}: {:?}, {:?}", report.wishes, report.fired);
        report.story.iter().for_each(|line| println!("{line}"));
        return Ok(report.breaches.is_empty());
    }
    if arguments.all_planted {
        let found = Planted::value_variants().iter().map(|planted| find(&fleet, arguments, *planted));
        let found = found.collect::<Result<Vec<bool>, _>>()?;
        let count = found.iter().filter(|found| **found).count();
        println!("simulation: {count} of {} planted faults found", found.len());
        return Ok(count == found.len());
    }
    match arguments.planted {
        Some(planted) => find(&fleet, arguments, planted),
        None => explore::explore(&fleet, arguments),
    }
}

/// Whether a planted fault is found.
fn find(fleet: &Arc<Fleet>, arguments: &Arguments, planted: Planted) -> Result<bool, Failure> {
    for seed in arguments.from..arguments.from + arguments.schedules {
        let report = run(fleet, seed, Some(planted))?;
        if let Some(breach) = report.breaches.first() {
            println!("{planted:?}: found by seed {seed}: {breach}");
            return Ok(true);
        }
    }
    println!("{planted:?}: NOT FOUND in {} schedules", arguments.schedules);
    Ok(false)
}
