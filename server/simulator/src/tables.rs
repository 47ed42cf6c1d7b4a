//! What the database holds, as each method of `store::Store` says. One call is one transaction: it is done whole or not.

use model::{Millis, OutcomeWord, PlanId, PlanState};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Claim, ConfigurationRecord, Handover, KeyRecord, NewAuditEvent, NoteRecord, OpenCount, OpenPlan, PlanRecord, Put,
    RotationRecord, RunId, StepRecord, StoreError,
};

/// How much older a plan under the same id is that was made after the clock was set back.
const SET_BACK: Millis = 60_000;

#[derive(Clone, Debug, Default)]
pub struct Tables {
    pub plans: BTreeMap<PlanId, PlanRecord>,
    pub runs: BTreeMap<PlanId, i64>,
    pub steps: BTreeMap<(PlanId, i32), StepRecord>,
    pub record: Vec<NewAuditEvent>,
    pub handovers: BTreeSet<PlanId>,
    pub configurations: Vec<ConfigurationRecord>,
    pub keys: BTreeMap<(String, String), KeyRecord>,
    pub notes: BTreeMap<String, NoteRecord>,
    pub rotations: Vec<RotationRecord>,
}

fn corrupt(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

impl Tables {
    pub fn append(&mut self, event: NewAuditEvent) -> i64 {
        self.record.push(event);
        i64::try_from(self.record.len()).unwrap_or(i64::MAX)
    }

    pub fn events<'a>(&'a self, plan: &'a PlanId, kind: &'a str) -> impl Iterator<Item = &'a NewAuditEvent> {
        self.record.iter().filter(move |event| event.plan.as_ref() == Some(plan) && event.event == kind)
    }

    pub fn steps_of(&self, plan: &PlanId) -> Vec<StepRecord> {
        self.steps.values().filter(|step| step.plan == *plan).cloned().collect()
    }

    pub fn put(&mut self, plan: &PlanRecord, steps: &[StepRecord], events: Vec<NewAuditEvent>) -> Put {
        if let Some(old) = self.plans.get(&plan.id) {
            if old.principal != plan.principal {
                return Put::Foreign;
            }
            if !matches!(old.state, PlanState::Planned | PlanState::Expired) {
                return Put::Kept(old.state);
            }
            if plan.created_at <= old.created_at && plan.created_at + SET_BACK >= old.created_at {
                return Put::Late(old.created_at);
            }
        }
        self.plans.insert(plan.id.clone(), plan.clone());
        self.steps.retain(|(of, _), _| *of != plan.id);
        for step in steps {
            self.steps.insert((plan.id.clone(), step.number), step.clone());
        }
        for event in events {
            self.append(event);
        }
        Put::Stored
    }

    pub fn claim(&mut self, plan: &PlanId, seen: Millis, event: Option<NewAuditEvent>, at: Millis) -> Claim {
        let Some(found) = self.plans.get_mut(plan) else { return Claim::Missing };
        match found.state {
            PlanState::Planned if found.created_at != seen => Claim::Replaced,
            PlanState::Planned if found.expires_at <= at => Claim::Expired,
            PlanState::Planned => {
                found.state = PlanState::Applying;
                let run = self.next_run(plan);
                event.map(|event| self.append(event));
                Claim::Claimed(run)
            }
            other => Claim::NotPlanned(other),
        }
    }

    fn next_run(&mut self, plan: &PlanId) -> RunId {
        let number = self.runs.entry(plan.clone()).or_default();
        *number += 1;
        RunId { plan: plan.clone(), number: *number }
    }

    pub fn resume(&mut self, plan: &PlanId, event: NewAuditEvent) -> Option<RunId> {
        let found = self.plans.get_mut(plan).filter(|found| found.state == PlanState::Interrupted)?;
        found.state = PlanState::Applying;
        self.append(event);
        Some(self.next_run(plan))
    }

    fn under_way(&mut self, run: &RunId) -> Option<&mut PlanRecord> {
        let is_last = self.runs.get(&run.plan) == Some(&run.number);
        self.plans.get_mut(&run.plan).filter(|found| is_last && found.state == PlanState::Applying)
    }

    pub fn finish(&mut self, run: &RunId, state: PlanState, path: Option<String>) -> Result<(), StoreError> {
        let found = self.under_way(run).ok_or_else(|| corrupt("it is under way no more"))?;
        found.state = state;
        found.result_path = path.or(found.result_path.take());
        Ok(())
    }

    pub fn interrupt(&mut self, run: &RunId) {
        if let Some(found) = self.under_way(run) {
            found.state = PlanState::Interrupted;
        }
    }

    pub fn runs_under_way(&self) -> Vec<RunId> {
        let applying = self.plans.values().filter(|plan| plan.state == PlanState::Applying);
        applying
            .map(|plan| RunId { plan: plan.id.clone(), number: self.runs.get(&plan.id).copied().unwrap_or_default() })
            .collect()
    }

    pub fn interrupt_unfinished(&mut self) -> Vec<PlanId> {
        let applying = self.plans.values_mut().filter(|plan| plan.state == PlanState::Applying);
        applying
            .map(|plan| {
                plan.state = PlanState::Interrupted;
                plan.id.clone()
            })
            .collect()
    }

    pub fn expire(&mut self, plan: &PlanId, created_at: Millis) -> bool {
        let found = self.plans.get_mut(plan);
        let found = found.filter(|found| found.state == PlanState::Planned && found.created_at == created_at);
        found.map(|found| found.state = PlanState::Expired).is_some()
    }

    pub fn open_plans(&self) -> Vec<OpenPlan> {
        let open = self.plans.values().filter(|plan| plan.state == PlanState::Planned);
        let of = |plan: &PlanRecord| OpenPlan {
            id: plan.id.clone(),
            created_at: plan.created_at,
            expires_at: plan.expires_at,
        };
        open.map(of).collect()
    }

    pub fn count_open(&self, principal: &str, but: &PlanId) -> OpenCount {
        let open = || self.plans.values().filter(|plan| plan.state == PlanState::Planned && plan.id != *but);
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        OpenCount { own: count(open().filter(|plan| plan.principal == principal).count()), all: count(open().count()) }
    }

    pub fn intend(
        &mut self,
        run: &RunId,
        number: i32,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        if self.under_way(run).is_none() {
            return Ok(None);
        }
        let step = self.steps.get_mut(&(run.plan.clone(), number));
        let step = step.filter(|step| step.outcome.is_none() && (step.intended_at.is_none() || step.repeatable));
        step.ok_or_else(|| corrupt("it may not be sent (again)"))?.intended_at = Some(event.at);
        self.track(&run.plan, handover);
        Ok(Some(self.append(event)))
    }

    pub fn conclude(
        &mut self,
        plan: &PlanId,
        number: i32,
        outcome: &str,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        let step = self.steps.get_mut(&(plan.clone(), number)).ok_or_else(|| corrupt("there is no such step"))?;
        match &step.outcome {
            Some(there) if there == outcome => return Ok(None),
            Some(_) => return Err(corrupt("it has another outcome")),
            None => step.outcome = Some(outcome.to_owned()),
        }
        self.track(plan, handover);
        Ok(Some(self.append(event)))
    }

    fn track(&mut self, plan: &PlanId, handover: Handover) {
        match handover {
            Handover::NotAsked => {}
            Handover::Awaited => drop(self.handovers.insert(plan.clone())),
            Handover::NotMade => drop(self.handovers.remove(plan)),
            Handover::Lost(event) => drop(self.lose(plan, *event)),
        }
    }

    pub fn lose(&mut self, plan: &PlanId, event: NewAuditEvent) -> bool {
        let was_awaited = self.handovers.remove(plan);
        if was_awaited {
            self.rotations.retain(|rotation| rotation.plan != *plan);
            self.append(event);
        }
        was_awaited
    }

    pub fn awaited(&self) -> Vec<PlanId> {
        let over = |plan: &PlanId| {
            self.plans.get(plan).is_some_and(|plan| !matches!(plan.state, PlanState::Applying | PlanState::Interrupted))
        };
        self.handovers.iter().filter(|plan| over(plan)).cloned().collect()
    }

    pub fn latest_after(&self, at: Millis) -> Option<Millis> {
        let before = self.record.iter().rposition(|event| event.at < at).map_or(0, |place| place + 1);
        self.record[before..].iter().map(|event| event.at).max()
    }

    pub fn last_since(&self, at: Millis) -> Option<Millis> {
        let from = self.record.iter().position(|event| event.at == at).unwrap_or_default();
        self.record[from..].iter().map(|event| event.at).max()
    }
}

/// The word of an outcome as it is stored.
pub fn word_of(outcome: &str) -> Option<OutcomeWord> {
    let value: serde_json::Value = serde_json::from_str(outcome).ok()?;
    serde_json::from_value(value["word"].clone()).ok()
}
