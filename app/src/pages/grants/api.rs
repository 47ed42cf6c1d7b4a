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

/// One holder that a line leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub holder: Holder,
    /// What it is called.
    pub name: String,
    /// AWS's word for the role the line names, empty where it takes the role; `None` where it says nothing of one.
    pub role: Option<String>,
    /// The workspace the line names.
    pub workspace: Option<ResourceKey>,
}

/// What became of pasted lines; every line that says something is among the ones or the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub found: Vec<Found>,
    /// Why, line by line, nobody was found.
    pub problems: Vec<String>,
    /// The lines that are left, as they were pasted, with the header they stood under.
    pub left: String,
}

/// Opens a batch of role changes, for the workspace that `like` names or for none yet. `grafana.grant`, reads.
#[server(client = Wire, prefix = "/api", endpoint = "form/grants", input = Json, output = Json)]
pub async fn open_grants(opening: Opening) -> Result<OpenedGrants, Failure> {
    let caller = crate::context::authorize(model::Permission::GrafanaGrant)?;
    opened::open(&caller, opening).await
}

/// Finds people and groups by e-mail address, user name, group name or id: one a line, or as CSV with a header.
/// `grafana.grant`, reads.
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
    use super::{Found, Offer, OpenedGrants, Resolved};
    use crate::Failure;
    use crate::context::Caller;
    use crate::pages::create::{Opening, begin};
    use model::access::{AccessHolder, Holder, HolderKind, PastedRow, is_id};
    use model::door::Draft;
    use model::fleet::{Index, Row};
    use model::{Kind, ResourceKey};

    pub async fn open(caller: &Caller, opening: Opening) -> Result<OpenedGrants, Failure> {
        let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
        let offer = |row: &Row| Offer {
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

    /// What the lines say, and whom they mean.
    pub fn resolve(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
        let pasted = caller.answer(caller.doors.documents.people(caller.who(), text))?;
        let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
        let mut resolved = Resolved::default();
        let mut left: Vec<usize> = pasted.problems.iter().map(|problem| problem.line).collect();
        resolved.problems = pasted.problems.into_iter().map(|problem| problem.sentence).collect();
        let said: Vec<usize> = pasted.rows.iter().map(|row| row.line).chain(left.iter().copied()).collect();
        for row in pasted.rows.into_iter().filter(|row| row.repeats.is_none()) {
            match found(caller, &index, &row)? {
                Ok(found) => resolved.found.push(found),
                Err(problem) => {
                    left.push(row.line);
                    resolved.problems.push(format!("Line {}: {problem}", row.line));
                }
            }
        }
        // What is neither row nor problem is blank, or the header that the lines left need.
        let keeps =
            |line: usize, text: &str| left.contains(&line) || (!said.contains(&line) && !text.trim().is_empty());
        let lines = text.lines().enumerate().filter(|(at, line)| keeps(at + 1, line)).map(|(_, line)| line);
        resolved.left = if left.is_empty() { String::new() } else { lines.collect::<Vec<_>>().join("\n") };
        Ok(resolved)
    }

    /// Whom a row means and where, or why that is not clear.
    fn found(caller: &Caller, index: &Index, row: &PastedRow) -> Result<Result<Found, String>, Failure> {
        let workspace = match row.workspace.as_deref().map(|text| place(index, text)).transpose() {
            Ok(workspace) => workspace,
            Err(problem) => return Ok(Err(problem)),
        };
        let holder = match one(caller, row.kind, &row.who)? {
            Ok(holder) => holder,
            Err(problem) => return Ok(Err(problem)),
        };
        let name = called(caller, &holder)?;
        let role = row.role.map(|role| role.map_or_else(String::new, |role| role.aws().to_owned()));
        Ok(Ok(Found { holder, name, role, workspace }))
    }

    /// A workspace by its id or its name.
    fn place(index: &Index, text: &str) -> Result<ResourceKey, String> {
        let fits: Vec<&Row> = index.rows.iter().filter(|row| row.key.id == text || row.label() == text).collect();
        match fits.as_slice() {
            [one] => Ok(one.key.clone()),
            [] => Err(format!("There is no workspace of the name or id \"{text}\" on the list.")),
            several => Err(format!("{} workspaces are called \"{text}\": write the id.", several.len())),
        }
    }

    /// The holder that a text means, or why there is none.
    fn one(caller: &Caller, kind: Option<HolderKind>, text: &str) -> Result<Result<Holder, String>, Failure> {
        let mut found = caller.answer(caller.doors.access.resolve(caller.who(), text))?;
        found.retain(|holder| kind.is_none_or(|kind| holder.kind == kind));
        Ok(match (found.as_slice(), kind) {
            ([one], _) => Ok(one.clone()),
            // An id holds even where the directory does not know it; without a word of its kind it is a person's.
            ([], kind) if is_id(text) => Ok(Holder::new(kind.unwrap_or(HolderKind::User), text)),
            ([], _) => Err(format!(
                "Nobody in the directory is called \"{text}\". Write an e-mail address, a user name, a group's name, or an id."
            )),
            (several, _) => Err(format!(
                "{} in the directory are called \"{text}\": write \"user:\" or \"group:\" before it, or an id.",
                several.len()
            )),
        })
    }
}
