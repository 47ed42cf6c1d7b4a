//! The database as the application meets it: the tables, and what goes wrong before and after a commit.

use crate::fault::Fault;
use crate::planted::Planted;
use crate::tables::Tables;
use crate::world::{State, World};
use async_trait::async_trait;
use model::{Millis, PlanId, PlanState};
use std::time::Duration;
use store::{
    Claim, ConfigurationRecord, Handover, KeyRecord, NewAuditEvent, NoteRecord, OpenCount, OpenPlan, PlanRecord,
    PlanStore, Put, RotationRecord, RunId, StepRecord, StoreError,
};

/// How long the database is gone or full, milliseconds.
const OUTAGE: Millis = 45_000;

#[derive(Debug)]
pub struct Books(pub World);

fn unavailable(why: &str) -> StoreError {
    StoreError::Unavailable(why.to_owned())
}

impl Books {
    /// One that reads.
    async fn read<T>(&self, look: impl FnOnce(&mut State) -> T + Send) -> Result<T, StoreError> {
        self.0.pass().await;
        let seen = {
            let mut state = self.0.lock();
            match state.elapsed() < state.gone_until {
                true => Err(unavailable("it is gone")),
                false => Ok(look(&mut state)),
            }
        };
        self.0.pass().await;
        seen
    }

    /// One that writes.
    async fn write<T>(&self, change: impl FnOnce(&mut State) -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
        self.0.pass().await;
        let due = {
            let mut state = self.0.lock();
            state.commits += 1;
            let number = state.commits;
            let due = state.commits_due.remove(&number).filter(|_| !state.is_calm);
            due.inspect(|fault| state.fire(*fault))
        };
        match due {
            Some(Fault::Locked) => {
                tokio::time::sleep(Duration::from_secs(30)).await;
                return Err(unavailable("another has it"));
            }
            Some(Fault::Slow) => {
                let seconds = self.0.lock().random.u64(1..25);
                tokio::time::sleep(Duration::from_secs(seconds)).await;
            }
            Some(Fault::Gone) => {
                let mut state = self.0.lock();
                state.gone_until = state.elapsed() + OUTAGE;
            }
            Some(Fault::Full) => {
                let mut state = self.0.lock();
                state.full_until = state.elapsed() + OUTAGE;
            }
            _ => {}
        }
        let written = {
            let mut state = self.0.lock();
            match state.elapsed() < state.gone_until.max(state.full_until) {
                true => Err(unavailable("it is gone, or full")),
                false => change(&mut state),
            }
        };
        self.0.pass().await;
        match due {
            Some(Fault::LostCommit) if written.is_ok() => Err(unavailable("the answer was lost")),
            _ => written,
        }
    }
}

fn task() -> Option<tokio::task::Id> {
    tokio::task::try_id()
}

/// A step is about to be sent. Whatever is not made yet has no name that two could write to.
fn note_intent(state: &mut State, run: &RunId, number: i32, target: &str) {
    let key = (run.plan.clone(), number);
    let other = state.checks.open.iter().find(|(id, key)| {
        let is_open = state.tables.steps.get(key).is_some_and(|step| step.outcome.is_none());
        let same = state.checks.targets.get(key).is_some_and(|other| other == target);
        is_open && same && target.starts_with("arn:") && Some(**id) != task()
    });
    if let Some((_, (plan, other))) = other {
        let told = format!("two plans write to {target} at once: step {number} of {} and {other} of {plan}", run.plan);
        state.breach(told);
    }
    state.checks.targets.insert(key.clone(), target.to_owned());
    if let Some(task) = task() {
        state.checks.open.insert(task, key);
    }
}

#[async_trait]
impl PlanStore for Books {
    async fn put_plan(
        &self,
        plan: &PlanRecord,
        steps: &[StepRecord],
        events: Vec<NewAuditEvent>,
    ) -> Result<Put, StoreError> {
        self.write(|state| {
            let events = if state.planted == Some(Planted::PlanWithoutEvent) { Vec::new() } else { events };
            let put = state.tables.put(plan, steps, events);
            if put == Put::Stored {
                let deadline = state.elapsed() + (plan.expires_at - plan.created_at);
                state.checks.deadlines.insert(plan.id.clone(), deadline);
                let elapsed = state.elapsed();
                state.checks.planned.insert(plan.id.clone(), elapsed);
            }
            Ok(put)
        })
        .await
    }

