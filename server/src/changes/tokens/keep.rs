//! What is remembered of tokens and keys beside AWS's calls: the ledger of API keys, notes, rotations. AWS's own answer
//! stands whatever becomes of these, so a database that fails is told in the log and in nothing else.

use crate::changes::change::Change;
use crate::changes::part::Job;
use crate::changes::sent::Sent;
use crate::clock::now;
use aws::Failure;
use model::tokens::{Note, Subject};
use model::{Millis, PlanId};
use store::{KeyRecord, NoteRecord, RotationRecord, Store, StoreError};

/// How long a key whose making was not answered may still appear at AWS.
const APPEARS: Millis = 5 * 60 * 1_000;

/// Before a call is sent: a key nobody could list afterwards is written down first.
///
/// # Errors
/// The store's: then nothing is sent.
pub async fn before(store: &Store, actor: &str, plan: &PlanId, change: &Change) -> Result<(), StoreError> {
    let Change::MintKey { workspace, name, grafana_role, seconds, .. } = change else { return Ok(()) };
    let created_at = now();
    let record = KeyRecord {
        workspace: workspace.arn(),
        name: name.clone(),
        grafana_role: grafana_role.clone(),
        created_at,
        expires_at: created_at.saturating_add(Millis::from(*seconds) * 1_000),
        created_by: actor.to_owned(),
        plan: plan.clone(),
        certain: false,
    };
    store.expect_key(&record).await
}

/// AWS refused it, so it did nothing.
pub async fn refused(store: &Store, plan: &PlanId, change: &Change) {
    if let Change::MintKey { workspace, name, .. } = change {
        told(store.forget_unmade_key(&workspace.arn(), name, plan).await.map(drop));
    }
}

/// What AWS's answer is worth. A key that is not there, though its making was sent minutes ago and never answered, may
/// still appear: it is not called revoked, and stays in the ledger.
pub async fn settled(store: &Store, change: &Change, answer: Result<Sent, Failure>) -> Result<Sent, Failure> {
    let (Change::RevokeKey { workspace, name }, Ok(Sent { was_gone: true, .. })) = (change, &answer) else {
        return answer;
    };
    let keys = match store.keys().await {
        Ok(keys) => keys,
        Err(error) => {
            told(Err(error));
            return answer;
        }
    };
    let arn = workspace.arn();
    let known = keys.iter().find(|key| key.workspace == arn && key.name == *name);
    match known.is_some_and(|key| may_appear(key.certain, key.created_at, now())) {
        true => Err(not_yet(name)),
        false => answer,
    }
}

const fn may_appear(certain: bool, created_at: Millis, now: Millis) -> bool {
    !certain && now - created_at < APPEARS
}

fn not_yet(name: &str) -> Failure {
    Failure::unknown(format!(
        "AWS has no key named {name}, but the call that makes it was never answered and it may still appear. It stays \
         listed: revoke it again in some minutes."
    ))
}

/// AWS did it. A rotation begins once somebody can have the successor's secret: when it was delivered, or minted for
/// one who waits for it.
pub async fn done(store: &Store, actor: &str, (plan, jobs): (&PlanId, &[Job]), change: &Change, sent: &Sent) {
    match change {
        Change::MintToken { workspace, account, note: noted, .. } => {
            let Some(token) = sent.made.clone() else { return };
            let of = (workspace.clone(), account.clone());
            let subject = Subject::Token { workspace: of.0, account: of.1, token };
            note(store, actor, &subject, noted).await;
            if !beside(jobs, change).iter().any(Change::delivers) {
                begin(store, actor, plan, change).await;
            }
        }
        Change::DeliverSecret { .. } => {
            for mint in beside(jobs, change) {
                begin(store, actor, plan, mint).await;
            }
        }
        Change::MintKey { workspace, name, note: noted, .. } => {
            told(store.confirm_key(&workspace.arn(), name, plan).await.map(drop));
            let subject = Subject::Key { workspace: workspace.clone(), name: name.clone() };
            note(store, actor, &subject, noted).await;
        }
        Change::RevokeToken { workspace, account, token, name } => {
            let arn = workspace.arn();
            told(store.end_rotations_to(&arn, account.as_str(), name).await.map(drop));
            told(store.end_rotations_of(&arn, account.as_str(), token).await.map(drop));
            let (workspace, account, token) = (workspace.clone(), account.clone(), token.clone());
            told(store.forget_notes(&Subject::Token { workspace, account, token }.text()).await.map(drop));
        }
        Change::RevokeKey { workspace, name } => {
            told(store.forget_key(&workspace.arn(), name).await.map(drop));
            let subject = Subject::Key { workspace: workspace.clone(), name: name.clone() };
            told(store.forget_notes(&subject.text()).await.map(drop));
        }
        Change::DeleteServiceAccount { workspace, account } => {
            let subject = Subject::Account { workspace: workspace.clone(), account: account.clone() };
            told(store.forget_notes(&subject.text()).await.map(drop));
        }
        // A workspace that AWS only began to delete may stay, with its keys. What is known of one that is gone stays
        // unshown.
        _ => {}
    }
}

/// The writes of the target that this one belongs to.
fn beside<'a>(jobs: &'a [Job], change: &Change) -> &'a [Change] {
    jobs.iter().map(|job| job.changes.as_slice()).find(|changes| changes.contains(change)).unwrap_or_default()
}

/// Nobody has the secret of what was minted: nothing takes the place of the old token.
pub async fn never_seen(store: &Store, change: &Change) {
    if let Change::MintToken { workspace, account, name, .. } = change {
        told(store.end_rotations_to(&workspace.arn(), account.as_str(), name).await.map(drop));
    }
}

async fn begin(store: &Store, actor: &str, plan: &PlanId, mint: &Change) {
    let Change::MintToken { workspace, account, name, replaces: Some(replaced), .. } = mint else { return };
    let rotation = RotationRecord {
        plan: plan.clone(),
        workspace: workspace.arn(),
        account: account.to_string(),
        old_id: replaced.id.clone(),
        old_name: replaced.name.clone(),
        new_name: name.clone(),
        begun_at: now(),
        begun_by: actor.to_owned(),
    };
    told(store.begin_rotation(&rotation).await);
}

async fn note(store: &Store, actor: &str, subject: &Subject, note: &Note) {
    if note.is_empty() {
        return;
    }
    let Note { owner, purpose } = note.clone();
    let (subject, changed_by) = (subject.text(), actor.to_owned());
    told(store.keep_note(&NoteRecord { subject, owner, purpose, changed_at: now(), changed_by }).await);
}

fn told(kept: Result<(), StoreError>) {
    if let Err(error) = kept {
        tracing::error!(%error, "what is known of a token or key was not kept");
    }
}

#[cfg(test)]
mod tests {
    use super::{APPEARS, may_appear};

    #[test]
    fn a_key_may_appear_for_minutes_after_a_call_that_was_not_answered() {
        assert!(may_appear(false, 1_000, 999 + APPEARS));
        assert!(!may_appear(false, 1_000, 1_000 + APPEARS) && !may_appear(true, 1_000, 1_001));
    }
}
