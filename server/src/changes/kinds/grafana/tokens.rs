//! What is read and remembered of tokens and API keys around the calls of AWS that make and revoke them.

use super::super::usable::usable_grafana;
use crate::changes::core::answer::{Answer, CallError};
use crate::changes::core::context::Context;
use crate::changes::core::outcome::Why;
use crate::changes::core::refusal::Refusal;
use crate::changes::core::warning::Warning;
use crate::clock::now;
use aws::grafana::Token;
use aws::{Done, Failure, Urgency};
use model::form::TokenAt;
use model::tokens::{Note, Subject, TokenGroup};
use model::{Code, PlanId, ResourceKey, ServiceAccountId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{NoteRecord, StoreError};

/// A token that has a successor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    pub id: String,
    pub name: String,
    /// Not known of one that an earlier version stored, and where AWS does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<model::Millis>,
}

impl From<&Token> for Replaced {
    fn from(token: &Token) -> Self {
        Self { id: token.id.clone(), name: token.name.clone(), expires_at: token.expires_at }
    }
}

/// The name with a hyphen and eight hexadecimal digits, by which a token whose answer was lost is found again: of the
/// first mint of a plan those the plan's id begins with.
pub fn mark_name(name: &str, plan: &PlanId, place: usize) -> String {
    let mark = match place {
        0 => plan.as_str().chars().take(8).collect(),
        _ => hex::encode(&Sha256::digest(format!("{plan}/{place}"))[..4]),
    };
    format!("{name}-{mark}")
}

/// The tokens of an account as AWS lists them now.
///
/// # Errors
/// Why they could not be read, with the workspace.
pub async fn fetch_tokens(
    cx: &Context,
    workspace: &ResourceKey,
    account: &ServiceAccountId,
) -> Result<Vec<Token>, Refusal> {
    let grafana = cx.aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, account.as_str(), Urgency::Read).await;
    tokens.map_err(|failure| Refusal::of(workspace, failure.into()))
}

/// The token that shall be replaced, read now.
///
/// # Errors
/// That it is not there, or why that could not be read.
pub async fn fetch_replaced(cx: &Context, at: &TokenAt) -> Result<Token, Refusal> {
    let workspace = usable_grafana(cx, &at.workspace)?;
    let grafana = cx.aws.grafana(&workspace.scope);
    let tokens = grafana.list_service_account_tokens(&workspace.id, at.account.as_str(), Urgency::Read).await?;
    tokens.into_iter().find(|token| token.id == at.token).ok_or(Refusal::ReplacedTokenUnlisted)
}

/// What becomes of the replaced token.
pub fn overlap_warning(old: &Token) -> Warning {
    let name = old.name.clone();
    match old.expires_at.filter(|end| *end <= now()) {
        Some(at) => Warning::ReplacedTokenExpired { name, at },
        None => Warning::ReplacedTokenWorks { name },
    }
}

/// What AWS will refuse of so many mints in a workspace, as far as memory knows.
pub fn quota_warning(cx: &Context, workspace: &ResourceKey, mints: usize) -> Option<Warning> {
    let (tokens, expired) = cx.fleet.count_tokens(workspace, now());
    let refused = (tokens + mints).saturating_sub(TokenGroup::QUOTA as usize).min(mints);
    (refused > 0).then_some(Warning::TokenQuota { tokens, expired, refused, mints })
}

/// What is noted of a token goes on to its successor.
pub async fn note_of(cx: &Context, at: &TokenAt) -> Note {
    let (workspace, account, token) = (at.workspace.clone(), at.account.clone(), at.token.clone());
    let found = cx.store.note(&Subject::Token { workspace, account, token }.text()).await.ok().flatten();
    found.map(|note| Note { owner: note.owner, purpose: note.purpose }).unwrap_or_default()
}

/// Keeps what a person noted of a new token or key.
pub async fn save_note(cx: &Context, actor: &str, subject: &Subject, note: &Note) {
    if note.is_empty() {
        return;
    }
    let Note { owner, purpose } = note.clone();
    let (subject, changed_by) = (subject.text(), actor.to_owned());
    warn_of(cx.store.keep_note(&NoteRecord { subject, owner, purpose, changed_at: now(), changed_by }).await);
}

/// AWS's own answer stands whatever becomes of what is remembered beside it: a database that fails is told in the log
/// and in nothing else.
pub fn warn_of(saved: Result<(), StoreError>) {
    if let Err(error) = saved {
        tracing::error!(%error, "what is known of a token or key was not kept");
    }
}

/// What is not there any more is as good as revoked.
pub fn revoked(answer: Result<Done<()>, Failure>) -> Result<Answer, CallError> {
    match answer {
        Ok(done) => Ok(Answer::accepted(done.request_id, None)),
        Err(failure) if failure.error.code == Code::NotFound => {
            Ok(Answer::accepted(failure.error.request_id, None).because(Why::AlreadyGone))
        }
        Err(failure) => Err(failure.into()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::mark_name;
    use model::PlanId;

    #[test]
    fn every_mint_of_a_plan_has_a_mark_of_its_own_and_the_first_is_the_plans() {
        let plan = PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap();
        assert_eq!(mark_name("ci", &plan, 0), "ci-1b4e28ba");
        assert_ne!(mark_name("ci", &plan, 1), mark_name("ci", &plan, 2));
    }
}