    async fn plan(&self, id: &PlanId) -> Result<Option<PlanRecord>, StoreError> {
        self.read(|state| state.tables.plans.get(id).cloned()).await
    }

    async fn plans(&self, before: Option<Millis>, limit: u32) -> Result<Vec<PlanRecord>, StoreError> {
        self.read(|state| {
            let plans = state.tables.plans.values().filter(|plan| before.is_none_or(|before| plan.created_at < before));
            plans.take(limit as usize).cloned().collect()
        })
        .await
    }

    async fn claim_plan(&self, plan: &PlanId, seen: Millis, event: NewAuditEvent) -> Result<Claim, StoreError> {
        self.write(|state| {
            let at = event.at;
            let event = (state.planted != Some(Planted::ClaimWithoutEvent)).then_some(event);
            let claim = state.tables.claim(plan, seen, event, at);
            if let Claim::Claimed(_) = claim {
                let elapsed = state.elapsed();
                if state.checks.deadlines.get(plan).is_some_and(|deadline| elapsed > *deadline) {
                    state.breach(format!("plan {plan} was claimed after its time"));
                }
                state.checks.begun.insert(plan.clone(), elapsed);
                state.tell(format!("claimed {plan}"));
            }
            Ok(claim)
        })
        .await
    }

    async fn resume_plan(&self, plan: &PlanId, event: NewAuditEvent) -> Result<Option<RunId>, StoreError> {
        self.write(|state| {
            let word = event.event.clone();
            let run = state.tables.resume(plan, event);
            if run.is_some() {
                let elapsed = state.elapsed();
                state.checks.begun.insert(plan.clone(), elapsed);
                match word.as_str() {
                    "drop" => drop(state.checks.dropped.insert(plan.clone())),
                    _ => drop(state.checks.dropped.remove(plan)),
                }
                state.tell(format!("{word} {plan}"));
            }
            Ok(run)
        })
        .await
    }

    async fn finish_plan(&self, run: &RunId, ended: PlanState, path: Option<String>) -> Result<(), StoreError> {
        self.write(|state| {
            state.tables.finish(run, ended, path)?;
            state.tell(format!("ended {} as {}", run.plan, ended.slug()));
            Ok(())
        })
        .await
    }

    async fn interrupt_plan(&self, run: &RunId) -> Result<(), StoreError> {
        self.write(|state| {
            state.tables.interrupt(run);
            state.tell(format!("interrupted {}", run.plan));
            Ok(())
        })
        .await
    }

    async fn runs_under_way(&self) -> Result<Vec<RunId>, StoreError> {
        self.read(|state| state.tables.runs_under_way()).await
    }

    async fn interrupt_unfinished(&self) -> Result<Vec<PlanId>, StoreError> {
        self.write(|state| Ok(state.tables.interrupt_unfinished())).await
    }

