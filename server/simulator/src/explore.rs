//! Many schedules, in one process or in several.

use crate::fleet::Fleet;
use crate::run::{Report, run};
use crate::table::Table;
use crate::{Arguments, Failure};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

/// Failed schedules that are told; the others are counted.
const TOLD: u64 = 5;

/// Runs all of them here; whether none failed.
pub fn explore(fleet: &Arc<Fleet>, arguments: &Arguments) -> Result<bool, Failure> {
    let (begun, mut failed, mut table) = (Instant::now(), 0_u64, Table::default());
    for seed in arguments.from..arguments.from + arguments.schedules {
        let report = run(fleet, seed, None)?;
        table.count(&report.wishes, &report.fired);
        if !report.breaches.is_empty() {
            failed += 1;
            if failed <= TOLD {
                tell(&report);
            }
        }
    }
    if arguments.cells {
        table.print_cells();
        return Ok(failed == 0);
    }
    conclude(arguments, begun, &table);
    Ok(failed == 0)
}

/// Spreads them over processes; whether none failed. The clock of a process is that of one schedule at a time.
pub fn spread(arguments: &Arguments) -> Result<bool, Failure> {
    let begun = Instant::now();
    let share = arguments.schedules.div_ceil(arguments.jobs);
    let children = (0..arguments.jobs).map(|job| {
        let first = arguments.from + job * share;
        let count = share.min((arguments.from + arguments.schedules).saturating_sub(first));
        spawn(first, count)
    });
    let children = children.collect::<Result<Vec<Child>, _>>()?;
    let (mut table, mut is_whole) = (Table::default(), true);
    for child in children {
        let output = child.wait_with_output()?;
        is_whole &= output.status.success();
        for line in String::from_utf8_lossy(&output.stdout).lines().filter(|line| !table.take_cell(line)) {
            println!("{line}");
        }
    }
    conclude(arguments, begun, &table);
    Ok(is_whole)
}

fn spawn(first: u64, count: u64) -> std::io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(count.to_string()).args(["--from", &first.to_string(), "--cells"]);
    command.stdout(Stdio::piped()).spawn()
}

fn conclude(arguments: &Arguments, begun: Instant, table: &Table) {
    if arguments.table {
        table.print();
    }
    println!(
        "simulation: {} schedules from seed {} in {:.1} s; at least {} for each kind and fault",
        arguments.schedules,
        arguments.from,
        begun.elapsed().as_secs_f64(),
        table.least()
    );
}

/// A failed schedule in ten lines and how to run it again.
fn tell(report: &Report) {
    println!("seed {} failed: {}", report.seed, report.breaches.join("; "));
    let last = report.story.len().saturating_sub(1);
    let end = report.story.iter().position(|line| line.contains("BREACH")).unwrap_or(last);
    report.story.iter().skip((end + 1).saturating_sub(8)).take(8).for_each(|line| println!("  {line}"));
    println!("  run it again: scripts/simulate --seed {}", report.seed);
}
