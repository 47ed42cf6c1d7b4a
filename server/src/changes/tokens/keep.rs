//! What is remembered of tokens and keys beside AWS's calls: the ledger of API keys, notes, rotations. AWS's own answer
//! stands whatever becomes of these, so a database that fails is told in the log and in nothing else.

use crate::changes::change::Change;
use crate::changes::sent::Sent;
use crate::clock::now;
use model::tokens::{Note, Subject};
use model::{Millis, PlanId};
use store::{KeyRecord, NoteRecord, RotationRecord, Store, StoreError};

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

/// AWS did it.
pub async fn done(store: &Store, actor: &str, plan: &PlanId, change: &Change, sent: &Sent) {
    match change {
        Change::MintToken { workspace, account, name, note: noted, replaces, .. } => {
            let Some(token) = sent.made.clone() else { return };
            let of = (workspace.clone(), account.clone());
            let subject = Subject::Token { workspace: of.0, account: of.1, token };
            note(store, actor, &subject, noted).await;
            let Some(replaced) = replaces else { return };
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
        Change::DeleteWorkspace { key } => {
            told(store.forget_keys_of(&key.arn()).await.map(drop));
            told(store.forget_notes(&key.arn()).await.map(drop));
        }
        _ => {}
    }
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
