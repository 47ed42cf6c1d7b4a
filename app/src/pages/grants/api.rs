//! Server functions of the batch of role changes.

use crate::pages::create::Opening;
use crate::{
    Failure,
    wire::{Json, Wire},
};
use leptos::prelude::*;
use model::access::Holder;
use model::form::GrantBatch;
use model::{FieldError, PlanId, ResourceKey};
use serde::{Deserialize, Serialize};

/// The batch as it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedGrants {
    pub id: PlanId,
    /// What an earlier plan kept; empty otherwise.
    pub batch: GrantBatch,
    /// What the holders in it are called.
    pub names: Vec<(Holder, String)>,
    pub errors: Vec<FieldError>,
    /// This very form was applied already: the page of its plan.
    pub sent: Option<String>,
    pub offered: Vec<Offer>,
    /// Chosen by the address.
    pub chosen: Option<ResourceKey>,
}

/// A workspace whose roles can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub key: ResourceKey,
    pub name: String,
    pub account: String,
    /// Why it cannot be changed now.
    pub refused: Option<String>,
}

/// What became of pasted lines; every line that says something is among the ones or the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub found: Vec<(Holder, String)>,
    /// The line as it was pasted, and why nobody was found.
    pub problems: Vec<(String, String)>,
}

/// Opens a batch of role changes, for the workspace that `like` names or for none yet. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/grants", input = Json, output = Json)]
pub async fn open_grants(opening: Opening) -> Result<OpenedGrants, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    opened::open(&caller, opening).await
}

/// Finds people and groups by e-mail address, user name, group name or id, one a line. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/resolve-holders", input = Json, output = Json)]
pub async fn resolve_holders(text: String) -> Result<Resolved, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    opened::resolve(&caller, &text)
}

/// Plans a batch of role changes. `grafana.grant`, writes.
#[server(client = Wire, prefix = "/api", endpoint = "plan/grants", input = Json, output = Json)]
pub async fn plan_grants(form: PlanId, batch: GrantBatch) -> Result<PlanId, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    caller.answer(caller.doors.changes.plan(caller.who(), &form, model::door::Draft::Grants(batch)).await)
}

#[cfg(feature = "ssr")]
mod opened {
    use super::{Offer, OpenedGrants, Resolved};
    use crate::Failure;
    use crate::context::Caller;
    use crate::pages::create::{Opening, begin};
    use model::access::{AccessHolder, Holder, HolderKind, is_id};
    use model::door::Draft;
    use model::form::INSTRUCTIONS;
    use model::{Error, Kind};

    pub async fn open(caller: &Caller, opening: Opening) -> Result<OpenedGrants, Failure> {
        let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
        let offer = |row: &model::fleet::Row| Offer {
            key: row.key.clone(),
            name: row.label().to_owned(),
            account: index.account_name(&row.key.scope.account).to_owned(),
            refused: row.status.refuses_change(Kind::Grafana),
        };
        let offered = index.rows.iter().map(offer).collect();
        let chosen = opening.like.clone();
        let kept = |draft| match draft {
            Draft::Grants(batch) => Some(batch),
            _ => None,
        };
        let begun = begin(caller, opening, kept).await?;
        let batch = begun.values.unwrap_or_default();
        let mut names = Vec::new();
        for wish in &batch.wishes {
            if names.iter().all(|(holder, _)| *holder != wish.holder) {
                names.push((wish.holder.clone(), called(caller, &wish.holder)?));
            }
        }
        Ok(OpenedGrants { id: begun.id, batch, names, errors: begun.errors, sent: begun.sent, offered, chosen })
    }

    /// A holder as people know it.
    fn called(caller: &Caller, holder: &Holder) -> Result<String, Failure> {
        let AccessHolder { name, detail, .. } = caller.answer(caller.doors.access.look_up(caller.who(), holder))?;
        Ok(match (name, detail) {
            (Some(name), Some(detail)) => format!("{name} ({detail})"),
            (Some(name), None) => name,
            _ => holder.id.clone(),
        })
    }

    pub fn resolve(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > INSTRUCTIONS {
            return Err(Failure(Error::invalid(format!("At most {INSTRUCTIONS} lines are looked up at a time."))));
        }
        let mut resolved = Resolved::default();
        for line in lines {
            match one(caller, line)? {
                Ok(holder) if resolved.found.iter().any(|(known, _)| *known == holder) => {}
                Ok(holder) => {
                    let name = called(caller, &holder)?;
                    resolved.found.push((holder, name));
                }
                Err(problem) => resolved.problems.push((line.to_owned(), problem)),
            }
        }
        Ok(resolved)
    }

    /// The holder of a line, or why there is none.
    fn one(caller: &Caller, line: &str) -> Result<Result<Holder, String>, Failure> {
        let (kind, text) = match line.split_once(':') {
            Some((word, rest)) if HolderKind::of_word(word.trim()).is_some() => {
                (HolderKind::of_word(word.trim()), rest.trim())
            }
            _ => (None, line),
        };
        let mut found = caller.answer(caller.doors.access.resolve(caller.who(), text))?;
        found.retain(|holder| kind.is_none_or(|kind| holder.kind == kind));
        Ok(match (found.as_slice(), kind) {
            ([one], _) => Ok(one.clone()),
            // An id holds even where the directory does not know it; without a word before it, it is a person's.
            ([], kind) if is_id(text) => Ok(Holder::new(kind.unwrap_or(HolderKind::User), text)),
            ([], _) => Err(
                "Nobody in the directory is called so. Write an e-mail address, a user name, a group's name, or an id."
                    .to_owned(),
            ),
            (several, _) => Err(format!(
                "{} in the directory are called so: write \"user:\" or \"group:\" before it, or an id.",
                several.len()
            )),
        })
    }
}
