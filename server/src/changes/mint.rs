//! The mint's own door: the same path, and the secret goes to the one request that waits for it.

use super::claim::{ClaimedPlan, run_of};
use super::core::secret::Secrets;
use super::executor::RunMode;
use super::presenter::{claimed_before, foreign, mint_refusal, outcome_untold, unavailable};
use super::service::Service;
use model::door::{BoxFuture, Mint, Minted, Receipt};
use model::{Error, Millis, PlanId, PlanState, PlanView, Principal, Secret};
use secrecy::{ExposeSecret, SecretString};
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
            match (handover, self.view_plan(who, id).await) {
                // A secret that is here is handed over, whatever else can be read.
                (Some((secret, receipt)), seen) => Ok(Minted { secret, view: seen.unwrap_or(claimed), receipt }),
                (None, Ok(view)) => Err(mint_refusal(&view)),
                (None, Err(_)) => Err(outcome_untold()),
            }
        })
    }

    fn received<'a>(&'a self, who: &'a Principal, id: &'a PlanId) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(self.own(self.clone().receive(who.clone(), id.clone())))
    }
}

/// A secret with the receipt for it; none where nothing was minted. Dropped on the way, it goes on record as undelivered.
type Handover = Option<(Secret, Receipt)>;

impl Service {
    /// Claims a plan and begins to mint. Answers it as it was shown, and where its secret will come from.
    async fn claim_and_mint(
        self,
        who: Principal,
        id: PlanId,
        reviewed: Millis,
        typed: String,
    ) -> Result<(PlanView, oneshot::Receiver<Handover>), Error> {
        let running = self.running.hold(&id);
        let Some(ClaimedPlan { run, record, jobs }) = self.claim(&who, &id, reviewed, &typed, true).await? else {
            return Err(claimed_before(&self.view_plan(&who, &id).await?));
        };
        let claimed = self.glance(&who, &store::PlanRecord { state: PlanState::Applying, ..record }).await?;
        let (deliver, delivered) = oneshot::channel();
        let (service, runtime, awaited, plan) = (self.clone(), Handle::current(), self.awaited.clone(), id.clone());
        let lost = move || drop(service.tasks.clone().spawn_on(service.lose_secret(id), &runtime));
        let hand = move |secret: Option<SecretString>| {
            awaited.begin(&plan);
            let revealed = |secret: SecretString| Secret::new(secret.expose_secret().to_owned());
            drop(deliver.send(secret.map(|secret| (revealed(secret), Receipt::new(lost)))));
        };
        self.begin(run_of(&who, run, jobs, RunMode::Apply), Secrets::default(), running, hand);
        Ok((claimed, delivered))
    }

    async fn receive(self, who: Principal, id: PlanId) -> Result<bool, Error> {
        let record = self.load_record(&id).await?;
        match record.principal == who.subject {
            true => self.cx.store.receive_secret(&id).await.map_err(|error| unavailable(&error)),
            false => Err(foreign()),
        }
    }
}
