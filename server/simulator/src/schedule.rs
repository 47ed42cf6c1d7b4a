//! A schedule: what a seed makes of it.

use crate::fault::Fault;
use crate::wishes::Wish;
use crate::world::State;
use fastrand::Rng;
use model::PlanId;
use std::collections::BTreeSet;

/// What people still mean to do, and with whom they may be unlucky.
#[derive(Debug)]
pub struct Script {
    pub random: Rng,
    /// What is still to be planned.
    pub wishes: Vec<Wish>,
    pub faults: BTreeSet<Fault>,
    /// The plans so far, with whose they are.
    pub plans: Vec<(PlanId, usize)>,
    /// What is done at most, so that every schedule ends.
    pub turns: u32,
    /// Of these the opposite was planned, or the rest once more.
    pub followed: BTreeSet<PlanId>,
}

impl Script {
    /// The kinds and faults of a seed go through all pairs, one after the other; the rest is chance.
    pub fn new(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed ^ 0x5bd1_e995);
        let pick = |number: u64, of: usize| usize::try_from(number % of as u64).unwrap_or_default();
        let mut wishes = vec![Wish::ALL[pick(seed, Wish::ALL.len())]];
        for _ in 0..random.usize(..3) {
            wishes.push(Wish::ALL[random.usize(..Wish::ALL.len())]);
        }
        let mut faults = BTreeSet::from([Fault::ALL[pick(seed / Wish::ALL.len() as u64, Fault::ALL.len())]]);
        for _ in 0..random.usize(..3) {
            faults.insert(Fault::ALL[random.usize(..Fault::ALL.len())]);
        }
        // Whatever breaks in the middle is looked at afterwards.
        if faults.iter().any(|fault| *fault == Fault::Crash || Fault::DATABASE.contains(fault)) {
            faults.insert(if random.bool() { Fault::Resume } else { Fault::Drop });
        }
        Self { random, wishes, faults, plans: Vec::new(), turns: 60, followed: BTreeSet::new() }
    }

    pub fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// Whether something that may go wrong does so now.
    pub fn strikes(&mut self, fault: Fault, one_in: u8) -> bool {
        self.has(fault) && self.random.u8(..one_in) == 0
    }

    /// Puts what goes wrong by itself at places of chance.
    pub fn arm(&mut self, state: &mut State) {
        for fault in self.faults.clone() {
            if Fault::CALLS.contains(&fault) {
                for _ in 0..self.random.usize(1..4) {
                    state.calls_due.insert(self.random.u64(1..30), fault);
                }
            } else if Fault::DATABASE.contains(&fault) {
                for _ in 0..self.random.usize(1..3) {
                    state.commits_due.insert(self.random.u64(1..20), fault);
                }
            } else if fault == Fault::Crash {
                state.crash_at = Some(self.random.u64(10..220));
            }
        }
    }
}
