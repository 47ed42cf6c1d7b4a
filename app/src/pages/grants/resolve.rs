//! From what a person writes to holders: names through the directory, files against what AWS has now.

use super::api::{Found, Resolved};
use crate::Failure;
use crate::context::Caller;
use model::access::{AccessHolder, Holder, HolderKind, PastedRow, WorkspaceHolders, is_id};
use model::fleet::{Index, Row};
use model::form::GrantWish;
use model::{Error, Kind, ResourceKey};

/// How many names of one list the directory itself is asked for, at some calls each and ten a second; the others are
/// told from what was read of it.
const ASKED: usize = 20;

/// A holder as people know it.
pub fn called(caller: &Caller, holder: &Holder) -> Result<String, Failure> {
    Ok(named(caller.answer(caller.doors.access.look_up(caller.who(), holder))?).1)
}

/// "Ada Lindqvist (ada.lindqvist@example.com)"
pub fn named(holder: AccessHolder) -> (Holder, String) {
    let AccessHolder { holder, name, detail, .. } = holder;
    let called = match (name, detail) {
        (Some(name), Some(detail)) => format!("{name} ({detail})"),
        (Some(name), None) => name,
        _ => holder.id.clone(),
    };
    (holder, called)
}

/// What the lines say, and whom they mean.
pub async fn list(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
    let pasted = caller.answer(caller.doors.documents.people(caller.who(), text))?;
    let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
    let mut resolved = Resolved { notes: pasted.notes, ..Resolved::default() };
    let mut left: Vec<usize> = pasted.problems.iter().map(|problem| problem.line).collect();
    resolved.problems = pasted.problems.into_iter().map(|problem| problem.sentence).collect();
    let said: Vec<usize> = pasted.rows.iter().map(|row| row.line).chain(left.iter().copied()).collect();
    let mut asks = ASKED;
    for row in pasted.rows.into_iter().filter(|row| row.repeats.is_none()) {
        match found(caller, &index, &row, &mut asks).await? {
            Ok(found) => resolved.found.push(found),
            Err(problem) => {
                left.push(row.line);
                resolved.problems.push(format!("Line {}: {problem}", row.line));
            }
        }
    }
    // What is neither row nor problem is blank, or the header that the lines left need.
    let keeps = |line: usize, text: &str| left.contains(&line) || (!said.contains(&line) && !text.trim().is_empty());
    let lines = text.lines().enumerate().filter(|(at, line)| keeps(at + 1, line)).map(|(_, line)| line);
    resolved.left = if left.is_empty() { String::new() } else { lines.collect::<Vec<_>>().join("\n") };
    Ok(resolved)
}

/// Whom a row means and where, or why that is not clear.
async fn found(
    caller: &Caller,
    index: &Index,
    row: &PastedRow,
    asks: &mut usize,
) -> Result<Result<Found, String>, Failure> {
    let workspace = match row.workspace.as_deref().map(|text| place(index, text)).transpose() {
        Ok(workspace) => workspace,
        Err(problem) => return Ok(Err(problem)),
    };
    let holder = match one(caller, row.kind, &row.who, asks).await? {
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
async fn one(
    caller: &Caller,
    kind: Option<HolderKind>,
    text: &str,
    asks: &mut usize,
) -> Result<Result<Holder, String>, Failure> {
    let mut found = caller.answer(caller.doors.access.resolve(caller.who(), text))?;
    if found.is_empty() && *asks > 0 && !is_id(text) {
        *asks -= 1;
        found = match caller.doors.access.look_for(caller.who(), text).await {
            Ok(found) => found,
            Err(error) => return Ok(Err(format!("\"{text}\" could not be looked for. {}", error.message))),
        };
    }
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

/// What brings the workspaces of a file of holders to what it says.
pub async fn file(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
    let wanted = caller.answer(caller.doors.documents.holders(caller.who(), text))?.workspaces;
    reach(caller, &wanted).await
}

/// What brings `targets` to the holders of `source`.
pub async fn like(
    caller: &Caller,
    source: &ResourceKey,
    mut targets: Vec<ResourceKey>,
    exactly: bool,
) -> Result<Resolved, Failure> {
    targets.retain(|target| target != source);
    let held = caller.answer(caller.doors.changes.holders(caller.who(), source).await)?;
    let of =
        |workspace: ResourceKey| WorkspaceHolders { workspace, name: String::new(), holders: held.holders.clone() };
    let wanted: Vec<WorkspaceHolders> = targets.into_iter().map(of).collect();
    if exactly {
        return reach(caller, &wanted).await;
    }
    let wish = |(workspace, holder, role)| GrantWish { workspace, holder, role: Some(role) };
    let each = wanted
        .iter()
        .flat_map(|one| one.roles().into_iter().map(|(holder, role)| (one.workspace.clone(), holder, role)));
    let notes = vec![format!("It has {}.", counted(held.roles().len(), "holder"))];
    Ok(Resolved { found: wished(caller, each.map(wish).collect())?, notes, ..Resolved::default() })
}

async fn reach(caller: &Caller, wanted: &[WorkspaceHolders]) -> Result<Resolved, Failure> {
    let wishes = caller.answer(caller.doors.changes.to_reach(caller.who(), wanted).await)?;
    if wishes.is_empty() {
        let nothing = Error::invalid("Everything is so already: every holder has the very role, and nobody else.");
        return caller.answer(Err(nothing));
    }
    let taken = wishes.iter().filter(|wish| wish.role.is_none()).count();
    let given = wishes.len() - taken;
    let places = counted(wanted.len(), "workspace");
    let notes = vec![format!(
        "Against what AWS has in {places} now: {} to give or change, {} to take.",
        counted(given, "role"),
        counted(taken, "role")
    )];
    Ok(Resolved { found: wished(caller, wishes)?, notes, ..Resolved::default() })
}

fn wished(caller: &Caller, wishes: Vec<GrantWish>) -> Result<Vec<Found>, Failure> {
    let found = |GrantWish { workspace, holder, role }| {
        let name = called(caller, &holder)?;
        let role = Some(role.map_or_else(String::new, |role| role.aws().to_owned()));
        Ok(Found { holder, name, role, workspace: Some(workspace) })
    };
    wishes.into_iter().map(found).collect()
}

fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
