//! Planning from a page by a press: it makes a plan and goes to the plan's page, where it is reviewed.

use crate::route::Here;
use crate::{Failure, paths};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Error, PlanId};

/// Planning under way on a page. One at a time; a try whose answer was lost is repeated under the same form, so that it
/// makes one plan.
#[derive(Clone, Copy)]
pub struct Planning {
    pub busy: RwSignal<bool>,
    pub error: RwSignal<Option<Error>>,
    /// The page is live: a press is heard.
    ready: RwSignal<bool>,
    form: StoredValue<Option<PlanId>>,
    here: Here,
}

/// The plan that was made.
pub type Asked = LocalBoxFuture<'static, Result<PlanId, Failure>>;

impl Planning {
    pub fn begin() -> Self {
        let ready = RwSignal::new(false);
        Effect::new(move |_| ready.set(true));
        Self {
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            ready,
            form: StoredValue::new(None),
            here: Here::get(),
        }
    }

    /// Why a button cannot be pressed now; empty when it can.
    pub fn obstacle(self, refused: Option<String>) -> Signal<String> {
        Signal::derive(move || match &refused {
            Some(reason) => reason.clone(),
            None if !self.ready.get() => "Needs JavaScript, which has not started yet".to_owned(),
            None => String::new(),
        })
    }

    /// Asks for a plan under a form of its own and goes there.
    pub fn run(self, ask: impl FnOnce(PlanId) -> Asked + 'static) {
        self.start(Box::new(ask));
    }

    fn start(self, ask: Box<dyn FnOnce(PlanId) -> Asked>) {
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = self.plan(ask).await;
            self.busy.try_set(false);
            match answer {
                Ok(plan) => {
                    self.form.try_set_value(None);
                    self.here.go(&paths::change(&plan));
                }
                Err(Failure(error)) => drop(self.error.try_set(Some(error))),
            }
        });
    }

    async fn plan(self, ask: Box<dyn FnOnce(PlanId) -> Asked>) -> Result<PlanId, Failure> {
        let form = match self.form.try_get_value().flatten() {
            Some(form) => form,
            None => crate::pages::resource::new_form().await?,
        };
        self.form.try_set_value(Some(form.clone()));
        ask(form).await
    }
}
