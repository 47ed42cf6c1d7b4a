//! From a person's form to a plan: what is there is read, what shall be is laid over it, and the writes between the two
//! are what the plan sends. Reads only.

use super::change::Change;
use super::facet::{self, Look};
use super::observe::observe;
use super::part::{Part, Proposal};
use super::road::Road;
use super::wording::{counted, named, nothing};
use super::{draft, edit, grants, licence, lost, planner, tokens};
use model::door::{Draft, Facet, Wish};
use model::form::CopySignIn;
use model::{Code, Error, PlanId, Principal, ResourceKey};
use serde_json::Value;
use std::collections::BTreeSet;

impl Road {
    /// # Errors
    /// `Invalid` with fields, `NotFound`, `Conflict` (a state that refuses it, or what moved), or why a read failed.
    pub async fn propose(&self, who: &Principal, draft: &Draft, plan: &PlanId) -> Result<Proposal, Error> {
        draft.validate()?;
        match draft {
            Draft::Edit(form) => edit::propose(self, form, plan).await,
            Draft::Wishes { title, wishes } => self.wishes((title.clone(), true), wishes, plan).await,
            Draft::CopySignIn(copy) => self.copy(copy, plan).await,
            Draft::Grants(batch) => grants::propose(self, who, batch).await,
            Draft::Upgrade(form) => licence::upgrade(self, form).await,
            Draft::License(form) => licence::license(self, form).await,
            Draft::MintToken(form) => tokens::mint_token(self, form, plan).await,
            Draft::MintKey(form) => tokens::mint_key(self, form, plan).await,
            Draft::RotateMany(form) => tokens::rotate(self, form, plan).await,
            Draft::Revoke(form) => tokens::revoke(self, form).await,
            Draft::Purge(form) => tokens::purge(self, form).await,
            _ => self.single(draft::change(draft, plan)?).await,
        }
    }

    /// A change that is one write.
    async fn single(&self, change: Change) -> Result<Proposal, Error> {
        self.fleet.require(change.kind(), change.scope())?;
        let mut seen = observe(&self.aws, &change).await?;
        if let Change::DeleteWorkspace { key } = &change {
            seen.consequence = lost::with_workspace(&self.aws, key).await;
        }
        let (action, title) = planner::words(&change, &seen.label);
        let diff = planner::diff(&change, &seen.label);
        let part = Part { seen, about: None, changes: vec![change], facet: None, diff };
        Ok(Proposal { title, action: action.to_owned(), parts: vec![part] })
    }

    /// Facets that shall be as they are written down: of one resource or of many. What was made from another plan goes on
    /// without what is gone meanwhile.
    async fn wishes(
        &self,
        (title, is_made): (String, bool),
        wishes: &[Wish],
        plan: &PlanId,
    ) -> Result<Proposal, Error> {
        let looks = wishes.iter().map(|wish| self.look(&wish.key, wish.facet));
        let (mut parts, mut gone) = (Vec::new(), Vec::new());
        let mut step = 1;
        for (wish, look) in wishes.iter().zip(futures::future::join_all(looks).await) {
            let look = match look.map_err(|error| named(&wish.key, error)) {
                Err(error) if is_made && error.code == Code::NotFound => {
                    gone.push((&wish.key, error));
                    continue;
                }
                look => look?,
            };
            let wanted: Value = serde_json::from_str(&wish.state).map_err(|_| Error::internal())?;
            let wanted = carried(wish.facet, wanted, &look.state);
            let token = facet::token(plan, step);
            let Some(part) = edit::part(&wish.key, wish.facet, look, &wanted, &token)? else { continue };
            step += part.changes.len();
            parts.push(part);
        }
        if parts.is_empty() {
            return Err(gone.into_iter().next().map_or_else(nothing, |(_, error)| error));
        }
        let facet = wishes.first().map_or("", |wish| wish.facet.word());
        let action = match parts.len() {
            1 => format!("Change {facet}"),
            n => format!("Change {facet} of {n}"),
        };
        parts.extend(gone.iter().map(|(key, error)| Part::left_out(key, error)));
        Ok(Proposal { title, action, parts })
    }

    async fn copy(&self, copy: &CopySignIn, plan: &PlanId) -> Result<Proposal, Error> {
        if copy.to.is_empty() || copy.to.len() > 100 || copy.to.contains(&copy.from) {
            return Err(draft::one_field("to", "Choose 1 to 100 other workspaces."));
        }
        let from = self.look(&draft::checked(&copy.from)?, Facet::SignIn).await?;
        let wish = |key: &ResourceKey| {
            let key = draft::checked(key)?;
            Ok(Wish { key, facet: Facet::SignIn, state: from.state.to_string() })
        };
        let to: BTreeSet<&ResourceKey> = copy.to.iter().collect();
        let wishes = to.into_iter().map(wish).collect::<Result<Vec<_>, Error>>()?;
        let title = format!("Copy the sign-in of {} to {}", from.label, counted(wishes.len(), "workspace"));
        self.wishes((title, false), &wishes, plan).await
    }

    /// A facet of a resource that is among the configured ones and in a state that can be changed.
    pub async fn look(&self, key: &ResourceKey, facet: Facet) -> Result<Look, Error> {
        self.fleet.require(key.kind, &key.scope)?;
        let look = facet::look(&self.aws, key, facet).await?;
        match look.status.refuses_change(key.kind) {
            Some(reason) => Err(Error::conflict(reason)),
            None => Ok(look),
        }
    }
}

/// What a wish leaves to the present: the revision and the version are never brought back.
fn carried(facet: Facet, mut wanted: Value, fresh: &Value) -> Value {
    let kept = match facet {
        Facet::Policy => "policyRevision",
        Facet::Configuration => "grafanaVersion",
        _ => return wanted,
    };
    wanted[kept] = fresh[kept].clone();
    wanted
}
