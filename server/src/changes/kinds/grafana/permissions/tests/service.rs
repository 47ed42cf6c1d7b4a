//! A workspace of an AWS that does what it leaves undocumented in every way, and whose calls go wrong in every way.
//! After each single thing it does, it is checked that nobody was touched who may not be.

use crate::changes::core::kind::Change;
use crate::changes::core::outcome::{RowOutcome, RowRefusal, RowWhy, SkipReason, StepOutcome, Why};
use crate::changes::core::proposal::{StoredTarget, TargetJob};
use crate::changes::kinds::grafana::UpdatePermissions;
use crate::changes::kinds::grafana::permissions::current::{roles_in_state, state};
use crate::changes::kinds::grafana::permissions::instruction::{
    Answer, Instruction, RolesByHolder, admins, after, before, calls,
};
use crate::changes::kinds::grafana::permissions::plan::{locks_out, wished};
use crate::changes::stored::StepEntry;
use aws::grafana::Action;
use fastrand::Rng;
use model::access::Holder;
use model::form::{GrantBatch, GrantWish};
use model::{Error, Kind, OutcomeWord, ResourceKey};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Service {
    /// A role that is added takes the place of the one there is.
    pub replaces: bool,
    /// The instructions of a call are carried out one after the other.
    pub ordered: bool,
    /// Whose every change is refused.
    pub refused: BTreeSet<Holder>,
    pub held: RolesByHolder,
    pub rng: Rng,
}

/// How one call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Luck {
    Well,
    /// AWS refuses it as a whole.
    Throttled,
    /// So many of its instructions are carried out, and no answer comes.
    Lost(usize),
    /// The same, and the server dies.
    Dead(usize),
}

/// A plan that was carried out, as it is on record.
pub struct Run {
    pub jobs: Vec<TargetJob>,
    pub steps: Vec<StepEntry>,
    /// Its confirmation was asked for, and given.
    pub locks_out: bool,
}

/// What may not happen while a plan is carried out.
struct Watch {
    start: RolesByHolder,
    named: BTreeSet<Holder>,
    locks_out: bool,
}

impl Watch {
    fn look(&self, held: &RolesByHolder) {
        let others = |held: &RolesByHolder| {
            held.iter()
                .filter(|(holder, roles)| !self.named.contains(holder) && !roles.is_empty())
                .map(|(holder, roles)| (holder.clone(), roles.clone()))
                .collect::<RolesByHolder>()
        };
        assert_eq!(others(held), others(&self.start), "somebody was touched who is not named");
        assert!(self.locks_out || admins(&self.start) == 0 || admins(held) > 0, "nobody is an admin");
    }
}

pub fn workspace() -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0123456789").unwrap()
}

impl Service {
    /// Plans a batch and carries the plan out, calls of `most` instructions; the last ones may be on record without an
    /// outcome, where the server `stumbles` and dies.
    pub fn apply(&mut self, batch: &GrantBatch, most: usize, stumbles: bool) -> Run {
        let wishes: Vec<&GrantWish> = batch.wishes.iter().collect();
        let named = wishes.iter().map(|wish| wish.holder.clone()).collect();
        let locks_out = locks_out(&self.held, &wished(&self.held, &wishes));
        let watch = Watch { start: self.held.clone(), named, locks_out };
        let state = state(&self.held, wishes.iter().map(|wish| &wish.holder));
        let planned = calls(&self.held, &wishes, most);
        let (mut steps, mut stopped, mut alive) = (Vec::new(), false, true);
        for (number, call) in (1..).zip(&planned) {
            assert!(call.len() <= most);
            let luck = if stumbles { self.luck(call.len()) } else { Luck::Well };
            let outcome = match (alive, stopped) {
                (false, _) => None,
                (true, true) => Some(outcome(OutcomeWord::Refused, Vec::new())),
                (true, false) => self.call(call, &roles_in_state(&state), luck, &watch),
            };
            alive = alive && outcome.is_some();
            stopped = stopped || outcome.as_ref().is_some_and(|outcome| outcome.rows.is_empty());
            steps.push(StepEntry { number, intended_at: None, outcome });
        }
        let write =
            |instructions| Arc::new(UpdatePermissions { key: workspace(), instructions, guard: !locks_out }) as Change;
        let (name, hash, key, count) = (String::new(), String::new(), Some(workspace()), planned.len());
        let target = StoredTarget { name, hash, state, steps: count, section: None, key };
        Run {
            jobs: vec![TargetJob { target, first: 1, changes: planned.into_iter().map(write).collect() }],
            steps,
            locks_out,
        }
    }

    fn luck(&mut self, most: usize) -> Luck {
        match self.rng.u8(0..12) {
            0 => Luck::Throttled,
            1 | 2 => Luck::Lost(self.rng.usize(0..=most)),
            3 => Luck::Dead(self.rng.usize(0..=most)),
            _ => Luck::Well,
        }
    }

    /// What is on record of one call.
    fn call(
        &mut self,
        call: &[Instruction],
        planned: &RolesByHolder,
        luck: Luck,
        watch: &Watch,
    ) -> Option<StepOutcome> {
        let known = before(call, &self.held, planned, !watch.locks_out);
        let due: Vec<&Instruction> =
            call.iter().zip(&known).filter_map(|(one, row)| row.is_none().then_some(one)).collect();
        let (done, answer) = match luck {
            Luck::Throttled if due.len() == call.len() => return Some(outcome(OutcomeWord::Failed, Vec::new())),
            Luck::Throttled => (0, None),
            Luck::Lost(done) | Luck::Dead(done) => (done, Some(Answer::Lost)),
            Luck::Well => (due.len(), Some(Answer::Came)),
        };
        self.carry_out(&due, done, watch);
        if matches!(luck, Luck::Dead(_)) {
            return None;
        }
        let ended = due.iter().map(|one| {
            let refusal = || RowRefusal { code: 403, message: "no".to_owned() };
            let refused = self.refused.contains(&one.holder).then(refusal);
            let row = |answer| after(one, refused.filter(|_| answer == Answer::Came), Some(&self.held), answer);
            let not_taken = RowWhy::CallNotTaken { error: Box::new(Error::internal()) };
            answer.map_or(RowOutcome::new(OutcomeWord::Failed, not_taken), row)
        });
        let ended: Vec<RowOutcome> = ended.collect();
        let mut ended = ended.into_iter();
        let rows: Vec<RowOutcome> = known.into_iter().filter_map(|row| row.or_else(|| ended.next())).collect();
        Some(outcome(StepOutcome::word_of(&rows), rows))
    }

    /// Carries out so many instructions of a call.
    fn carry_out(&mut self, call: &[&Instruction], done: usize, watch: &Watch) {
        let mut order = call.to_vec();
        if !self.ordered {
            self.rng.shuffle(&mut order);
        }
        for Instruction { action, role, holder, .. } in order.into_iter().take(done) {
            if self.refused.contains(holder) {
                continue;
            }
            let held = self.held.entry(holder.clone()).or_default();
            match action {
                Action::Add if self.replaces => *held = BTreeSet::from([*role]),
                Action::Add => drop(held.insert(*role)),
                Action::Revoke => drop(held.remove(role)),
            }
            watch.look(&self.held);
        }
        self.held.retain(|_, roles| !roles.is_empty());
    }
}

fn outcome(word: OutcomeWord, rows: Vec<RowOutcome>) -> StepOutcome {
    let why = if rows.is_empty() { Why::Skipped { skip: SkipReason::EarlierStepFailed } } else { Why::Rows };
    StepOutcome { rows, ..StepOutcome::new(word, why) }
}
