//! From what a person writes to holders: names through the directory, files against what AWS has now.

use super::api::{Found, Resolved};
use super::twice;
use super::who::Finder;
use crate::Failure;
use crate::context::Caller;
use model::access::{AccessHolder, Holder, Pasted, PastedRow, WorkspaceHolders};
use model::fleet::{Index, Row};
use model::form::{GrantWish, INSTRUCTIONS, WORKSPACES};
use model::{Error, Kind, ResourceKey};
use std::collections::{BTreeMap, HashSet};

/// The most characters of a search.
const SEARCHED: usize = 200;

/// People and groups with every word of `text` in their names or addresses.
pub fn search(caller: &Caller, text: &str) -> Result<Vec<(Holder, String)>, Failure> {
    if text.chars().count() > SEARCHED {
        let long = format!("This is too long to search for: at most {SEARCHED} characters are.");
        return caller.answer(Err(Error::invalid(long)));
    }
    let found = caller.answer(caller.doors.access.search(caller.who(), text))?;
    Ok(found.into_iter().map(named).collect())
}

/// A holder as people know it.
pub fn called(caller: &Caller, holder: &Holder) -> Result<String, Failure> {
    Ok(named(caller.answer(caller.doors.access.look_up(caller.who(), holder))?).1)
}

/// "Ada Lindqvist (ada.lindqvist@example.com)"
pub fn named(holder: AccessHolder) -> (Holder, String) {
    let AccessHolder { holder, name, detail, .. } = holder;
    let called = match (name, detail) {
        (Some(name), Some(detail)) => format!("{name} ({})", detail.as_str()),
        (Some(name), None) => name,
        _ => holder.id.clone(),
    };
    (holder, called)
}

/// What the lines say, and whom they mean.
pub async fn list(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
    // Lines are counted as the reader counts them, whatever ends them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let Pasted { rows, problems, mut notes } = caller.answer(caller.doors.documents.people(caller.who(), &text))?;
    let index = caller.answer(caller.doors.fleet.index(caller.who(), Kind::Grafana))?;
    let said: HashSet<usize> = rows.iter().map(|row| row.line).collect();
    let mut problems: BTreeMap<usize, String> = problems.into_iter().map(|one| (one.line, one.sentence)).collect();
    let (mut finder, mut lines) = (Finder::new(caller), Vec::new());
    for row in rows {
        match found(&mut finder, &index, &row).await? {
            Ok(found) => lines.push((row.line, found)),
            Err(problem) => drop(problems.insert(row.line, format!("Line {}: {problem}", row.line))),
        }
    }
    let compared = twice::compared(lines);
    problems.extend(compared.problems);
    notes.extend(compared.notes);
    let left = left(&text, &said, &problems);
    Ok(Resolved { found: compared.found, problems: problems.into_values().collect(), notes, left })
}

/// The lines with problems. What is neither row nor problem is blank, or the header that they need.
fn left(text: &str, said: &HashSet<usize>, problems: &BTreeMap<usize, String>) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let keeps =
        |(at, line): &(usize, &str)| problems.contains_key(at) || (!line.trim().is_empty() && !said.contains(at));
    let lines: Vec<&str> = (1..).zip(text.lines()).filter(keeps).map(|(_, line)| line).collect();
    lines.join("\n")
}

/// Whom a row means and where, or why that is not clear.
async fn found(finder: &mut Finder<'_>, index: &Index, row: &PastedRow) -> Result<Result<Found, String>, Failure> {
    let workspace = match row.workspace.as_deref().map(|text| place(index, text)).transpose() {
        Ok(workspace) => workspace,
        Err(problem) => return Ok(Err(problem)),
    };
    let holder = match finder.find(row.kind, &row.who).await? {
        Ok(holder) => holder,
        Err(problem) => return Ok(Err(problem)),
    };
    let name = called(finder.caller(), &holder)?;
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

/// What brings the workspaces of a file of holders to what it says.
pub async fn file(caller: &Caller, text: &str) -> Result<Resolved, Failure> {
    let wanted = caller.answer(caller.doors.documents.holders(caller.who(), text))?.workspaces;
    reach(caller, &wanted).await
}

/// What brings `targets` to the holders of `source`.
pub async fn like(
    caller: &Caller,
    source: &ResourceKey,
    targets: Vec<ResourceKey>,
    exactly: bool,
) -> Result<Resolved, Failure> {
    let targets = caller.answer(bounded(source, targets))?;
    let held = caller.answer(caller.doors.changes.holders(caller.who(), source).await)?;
    let given = held.roles().len();
    if !exactly && targets.len() * given > INSTRUCTIONS {
        let many = format!(
            "It has {given} holders, and a batch has at most {INSTRUCTIONS} instructions: choose fewer workspaces."
        );
        return caller.answer(Err(Error::invalid(many)));
    }
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
    let notes = vec![format!("It has {}.", counted(given, "holder"))];
    Ok(Resolved { found: wished(caller, each.map(wish).collect())?, notes, ..Resolved::default() })
}

/// Those beside `source`, as many as a batch may change, of the form that keys have.
fn bounded(source: &ResourceKey, mut targets: Vec<ResourceKey>) -> Result<Vec<ResourceKey>, Error> {
    targets.retain(|target| target != source);
    if targets.len() > WORKSPACES {
        let count = targets.len();
        return Err(Error::invalid(format!("A batch changes at most {WORKSPACES} workspaces; this names {count}.")));
    }
    let checked =
        |ResourceKey { kind, scope, id }| ResourceKey::parse(kind, scope.account.as_str(), scope.region.as_str(), &id);
    targets.into_iter().map(checked).collect()
}

async fn reach(caller: &Caller, wanted: &[WorkspaceHolders]) -> Result<Resolved, Failure> {
    let wishes = caller.answer(caller.doors.changes.to_reach(caller.who(), wanted).await)?;
    if wishes.is_empty() {
        let nothing = Error::invalid("Everything is so already: every holder has the very role, and nobody else.");
        return caller.answer(Err(nothing));
    }
    caller.answer(refuse_emptied(wanted, &wishes))?;
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

/// A list without anybody is no word that everybody shall lose their role: that is said row by row.
fn refuse_emptied(wanted: &[WorkspaceHolders], wishes: &[GrantWish]) -> Result<(), Error> {
    let lost = |one: &WorkspaceHolders| {
        let own = wishes.iter().filter(|wish| wish.role.is_none() && wish.workspace == one.workspace).count();
        (one.holders.is_empty() && own > 0).then_some(own)
    };
    let Some((key, count)) = wanted.iter().find_map(|one| Some((&one.workspace, lost(one)?))) else { return Ok(()) };
    Err(Error::invalid(format!(
        "No user or group is listed for workspace {} in {}, so {} would be removed there. Nothing was added. To remove \
         them, add these users and groups with \"No role\".",
        key.id,
        key.scope,
        if count == 1 { "the only role".to_owned() } else { format!("all {count} roles") },
    )))
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
