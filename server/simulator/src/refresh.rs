//! Who is told that something was changed: after its outcome is on record, and never before.

use crate::world::{State, World};
use model::{Kind, Scope};
use server::write_path::Refresh;

#[derive(Debug)]
pub struct Told(pub World);

impl Refresh for Told {
    fn touch(&self, _: Kind, _: &Scope, _: Option<&str>) {
        check(&mut self.0.lock());
    }
}

/// The task that tells has no step open.
pub fn check(state: &mut State) {
    let open = tokio::task::try_id().and_then(|task| state.checks.open.get(&task).cloned());
    let Some((plan, number)) = open else { return };
    let is_open = state.tables.steps.get(&(plan.clone(), number)).is_some_and(|step| step.outcome.is_none());
    if is_open {
        state.breach(format!("step {number} of {plan} is read again before its outcome is on record"));
    }
}
