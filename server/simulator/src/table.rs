//! How many schedules there were of each kind with each fault.

use crate::fault::Fault;
use crate::wishes::Wish;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub struct Table(BTreeMap<(String, String), u64>);

fn name(one: impl std::fmt::Debug) -> String {
    format!("{one:?}")
}

impl Table {
    pub fn count(&mut self, wishes: &BTreeSet<Wish>, fired: &BTreeSet<Fault>) {
        for wish in wishes {
            for fault in fired {
                *self.0.entry((name(wish), name(fault))).or_default() += 1;
            }
        }
    }

    fn of(&self, wish: Wish, fault: Fault) -> u64 {
        self.0.get(&(name(wish), name(fault))).copied().unwrap_or_default()
    }

    /// The smallest of all numbers.
    pub fn least(&self) -> u64 {
        let all = Wish::ALL.iter().flat_map(|wish| Fault::ALL.iter().map(|fault| self.of(*wish, *fault)));
        all.min().unwrap_or_default()
    }

    pub fn print(&self) {
        print!("{:<18}", "");
        Fault::ALL.iter().for_each(|fault| print!(" {:>7.7}", name(fault)));
        println!();
        for wish in Wish::ALL {
            print!("{:<18}", name(wish));
            Fault::ALL.iter().for_each(|fault| print!(" {:>7}", self.of(wish, *fault)));
            println!();
        }
    }

    pub fn print_cells(&self) {
        self.0.iter().for_each(|((wish, fault), count)| println!("cell {wish} {fault} {count}"));
    }

    /// Adds what another process counted; whether the line is that.
    pub fn take_cell(&mut self, line: &str) -> bool {
        let mut words = line.split(' ');
        if words.next() != Some("cell") {
            return false;
        }
        let (wish, fault, count) =
            (words.next(), words.next(), words.next().and_then(|count| count.parse::<u64>().ok()));
        let (Some(wish), Some(fault), Some(count)) = (wish, fault, count) else { return false };
        *self.0.entry((wish.to_owned(), fault.to_owned())).or_default() += count;
        true
    }
}