    async fn expire_plan(&self, id: &PlanId, created_at: Millis) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.tables.expire(id, created_at))).await
    }

    async fn open_plans(&self) -> Result<Vec<OpenPlan>, StoreError> {
        self.read(|state| state.tables.open_plans()).await
    }

    async fn count_open_plans(&self, principal: &str, but: &PlanId) -> Result<OpenCount, StoreError> {
        self.read(|state| state.tables.count_open(principal, but)).await
    }

    async fn steps(&self, plan: &PlanId) -> Result<Vec<StepRecord>, StoreError> {
        self.read(|state| state.tables.steps_of(plan)).await
    }

    async fn intend(
        &self,
        run: &RunId,
        number: i32,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        let (run, world) = (run.clone(), self.0.clone());
        if self.0.lock().planted == Some(Planted::EarlySend) {
            // Whoever asks is told at once, and it is written a little later.
            let task = task();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(30)).await;
                let mut state = world.lock();
                let _late = state.tables.intend(&run, number, handover, event);
                task.map(|task| state.checks.open.insert(task, (run.plan.clone(), number)));
            });
            return Ok(Some(1));
        }
        self.write(move |state| {
            let target = event.target.clone();
            let intended = state.tables.intend(&run, number, handover, event)?;
            if intended.is_some() {
                state.tell(format!("about to send step {number} of {}", run.plan));
                note_intent(state, &run, number, &target);
            }
            Ok(intended)
        })
        .await
    }

    async fn conclude(
        &self,
        plan: &PlanId,
        number: i32,
        outcome: &str,
        handover: Handover,
        event: NewAuditEvent,
    ) -> Result<Option<i64>, StoreError> {
        let (planted, world) = (self.0.lock().planted, self.0.clone());
        if planted == Some(Planted::EarlyUnlock) {
            let (plan, outcome) = (plan.clone(), outcome.to_owned());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_secs(20)).await;
                let _late = world.lock().tables.conclude(&plan, number, &outcome, handover, event);
            });
            return Ok(Some(1));
        }
        if planted == Some(Planted::EarlyRefresh) {
            crate::refresh::check(&mut self.0.lock());
        }
        let again = (planted == Some(Planted::OutcomeTwice)).then(|| event.clone());
        let concluded = self
            .write(|state| {
                let (word, message) = (event.outcome.clone(), event.message.clone());
                let concluded = state.tables.conclude(plan, number, outcome, handover, event)?;
                if concluded.is_some() {
                    state.tell(format!("step {number} of {plan}: {word}. {message}"));
                }
                again.map(|event| state.tables.append(event));
                Ok(concluded)
            })
            .await;
        // One that cannot be recorded is left for a person, and holds up nobody.
        if let Some(task) = task() {
            self.0.lock().checks.open.remove(&task);
        }
        match concluded {
            Err(_) if planted == Some(Planted::FailureIgnored) => Ok(Some(1)),
            concluded => concluded,
        }
    }

    async fn receive_secret(&self, plan: &PlanId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.tables.handovers.remove(plan))).await
    }

    async fn lose_secret(&self, plan: &PlanId, event: NewAuditEvent) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.tables.lose(plan, event))).await
    }

    async fn awaited_secrets(&self) -> Result<Vec<PlanId>, StoreError> {
        self.read(|state| state.tables.awaited()).await
    }

    async fn append_audit(&self, event: NewAuditEvent) -> Result<i64, StoreError> {
        self.write(|state| Ok(state.tables.append(event))).await
    }

    async fn has_event(&self, plan: &PlanId, event: &str) -> Result<bool, StoreError> {
        self.read(|state| state.tables.events(plan, event).next().is_some()).await
    }

    async fn last_event_at(&self) -> Result<Option<Millis>, StoreError> {
        self.read(|state| state.tables.record.last().map(|event| event.at)).await
    }

    async fn last_event_since(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        self.read(|state| state.tables.last_since(at)).await
    }

    async fn latest_event_after(&self, at: Millis) -> Result<Option<Millis>, StoreError> {
        self.read(|state| state.tables.latest_after(at)).await
    }

    async fn keep_configuration(&self, kept: &ConfigurationRecord) -> Result<(), StoreError> {
        self.write(|state| {
            let same = |other: &ConfigurationRecord| {
                (&other.target, &other.facet, other.at) == (&kept.target, &kept.facet, kept.at)
            };
            if !state.tables.configurations.iter().any(same) {
                state.tables.configurations.push(kept.clone());
            }
            Ok(())
        })
        .await
    }

    async fn configurations(
        &self,
        target: &str,
        facet: &str,
        limit: u32,
    ) -> Result<Vec<ConfigurationRecord>, StoreError> {
        self.read(|state| {
            let own = |kept: &&ConfigurationRecord| kept.target == target && kept.facet == facet;
            let mut found: Vec<ConfigurationRecord> = state.tables.configurations.iter().filter(own).cloned().collect();
            found.sort_by_key(|kept| std::cmp::Reverse(kept.at));
            found.truncate(limit as usize);
            found
        })
        .await
    }

    async fn configuration(
        &self,
        target: &str,
        facet: &str,
        at: Millis,
    ) -> Result<Option<ConfigurationRecord>, StoreError> {
        self.read(|state| {
            let own = |kept: &&ConfigurationRecord| {
                (kept.target.as_str(), kept.facet.as_str(), kept.at) == (target, facet, at)
            };
            state.tables.configurations.iter().find(own).cloned()
        })
        .await
    }

    async fn expect_key(&self, key: &KeyRecord) -> Result<(), StoreError> {
        self.write(|state| {
            let place = (key.workspace.clone(), key.name.clone());
            state.tables.keys.insert(place, KeyRecord { certain: false, ..key.clone() });
            Ok(())
        })
        .await
    }

    async fn confirm_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        self.write(|state| {
            let key = state.tables.keys.get_mut(&(workspace.to_owned(), name.to_owned()));
            Ok(key.filter(|key| key.plan == *plan).map(|key| key.certain = true).is_some())
        })
        .await
    }

    async fn forget_key(&self, workspace: &str, name: &str) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.tables.keys.remove(&(workspace.to_owned(), name.to_owned())).is_some())).await
    }

    async fn forget_unmade_key(&self, workspace: &str, name: &str, plan: &PlanId) -> Result<bool, StoreError> {
        self.write(|state| {
            let place = (workspace.to_owned(), name.to_owned());
            let is_unmade = state.tables.keys.get(&place).is_some_and(|key| key.plan == *plan && !key.certain);
            Ok(is_unmade && state.tables.keys.remove(&place).is_some())
        })
        .await
    }

    async fn keys(&self) -> Result<Vec<KeyRecord>, StoreError> {
        self.read(|state| state.tables.keys.values().cloned().collect()).await
    }

    async fn keep_note(&self, note: &NoteRecord) -> Result<(), StoreError> {
        self.write(|state| {
            match note.owner.is_empty() && note.purpose.is_empty() {
                true => drop(state.tables.notes.remove(&note.subject)),
                false => drop(state.tables.notes.insert(note.subject.clone(), note.clone())),
            }
            Ok(())
        })
        .await
    }

    async fn note(&self, subject: &str) -> Result<Option<NoteRecord>, StoreError> {
        self.read(|state| state.tables.notes.get(subject).cloned()).await
    }

    async fn forget_notes(&self, prefix: &str) -> Result<u64, StoreError> {
        self.write(|state| {
            let below = format!("{prefix}/");
            let before = state.tables.notes.len();
            state.tables.notes.retain(|subject, _| subject != prefix && !subject.starts_with(&below));
            Ok((before - state.tables.notes.len()) as u64)
        })
        .await
    }

    async fn begin_rotation(&self, rotation: &RotationRecord) -> Result<(), StoreError> {
        self.write(|state| {
            let same = |other: &RotationRecord| {
                (&other.workspace, &other.account, &other.old_id)
                    == (&rotation.workspace, &rotation.account, &rotation.old_id)
            };
            state.tables.rotations.retain(|other| !same(other));
            state.tables.rotations.push(rotation.clone());
            Ok(())
        })
        .await
    }

    async fn rotations(&self) -> Result<Vec<RotationRecord>, StoreError> {
        self.read(|state| state.tables.rotations.clone()).await
    }

    async fn end_rotations_to(&self, workspace: &str, account: &str, new_name: &str) -> Result<u64, StoreError> {
        self.end_rotations(|one| one.workspace == workspace && one.account == account && one.new_name == new_name).await
    }

    async fn end_rotations_of(&self, workspace: &str, account: &str, old_id: &str) -> Result<u64, StoreError> {
        self.end_rotations(|one| one.workspace == workspace && one.account == account && one.old_id == old_id).await
    }
}

impl Books {
    async fn end_rotations(&self, ends: impl Fn(&RotationRecord) -> bool + Send + Sync) -> Result<u64, StoreError> {
        self.write(|state| {
            let Tables { rotations, .. } = &mut state.tables;
            let before = rotations.len();
            rotations.retain(|one| !ends(one));
            Ok((before - rotations.len()) as u64)
        })
        .await
    }
}
