//! People at work: they plan, apply, leave, come back, and change things elsewhere.

use crate::elsewhere::move_target;
use crate::fault::Fault;
use crate::fleet::Fleet;
use crate::planted::Planted;
use crate::schedule::Script;
use crate::wishes::{Wish, draft};
use crate::world::World;
use model::door::{Draft, Rest};
use model::{PlanId, PlanState, PlanView, Principal, Role, Secret};
use server::write_path::WritePath;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Everything a person acts with. Clones share it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub world: World,
    pub path: WritePath,
    pub fleet: Arc<Fleet>,
    pub script: Arc<Mutex<Script>>,
}

pub fn who(number: usize) -> Principal {
    Principal { subject: ["ada", "bob"][number % 2].to_owned(), roles: vec![Role::Admin] }
}

/// What a person decides by: the plan as it is shown.
struct Decision {
    view: PlanView,
    typed: String,
}

impl Desk {
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_of(&self, plan: &PlanId) -> Option<PlanState> {
        self.world.lock().tables.plans.get(plan).map(|plan| plan.state)
    }

    /// Works until there is nothing left to do.
    pub async fn work(&self) {
        loop {
            {
                let mut script = self.script();
                if script.turns == 0 {
                    return;
                }
                script.turns -= 1;
            }
            if !self.turn().await {
                return;
            }
            let wait = self.script().random.u64(..1_500);
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
    }

    /// One thing; whether there was one.
    async fn turn(&self) -> bool {
        self.tamper_with_clock();
        if self.script().random.u8(..8) == 0 {
            let _ended = self.path.look_after().await;
        }
        let next = {
            let mut script = self.script();
            let more = script.plans.len() < 2 || script.random.bool();
            if more { script.wishes.pop() } else { None }
        };
        if let Some(wish) = next {
            self.plan(wish).await;
            return true;
        }
        let plans = self.script().plans.clone();
        let open: Vec<(PlanId, usize)> = plans.into_iter().filter(|(plan, _)| self.is_open(plan)).collect();
        if open.is_empty() {
            return !self.script().wishes.is_empty();
        }
        let (plan, owner) = open[self.script().random.usize(..open.len())].clone();
        self.act(&plan, owner).await;
        true
    }

    /// Something is left to be done with it.
    fn is_open(&self, plan: &PlanId) -> bool {
        match self.state_of(plan) {
            Some(PlanState::Planned | PlanState::Applying | PlanState::Interrupted) => true,
            Some(PlanState::Applied | PlanState::Failed | PlanState::Unknown) => {
                let script = self.script();
                (script.has(Fault::Undo) || script.has(Fault::Retry)) && !script.followed.contains(plan)
            }
            _ => false,
        }
    }

    fn tamper_with_clock(&self) {
        let mut script = self.script();
        let jump = if script.strikes(Fault::ClockForward, 6) {
            Some((Fault::ClockForward, script.random.i64(60_000..7_200_000)))
        } else if script.strikes(Fault::ClockBack, 6) {
            Some((Fault::ClockBack, -script.random.i64(60_000..7_200_000)))
        } else {
            None
        };
        drop(script);
        if let Some((fault, by)) = jump {
            let mut state = self.world.lock();
            state.fire(fault);
            state.set_clock(by);
        }
    }

    pub async fn plan(&self, wish: Wish) {
        let (mut random, owner) = {
            let mut script = self.script();
            (script.random.fork(), script.random.usize(..2))
        };
        self.world.lock().tell(format!("{} plans {wish:?}", who(owner).subject));
        match draft(&self.fleet, self.path.changes(), &who(owner), wish, &mut random).await {
            Ok(draft) => self.submit(owner, draft).await,
            Err(error) => self.world.lock().tell(format!("no form: {}", error.message)),
        }
    }

    async fn submit(&self, owner: usize, draft: Draft) {
        let form = self.new_form();
        let (who, leaves) = (who(owner), self.script().strikes(Fault::Left, 3));
        // Whoever leaves may have planned it all the same.
        self.script().plans.push((form.clone(), owner));
        let planned = self.path.changes().plan(&who, &form, draft);
        let planned = self.leaving(leaves, planned).await;
        if let Some(Err(error)) = planned {
            self.world.lock().tell(format!("not planned: {}", error.message));
        }
    }

    fn new_form(&self) -> PlanId {
        let mut script = self.script();
        let random = &mut script.random;
        loop {
            let text = format!(
                "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
                random.u32(..),
                random.u16(..),
                random.u16(..0x1000),
                random.u16(..0x1000),
                random.u64(..0x1_0000_0000_0000)
            );
            if let Ok(id) = PlanId::parse(&text) {
                return id;
            }
        }
    }

    /// Waits for an answer, or goes away before it comes.
    async fn leaving<T>(&self, leaves: bool, answer: impl Future<Output = T>) -> Option<T> {
        if !leaves {
            return Some(answer.await);
        }
        let patience = self.script().random.u64(..60);
        self.world.lock().fire(Fault::Left);
        tokio::time::timeout(Duration::from_millis(patience), answer).await.ok()
    }

    async fn act(&self, plan: &PlanId, owner: usize) {
        match self.state_of(plan) {
            Some(PlanState::Planned) => {
                if self.script().strikes(Fault::Moved, 2) {
                    move_target(self, plan).await;
                }
                self.apply(plan, owner).await;
            }
            Some(PlanState::Interrupted) => self.take_up(plan, owner).await,
            Some(PlanState::Applied | PlanState::Failed | PlanState::Unknown) => self.follow(plan, owner).await,
            _ => {}
        }
    }

    async fn decision(&self, plan: &PlanId, owner: usize) -> Option<Decision> {
        let view = self.path.changes().view(&who(owner), plan).await.ok()?;
        let typed = view.confirmation.as_ref().map(|asked| asked.text.clone()).unwrap_or_default();
        Some(Decision { view, typed })
    }

    pub async fn apply(&self, plan: &PlanId, owner: usize) {
        let Some(decision) = self.decision(plan, owner).await else { return };
        let is_mint = decision.view.credential.as_ref().is_some_and(|minted| minted.delivered_to.is_none());
        let twice = self.script().strikes(Fault::SecondApply, 2);
        self.world.lock().tell(format!("{} applies {plan}", who(owner).subject));
        if twice {
            self.world.lock().fire(Fault::SecondApply);
        }
        match (is_mint, twice) {
            (true, false) => self.mint(plan, owner, &decision, true).await,
            (true, true) => {
                let both = (self.mint(plan, owner, &decision, true), self.mint(plan, owner, &decision, false));
                futures::future::join(both.0, both.1).await;
            }
            (false, false) => self.apply_once(plan, owner, &decision).await,
            (false, true) => {
                let both = (self.apply_once(plan, owner, &decision), self.apply_once(plan, owner + 1, &decision));
                futures::future::join(both.0, both.1).await;
            }
        }
    }

    async fn apply_once(&self, plan: &PlanId, owner: usize, decision: &Decision) {
        let leaves = self.script().strikes(Fault::Left, 2);
        let entered = decision.view.asks.as_ref().map(|_| Secret::new("glsa_a-token-of-grafana-labs".to_owned()));
        let (who, changes) = (who(owner), self.path.changes());
        let applied = changes.apply(&who, plan, decision.view.created_at, &decision.typed, entered);
        if let Some(Err(error)) = self.leaving(leaves, applied).await {
            self.world.lock().tell(format!("not applied: {}", error.message));
        }
    }

    async fn mint(&self, plan: &PlanId, owner: usize, decision: &Decision, is_first: bool) {
        let (leaves, who) = (self.script().strikes(Fault::Left, 2), who(owner));
        let minted = self.path.mint().mint(&who, plan, decision.view.created_at, &decision.typed);
        let minted = match self.leaving(leaves, minted).await {
            Some(Ok(minted)) => minted,
            Some(Err(error)) => {
                let mut state = self.world.lock();
                state.tell(format!("not minted: {}", error.message));
                if !is_first && state.planted == Some(Planted::SecondReader) {
                    // Whoever came second is shown it, too.
                    state.checks.secrets.iter_mut().filter(|one| one.step.0 == *plan).for_each(|one| one.readers += 1);
                }
                return;
            }
            None => return,
        };
        let value = minted.secret.reveal();
        if self.script().strikes(Fault::Left, 2) {
            self.world.lock().fire(Fault::Left);
            drop(minted.receipt);
            return;
        }
        {
            let mut state = self.world.lock();
            let known = state.checks.secrets.iter_mut().find(|one| one.value == value);
            match known.map(|one| one.readers += 1) {
                Some(()) => {}
                None if state.is_real => {}
                None => state.breach("a page got a secret that AWS did not mint"),
            }
        }
        minted.receipt.sign();
        if self.script().strikes(Fault::Left, 3) {
            return;
        }
        let told = self.path.mint().received(&who, plan).await;
        if matches!(told, Ok(true)) {
            let mut state = self.world.lock();
            state.checks.secrets.iter_mut().filter(|one| one.value == value).for_each(|one| one.is_confirmed = true);
        }
    }

    /// Goes on with an interrupted plan, or drops the rest of it.
    pub async fn take_up(&self, plan: &PlanId, owner: usize) {
        let sends = {
            let mut script = self.script();
            match (script.has(Fault::Resume), script.has(Fault::Drop)) {
                (true, false) => true,
                (false, true) => false,
                _ => script.random.bool(),
            }
        };
        let (fault, rest) = if sends { (Fault::Resume, Rest::Send) } else { (Fault::Drop, Rest::Drop) };
        if self.script().strikes(Fault::Moved, 2) {
            move_target(self, plan).await;
        }
        self.world.lock().fire(fault);
        let leaves = self.script().strikes(Fault::Left, 3);
        let (who, changes) = (who(owner), self.path.changes());
        let entered = Some(Secret::new("glsa_a-token-of-grafana-labs".to_owned()));
        if let Some(Err(error)) = self.leaving(leaves, changes.resume(&who, plan, rest, entered)).await {
            self.world.lock().tell(format!("not taken up: {}", error.message));
        }
    }

    /// Plans the opposite, or the rest once more.
    pub async fn follow(&self, plan: &PlanId, owner: usize) {
        let undoes = {
            let mut script = self.script();
            script.followed.insert(plan.clone());
            match (script.has(Fault::Undo), script.has(Fault::Retry)) {
                (true, false) => true,
                (false, true) => false,
                _ => script.random.bool(),
            }
        };
        let form = self.new_form();
        let (who, changes) = (who(owner), self.path.changes());
        let planned = match undoes {
            true => changes.undo(&who, plan, &form).await,
            false => changes.retry(&who, plan, &form).await,
        };
        self.world.lock().fire(if undoes { Fault::Undo } else { Fault::Retry });
        match planned {
            Ok(planned) => {
                let mut script = self.script();
                script.followed.insert(planned.clone());
                script.plans.push((planned, owner));
            }
            Err(error) => self.world.lock().tell(format!("nothing follows: {}", error.message)),
        }
    }
}
