//! The mint's own door: the same road, and the secret goes to the one request that waits for it.

use super::change::Change;
use super::part::Job;
use super::road::{PATIENCE, Work};
use super::{Service, made_anew, record, tokens};
use model::door::{BoxFuture, Mint, Minted};
use model::{Code, Error, Millis, OutcomeWord, PlanId, PlanState, PlanView, Principal, Secret};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use store::Store;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

impl Mint for Service {
    fn mint<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
    ) -> BoxFuture<'a, Result<Minted, Error>> {
        Box::pin(async move {
            let Some((claimed, jobs)) = self.claim(who, id, reviewed, typed, true).await? else {
                return Err(claimed_before(&self.seen(id).await?));
            };
            let handover = self.handed_over(who, id, jobs).await?;
            let seen = self.seen(id).await;
            match (handover.and_then(Handover::take), seen) {
                // A secret that is here is handed over, whatever else can be read.
                (Some(secret), seen) => Ok(Minted { secret, view: seen.unwrap_or(claimed) }),
                (None, Ok(view)) => Err(refusal(&view)),
                (None, Err(_)) => Err(untold()),
            }
        })
    }
}

impl Service {
    async fn seen(&self, id: &PlanId) -> Result<PlanView, Error> {
        self.see(&self.stored(id).await?).await
    }

    /// Mints in a task of the application's, and waits for the secret.
    async fn handed_over(&self, who: &Principal, id: &PlanId, jobs: Vec<Job>) -> Result<Option<Handover>, Error> {
        let change = jobs.iter().flat_map(|job| &job.changes).next().cloned().ok_or_else(Error::internal)?;
        let (store, tasks, runtime) = (self.road.store.clone(), self.tasks.clone(), Handle::current());
        let of = (who.subject.clone(), id.clone(), change);
        let (deliver, delivered) = oneshot::channel();
        let hand = move |secret: Option<SecretString>| {
            let handover = secret.map(|secret| Handover { secret: Some(secret), of, store, tasks, runtime });
            drop(deliver.send(handover));
        };
        let work = Work { actor: who.subject.clone(), plan: id.clone(), jobs, secret: None, sends: true };
        self.tasks.spawn(self.road.clone().carry_out(work, hand));
        delivered.await.map_err(|_| Error::internal())
    }
}

/// A secret on its way to the request that waits for it. Dropped before it is taken, it goes on record as undelivered,
/// wherever the request went away.
struct Handover {
    secret: Option<SecretString>,
    /// Who minted, the plan and its step.
    of: (String, PlanId, Change),
    store: Store,
    tasks: TaskTracker,
    runtime: Handle,
}

impl Handover {
    fn take(mut self) -> Option<Secret> {
        self.secret.take().map(|secret| Secret::new(secret.expose_secret().to_owned()))
    }
}

impl Drop for Handover {
    fn drop(&mut self) {
        if self.secret.take().is_some() {
            self.tasks.spawn_on(undelivered(self.store.clone(), self.of.clone()), &self.runtime);
        }
    }
}

async fn undelivered(store: Store, (actor, plan, change): (String, PlanId, Change)) {
    tokens::never_seen(&store, &change).await;
    let event = record::undelivered(&actor, &plan, &change);
    for wait in PATIENCE {
        tokio::time::sleep(Duration::from_secs(wait)).await;
        match store.append_audit(event.clone()).await {
            Ok(_) => return,
            Err(error) => tracing::error!(%error, %plan, "undelivered secret not recorded"),
        }
    }
}

/// Why a plan that was claimed before mints nothing now, by what became of it.
fn claimed_before(view: &PlanView) -> Error {
    match view.state {
        PlanState::Applied => Error::conflict(
            "This was minted already. Its secret went to the page that asked for it and cannot be shown again.",
        ),
        PlanState::Applying => Error::conflict(
            "This is being minted just now, perhaps for another tab. Its secret goes there and cannot be shown here.",
        ),
        PlanState::Interrupted => Error::conflict(
            "This was interrupted, and it is not known whether it was minted. Go on with the plan to find out.",
        ),
        PlanState::Failed | PlanState::Unknown => {
            let Error { message, fields, request_id, .. } = refusal(view);
            Error {
                fields,
                ..Error::conflict(format!("This was tried already. {message}")).with_request_id(request_id)
            }
        }
        PlanState::Planned | PlanState::Expired => made_anew(),
    }
}

/// Why there is no secret, as the plan's outcome has it.
fn refusal(view: &PlanView) -> Error {
    let outcome = view.steps.iter().filter_map(|step| step.outcome.clone()).next_back();
    match outcome {
        None => untold(),
        Some(outcome) => {
            let code = match outcome.word {
                OutcomeWord::Unknown => Code::Unreachable,
                _ => Code::Conflict,
            };
            Error { fields: outcome.fields, ..Error::new(code, outcome.message).with_request_id(outcome.request_id) }
        }
    }
}

/// There is no secret, and the reason cannot be read.
fn untold() -> Error {
    let message = "What became of it cannot be told just now. Look at this plan again before you mint another.";
    Error::new(Code::Unavailable, message)
}
