//! Applying a claimed plan: look again, record the intent, send, record the outcome.

use super::change::Change;
use super::send::{Sent, send};
use super::{Service, observe, record, stored};
use crate::clock::now;
use aws::{Certainty, Failure};
use model::{Error, Outcome, OutcomeWord, PlanId, Principal};
use secrecy::SecretString;
use store::Store;

/// Who does what, for the journal.
pub(super) struct Work {
    pub actor: String,
    pub plan: PlanId,
    pub change: Change,
}

impl Service {
    /// The task of an ordinary plan. It owns everything it needs: the request that began it may go away.
    pub(super) fn run(
        &self,
        who: &Principal,
        id: &PlanId,
        change: Change,
    ) -> impl Future<Output = ()> + Send + 'static {
        let work = Work { actor: who.subject.clone(), plan: id.clone(), change };
        let running = self.carry_out(work);
        async move { drop(running.await) }
    }

    /// Carries a claimed plan to its end and answers the secret of a mint, when there is one.
    pub(super) fn carry_out(&self, work: Work) -> impl Future<Output = Option<SecretString>> + Send + 'static {
        let (store, aws, fleet) = (self.store.clone(), self.aws.clone(), self.fleet.clone());
        let lock = self.lock(&work.change);
        async move {
            let _alone = lock.lock().await;
            let (outcome, sent) = match ready(&store, &aws, &work).await {
                Err(refused) => (refused, None),
                Ok(()) => told(send(&aws, &work.change).await),
            };
            let path = sent.as_ref().and_then(|sent| sent.result_path(&work.change));
            conclude(&store, &work, &outcome, path).await;
            let made = sent.as_ref().and_then(|sent| sent.made.clone());
            let id = work.change.target().map(|key| key.id.clone()).or(made);
            fleet.touch(work.change.kind(), work.change.scope(), id.as_deref());
            sent.and_then(|sent| sent.secret)
        }
    }
}

/// The target is as it was when the plan was made, and the intent is on record. Only then may AWS be called.
async fn ready(store: &Store, aws: &aws::Aws, work: &Work) -> Result<(), Outcome> {
    let refuse = |message: String| outcome(OutcomeWord::Refused, message, None);
    let kept = match store.plan(&work.plan).await {
        Ok(Some(record)) => stored::hash(&record),
        Ok(None) => Err(Error::internal()),
        Err(error) => Err(super::unavailable(&error)),
    };
    let kept = kept.map_err(|error| refuse(error.message))?;
    let seen = observe::observe(aws, &work.change)
        .await
        .map_err(|error| Outcome { fields: error.fields, ..refuse(format!("Nothing was sent. {}", error.message)) })?;
    if seen.hash() != kept {
        return Err(refuse(
            "Nothing was sent: it changed since the plan was made. Plan it again from what it is now.".to_owned(),
        ));
    }
    let intent = record::intent(&work.actor, &work.plan, &work.change);
    store.intend(&work.plan, 1, intent).await.map_err(|error| {
        tracing::error!(%error, plan = %work.plan, "intent not recorded");
        refuse("Nothing was sent: the record of it cannot be written.".to_owned())
    })?;
    Ok(())
}

fn outcome(word: OutcomeWord, message: String, request_id: Option<String>) -> Outcome {
    Outcome { word, message, at: now(), request_id, fields: Vec::new() }
}

/// What AWS's answer means.
fn told(answer: Result<Sent, Failure>) -> (Outcome, Option<Sent>) {
    match answer {
        Ok(sent) if sent.found_later => {
            let message = "AWS's first answer was lost; looking again found it done, once.".to_owned();
            (outcome(OutcomeWord::Verified, message, sent.request_id.clone()), Some(sent))
        }
        Ok(sent) => {
            let message = "AWS accepted it.".to_owned();
            (outcome(OutcomeWord::Applied, message, sent.request_id.clone()), Some(sent))
        }
        Err(Failure { error, certainty, .. }) => {
            let (word, known) = match certainty {
                Certainty::Refused => (OutcomeWord::Failed, "AWS refused it; nothing was changed."),
                Certainty::Unknown => (OutcomeWord::Unknown, "It is not known whether AWS did it."),
            };
            let said = outcome(word, format!("{known} {}", error.message), error.request_id);
            (Outcome { fields: error.fields, ..said }, None)
        }
    }
}

/// Commits the outcome and ends the plan. When that cannot be written, the plan stays under way and is found
/// interrupted at the next start: nothing is claimed that is not on record.
async fn conclude(store: &Store, work: &Work, outcome: &Outcome, path: Option<String>) {
    let event = record::outcome(&work.actor, &work.plan, &work.change, outcome);
    if let Err(error) = store.conclude(&work.plan, 1, outcome, event).await {
        tracing::error!(%error, plan = %work.plan, "outcome not recorded");
        return;
    }
    if let Err(error) = store.finish_plan(&work.plan, stored::state_after(outcome.word), path).await {
        tracing::error!(%error, plan = %work.plan, "plan not ended");
    }
}
