//! A plan as it moves: applying it, and looking at it until it is over. Browser only, but for its first value.

use super::api::{Seen, apply_plan, view_plan};
use crate::Failure;
use crate::route::Here;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Code, Error, Millis, PlanId, PlanState, PlanView};
use std::time::Duration;

/// Milliseconds from one look to the next while all is well.
const RHYTHM: u64 = 700;
/// Doublings of the rhythm after looks without an answer: at most 11.2 s.
const PATIENCE: u32 = 4;

#[derive(Clone, Copy)]
pub struct Live {
    pub plan: RwSignal<PlanView>,
    /// The server's clock at the newest look.
    pub now: RwSignal<Millis>,
    /// Something was sent and is not answered yet.
    pub busy: RwSignal<bool>,
    /// Why the newest try to apply was not taken.
    pub trouble: RwSignal<Option<Error>>,
    /// Looks in a row without an answer.
    pub misses: RwSignal<u32>,
    /// What was sent got no answer: only a look can tell whether it arrived.
    pub doubt: RwSignal<bool>,
    next: StoredValue<Option<TimeoutHandle>>,
}

impl Live {
    pub fn new(Seen { now, value }: Seen<PlanView>) -> Self {
        let live = Self {
            plan: RwSignal::new(value),
            now: RwSignal::new(now),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            misses: RwSignal::new(0),
            doubt: RwSignal::new(false),
            next: StoredValue::new(None),
        };
        live.follow();
        live.arrive();
        live
    }

    pub fn state(self) -> Memo<PlanState> {
        Memo::new(move |_| self.plan.with(|plan| plan.state))
    }

    /// What is decided on is on its way, as far as this page knows: it was sent and is not answered yet.
    pub fn is_sent(self) -> Memo<bool> {
        Memo::new(move |_| self.busy.get() && self.plan.with(|plan| plan.state == PlanState::Planned))
    }

    /// `None` once the page is gone.
    pub fn id(self) -> Option<PlanId> {
        self.plan.try_with_untracked(|plan| plan.id.clone())
    }

    /// Its id, and when the plan in view was made: what is decided on.
    pub fn reviewed(self) -> Option<(PlanId, Millis)> {
        self.plan.try_with_untracked(|plan| (plan.id.clone(), plan.created_at))
    }

    /// Sends the plan to be applied. Repeating it is harmless: the server applies a plan once.
    pub fn apply(self, typed: String, secret: String) {
        let Some((id, reviewed)) = self.reviewed().filter(|_| self.begin()) else { return };
        spawn_local(async move {
            match apply_plan(id, reviewed, typed, secret).await {
                Ok(plan) => drop(self.plan.try_set(plan)),
                Err(failure) => self.fail(failure),
            }
            self.busy.try_set(false);
        });
    }

    /// Marks something as sent; false while something else is.
    pub fn begin(self) -> bool {
        let idle = !self.busy.get_untracked();
        if idle {
            self.busy.set(true);
            self.trouble.set(None);
        }
        idle
    }

    /// Takes in why sending failed, and looks at what the server knows.
    pub fn fail(self, failure: Failure) {
        if failure.is_silence() {
            self.doubt.try_set(true);
        } else {
            self.trouble.try_set(Some(failure.0));
            self.look();
        }
    }

    /// Looks again and again while the plan moves or its fate is in doubt.
    fn follow(self) {
        let moving = Memo::new(move |_| self.doubt.get() || self.plan.with(|plan| plan.state == PlanState::Applying));
        Effect::new(move |_| if moving.get() { self.soon() } else { self.stop() });
        on_cleanup(move || self.stop());
    }

    fn soon(self) {
        let wait = RHYTHM << self.misses.get_untracked().min(PATIENCE);
        self.stop();
        let timer = set_timeout_with_handle(move || self.look_on(), Duration::from_millis(wait));
        self.next.try_update_value(|next| *next = timer.ok());
    }

    fn stop(self) {
        if let Some(Some(timer)) = self.next.try_update_value(Option::take) {
            timer.clear();
        }
    }

    fn look_on(self) {
        let Some(id) = self.id() else { return };
        spawn_local(async move {
            let answer = view_plan(id).await;
            if let Some(true) = self.take(answer) {
                self.soon();
            }
        });
    }

    /// One look, outside of the rhythm.
    fn look(self) {
        let Some(id) = self.id() else { return };
        spawn_local(async move {
            if let Ok(seen) = view_plan(id).await {
                // The outcome says it, and more of it.
                if seen.value.state == PlanState::Unknown {
                    self.trouble.try_set(None);
                }
                self.take(Ok(seen));
            }
        });
    }

    /// Takes in a look; true when there should be another one, `None` when the page is gone.
    fn take(self, answer: Result<Seen<PlanView>, Failure>) -> Option<bool> {
        match answer {
            Ok(seen) => {
                self.misses.try_set(0).map_or(Some(()), |_| None)?;
                let state = seen.value.state;
                self.now.try_set(seen.now);
                self.plan.try_set(seen.value);
                let doubted = self.doubt.try_update(std::mem::take)?;
                if doubted && state == PlanState::Planned {
                    self.trouble.try_set(Some(not_arrived()));
                }
                Some(state == PlanState::Applying)
            }
            Err(Failure(error)) if error.code.is_retryable() || error.code == Code::Internal => {
                self.misses.try_update(|misses| *misses = misses.saturating_add(1))?;
                Some(true)
            }
            Err(Failure(error)) => {
                self.trouble.try_set(Some(error));
                Some(false)
            }
        }
    }

    /// Goes to what the plan made, once this page saw it being applied. A secret keeps the reader here.
    fn arrive(self) {
        let (here, state) = (Here::get(), self.state());
        Effect::new(move |before: Option<PlanState>| {
            let state = state.get();
            let seen = before.is_some_and(|before| before != state) && state == PlanState::Applied;
            // An edit keeps the reader here, where it can be undone; a rotation, where the old token is revoked; so do
            // several targets, of which none is the one.
            let stays = |plan: &PlanView| plan.credential.is_some() || plan.undoable || !plan.replaced.is_empty();
            let leads = |plan: &PlanView| !stays(plan) && plan.targets.len() == 1;
            let way = self.plan.with_untracked(|plan| plan.result_path.clone().filter(|_| leads(plan)));
            if let Some(way) = way.filter(|_| seen) {
                here.go(&way);
            }
            state
        });
    }
}

fn not_arrived() -> Error {
    Error::new(
        Code::Unreachable,
        "The server did not answer, and the plan still waits for review: nothing was sent to AWS. It can be applied again.",
    )
}
