//! The file, written.

use super::VERSION;
use crate::holders::ordered::{Holders, Workspace, ordered};
use crate::text;
use model::access::{LeftOut, WorkspaceHolders};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct File<'a> {
    version: u64,
    workspaces: Vec<WorkspaceEntry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOutEntry<'a>>,
}

#[derive(Serialize)]
struct LeftOutEntry<'a> {
    account: &'a str,
    region: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct WorkspaceEntry<'a> {
    account: &'a str,
    region: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    holders: Vec<HolderEntry<'a>>,
}

#[derive(Serialize)]
struct HolderEntry<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    role: &'static str,
}

/// The holders of Grafana workspaces as a file that [`import_json`](super::import_json) reads back. The same holders
/// give the same text, in whatever order they come: workspaces are ordered by account, region and id, holders by type
/// and id. Of several roles the greatest is written. Invisible characters of names are written as JSON's escapes. What
/// is `left_out` stands there for people: reading the file back does not speak of it.
pub fn export_json(workspaces: &[WorkspaceHolders], left_out: &[LeftOut]) -> String {
    let workspaces = ordered(workspaces).into_values().map(entry).collect();
    let left_out = left_out.iter().map(left_out_entry).collect();
    // Neither a map nor anything else in it can fail to be written.
    let written = serde_json::to_string_pretty(&File { version: VERSION, workspaces, left_out }).unwrap_or_default();
    escaped(&written) + "\n"
}

fn entry<'a>(Workspace { key, name, roles }: Workspace<'a>) -> WorkspaceEntry<'a> {
    // The weakest first: what is told of a holder later replaces what was told before.
    let mut holders = Holders::new();
    for (role, of) in &roles {
        holders.extend(of.iter().map(|(holder, name)| (*holder, (*name, *role))));
    }
    let holders = holders.into_iter().map(|(holder, (name, role))| HolderEntry {
        kind: holder.kind.word(),
        id: &holder.id,
        name,
        role: role.aws(),
    });
    let (account, region) = (key.scope.account.as_str(), key.scope.region.as_str());
    WorkspaceEntry { account, region, id: &key.id, name, holders: holders.collect() }
}

fn left_out_entry(LeftOut { workspace, name, reason }: &LeftOut) -> LeftOutEntry<'_> {
    let scope = &workspace.scope;
    LeftOutEntry { account: scope.account.as_str(), region: scope.region.as_str(), id: &workspace.id, name, reason }
}

/// Hidden characters stand inside of JSON's strings alone, but for the ends of lines.
fn escaped(written: &str) -> String {
    let mut escaped = String::with_capacity(written.len());
    for c in written.chars() {
        if c == '\n' || !text::hides(c) {
            escaped.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing into a String cannot fail.
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}
