//! The mint's own door: the same road, and the secret goes to the one request that waits for it.

use super::change::Change;
use super::road::{PATIENCE, Work};
use super::{Service, first, made_anew, record, tokens};
use model::door::{BoxFuture, Mint, Minted, Receipt};
use model::{Code, Error, Millis, OutcomeWord, Permission, PlanId, PlanState, PlanView, Principal, Secret};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use store::Store;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

impl Mint for Service {
    fn mint<'a>(
        &'a self,
        who: &'a Principal,
        id: &'a PlanId,
        reviewed: Millis,
        typed: &'a str,
    ) -> BoxFuture<'a, Result<Minted, Error>> {
        let work = self.clone().claim_and_mint(who.clone(), id.clone(), reviewed, typed.to_owned());
        Box::pin(async move {
            let (claimed, delivered) = self.own(work).await?;
            let handover = delivered.await.map_err(|_| Error::internal())?;
            match (handover, self.seen(who, id).await) {
                // A secret that is here is handed over, whatever else can be read.
                (Some((secret, receipt)), seen) => Ok(Minted { secret, view: seen.unwrap_or(claimed), receipt }),
                (None, Ok(view)) => Err(refusal(&view)),
                (None, Err(_)) => Err(untold()),
            }
        })
    }
}

/// A secret with the receipt for it; none where nothing was minted. Dropped on the way, it goes on record as undelivered.
type Handover = Option<(Secret, Receipt)>;

impl Service {
    async fn seen(&self, who: &Principal, id: &PlanId) -> Result<PlanView, Error> {
        self.see(who, &self.stored(id).await?).await
    }

    /// Claims a plan and begins to mint. Answers it as it was shown, and where its secret will come from.
    async fn claim_and_mint(
        self,
        who: Principal,
        id: PlanId,
        reviewed: Millis,
        typed: String,
    ) -> Result<(PlanView, oneshot::Receiver<Handover>), Error> {
        let held = self.walking.hold(&id);
        let Some((claimed, jobs)) = self.claim(&who, &id, reviewed, &typed, true).await? else {
            return Err(claimed_before(&self.seen(&who, &id).await?));
        };
        let of = (who.subject.clone(), id.clone(), first(&jobs).cloned().ok_or_else(Error::internal)?);
        let (deliver, delivered) = oneshot::channel();
        let (store, tasks, runtime) = (self.road.store.clone(), self.tasks.clone(), Handle::current());
        let lost = move || drop(tasks.spawn_on(undelivered(store, of), &runtime));
        let hand = move |secret: Option<SecretString>| {
            let revealed = |secret: SecretString| Secret::new(secret.expose_secret().to_owned());
            drop(deliver.send(secret.map(|secret| (revealed(secret), Receipt::new(lost)))));
        };
        let may_give_roles = who.may(Permission::GrafanaGrant);
        self.begin(Work { actor: who.subject, plan: id, jobs, secret: None, sends: true, may_give_roles }, held, hand);
        Ok((claimed, delivered))
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
