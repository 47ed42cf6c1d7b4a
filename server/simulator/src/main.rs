//! Runs schedules against the write path: seeds decide everything, time is virtual, and whatever fails can be run again.

mod books;
mod calls;
mod carrier;
mod elsewhere;
mod fault;
mod fleet;
mod people;
mod planted;
mod refresh;
mod rest;
mod run;
mod schedule;
mod tables;
mod wishes;
mod world;

use clap::{Parser, ValueEnum};
use fault::Fault;
use fleet::Fleet;
use planted::Planted;
use run::{Report, run};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;
use wishes::Wish;

#[derive(Debug, Parser)]
#[command(about = "Runs schedules of faults against the write path")]
struct Arguments {
    /// How many schedules.
    #[arg(default_value_t = 1_000)]
    schedules: u64,
    /// The seed of the first.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Runs one schedule and tells all of it.
    #[arg(long)]
    seed: Option<u64>,
    /// Plants a fault, which has to be found.
    #[arg(long)]
    planted: Option<Planted>,
    /// Plants each of the faults, one after the other.
    #[arg(long)]
    all_planted: bool,
    /// Prints schedules by kind and fault.
    #[arg(long)]
    table: bool,
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

fn simulate(arguments: &Arguments) -> Result<bool, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    let fleet = Arc::new(runtime.block_on(Fleet::read()).map_err(|error| error.message)?);
    drop(runtime);
    if let Some(seed) = arguments.seed {
        let report = run(&fleet, seed, arguments.planted)?;
        println!("seed {seed}: {:?}, {:?}", report.wishes, report.fired);
        report.story.iter().for_each(|line| println!("{line}"));
        return Ok(report.breaches.is_empty());
    }
    if arguments.all_planted {
        let mut all_found = true;
        for planted in Planted::value_variants() {
            all_found &= find(&fleet, arguments, *planted)?;
        }
        return Ok(all_found);
    }
    if let Some(planted) = arguments.planted {
        return find(&fleet, arguments, planted);
    }
    explore(&fleet, arguments)
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

fn explore(fleet: &Arc<Fleet>, arguments: &Arguments) -> Result<bool, Failure> {
    let (begun, mut failed) = (Instant::now(), 0_u64);
    let mut table: BTreeMap<(Wish, Fault), u64> = BTreeMap::new();
    for seed in arguments.from..arguments.from + arguments.schedules {
        let report = run(fleet, seed, None)?;
        for wish in &report.wishes {
            for fault in &report.fired {
                *table.entry((*wish, *fault)).or_default() += 1;
            }
        }
        if !report.breaches.is_empty() {
            failed += 1;
            if failed <= 5 {
                tell(&report);
            }
        }
    }
    if arguments.table {
        print_table(&table);
    }
    let least = Wish::ALL.iter().flat_map(|wish| Fault::ALL.iter().map(move |fault| (*wish, *fault)));
    let least = least.map(|cell| table.get(&cell).copied().unwrap_or_default()).min().unwrap_or_default();
    println!(
        "simulation: {} schedules from seed {} in {:.1} s, {failed} failed; at least {least} for each kind and fault",
        arguments.schedules,
        arguments.from,
        begun.elapsed().as_secs_f64()
    );
    Ok(failed == 0)
}

/// A failed schedule in ten lines.
fn tell(report: &Report) {
    println!("seed {} failed: {}", report.seed, report.breaches.join("; "));
    let end =
        report.story.iter().position(|line| line.contains("BREACH")).unwrap_or(report.story.len().saturating_sub(1));
    let from = (end + 1).saturating_sub(9);
    report.story.iter().skip(from).take(9).for_each(|line| println!("  {line}"));
    println!("  run it again: scripts/simulate --seed {}", report.seed);
}

fn print_table(table: &BTreeMap<(Wish, Fault), u64>) {
    print!("{:<18}", "");
    Fault::ALL.iter().for_each(|fault| print!(" {:>7.7}", format!("{fault:?}")));
    println!();
    for wish in Wish::ALL {
        print!("{:<18}", format!("{wish:?}"));
        for fault in Fault::ALL {
            print!(" {:>7}", table.get(&(wish, fault)).copied().unwrap_or_default());
        }
        println!();
    }
}
