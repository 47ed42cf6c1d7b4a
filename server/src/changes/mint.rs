//! The mint's own door: the same road, and the secret goes to the one request that waits for it.

use super::road::Work;
use super::{Service, record, tokens};
use model::door::{BoxFuture, Mint, Minted};
use model::{Error, Millis, OutcomeWord, PlanId, PlanView, Principal, Secret};
use secrecy::ExposeSecret;
use tokio::sync::oneshot;

impl Mint for Service {
    fn mint<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
    ) -> BoxFuture<'a, Result<Minted, Error>> {
        Box::pin(async move {
            let Some(jobs) = self.claim(who, id, reviewed, typed, true).await? else {
                return Err(Error::conflict(
                    "This was minted already. Its secret was shown once and cannot be shown again.",
                ));
            };
            let (deliver, delivered) = oneshot::channel();
            let change = jobs.iter().flat_map(|job| &job.changes).next().cloned().ok_or_else(Error::internal)?;
            let work = Work { actor: who.subject.clone(), plan: id.clone(), jobs, secret: None, sends: true };
            let (running, store) = (self.road.clone().carry_out(work), self.road.store.clone());
            let (actor, plan) = (who.subject.clone(), id.clone());
            self.tasks.spawn(async move {
                let secret = running.await.map(|secret| Secret::new(secret.expose_secret().to_owned()));
                let was_secret = secret.is_some();
                if deliver.send(secret).is_err() && was_secret {
                    tokens::never_seen(&store, &change).await;
                    let event = record::undelivered(&actor, &plan, &change);
                    if let Err(error) = store.append_audit(event).await {
                        tracing::error!(%error, %plan, "undelivered secret not recorded");
                    }
                }
            });
            let secret = delivered.await.map_err(|_| Error::internal())?;
            let view = self.see(&self.stored(id).await?).await?;
            secret.map(|secret| Minted { secret, view: view.clone() }).ok_or_else(|| refusal(&view))
        })
    }
}

/// Why there is no secret, as the plan's outcome has it.
fn refusal(view: &PlanView) -> Error {
    let outcome = view.steps.iter().filter_map(|step| step.outcome.clone()).next_back();
    match outcome {
        None => Error::internal(),
        Some(outcome) => {
            let code = match outcome.word {
                OutcomeWord::Unknown => model::Code::Unreachable,
                _ => model::Code::Conflict,
            };
            Error { fields: outcome.fields, ..Error::new(code, outcome.message).with_request_id(outcome.request_id) }
        }
    }
}
