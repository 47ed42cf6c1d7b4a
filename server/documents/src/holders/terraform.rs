//! Holders as Terraform writes them down.

use super::ordered::{Holders, Workspace, ordered};
use crate::text;
use model::access::{GrafanaRole, HolderKind, LeftOut, WorkspaceHolders};
use std::fmt::Write;

/// Longest name in a comment, in characters.
const NAME: usize = 200;

const HEADER: &str = "\
# Who holds Grafana's roles in workspaces of Amazon Managed Grafana.
#
# aws_grafana_role_association gives its role to whom it names and never revokes it from anybody it does not name: a
# name removed here keeps the role. Destroying one takes the role from everybody whom Terraform knows to hold it.
#
# A provider works in one account and one region. Give resources of other ones a provider of their own.
";

/// One `aws_grafana_role_association` for each workspace and role that somebody holds there. The same holders give the
/// same text, in whatever order they come; a resource's name is made of what never changes, because one that is renamed
/// is destroyed. Names of people and workspaces are comments, and so is what is `left_out`.
pub fn terraform(workspaces: &[WorkspaceHolders], left_out: &[LeftOut]) -> String {
    let mut written = HEADER.to_owned();
    for LeftOut { workspace, name, reason } in left_out {
        let (id, scope) = (comment(&workspace.id), &workspace.scope);
        let _ = writeln!(written, "\n# Left out: {id} in account {}, region {}", scope.account, scope.region);
        let _ = writeln!(written, "# {} {}", comment(name), comment(reason));
    }
    for workspace in ordered(workspaces).values() {
        section(workspace, &mut written);
    }
    written
}

// Writing into a String cannot fail, here and below.
fn section(workspace: &Workspace<'_>, written: &mut String) {
    let Workspace { key, name, roles } = workspace;
    let scope = &key.scope;
    let _ = write!(written, "\n# {} in account {}, region {}", comment(&key.id), scope.account, scope.region);
    if !name.is_empty() {
        let _ = write!(written, ": {}", comment(name));
    }
    written.push('\n');
    if roles.is_empty() {
        written.push_str("# Nobody holds a role in it.\n");
    }
    for (at, (role, holders)) in roles.iter().rev().enumerate() {
        let gap = if at > 0 { "\n" } else { "" };
        let _ = writeln!(written, "{gap}resource \"aws_grafana_role_association\" \"{}\" {{", label(workspace, *role));
        let _ = writeln!(written, "  workspace_id = {}\n  role         = \"{}\"", string(&key.id), role.aws());
        list("group_ids", HolderKind::Group, holders, written);
        list("user_ids", HolderKind::User, holders, written);
        written.push_str("}\n");
    }
}

/// `g_0123456789_441122338890_eu_west_1_admin`: a region has no underscore of its own, so no two are the same.
fn label(workspace: &Workspace<'_>, role: GrafanaRole) -> String {
    let key = workspace.key;
    let (account, region) = (key.scope.account.as_str(), key.scope.region.as_str());
    [&key.id, account, region, role.aws()].join("_").replace('-', "_").to_lowercase()
}

fn list(attribute: &str, kind: HolderKind, holders: &Holders<'_, Option<&str>>, written: &mut String) {
    let of_kind = holders.iter().filter(|(holder, _)| holder.kind == kind);
    let lines: Vec<_> =
        of_kind.map(|(holder, name)| (string(&holder.id) + ",", name.filter(|n| !n.is_empty()))).collect();
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(written, "\n  {attribute} = [");
    for (id, name) in lines {
        if let Some(name) = name {
            let _ = writeln!(written, "    # {}", comment(name));
        }
        let _ = writeln!(written, "    {id}");
    }
    written.push_str("  ]\n");
}

/// What ends a line does not show, and is written out.
fn comment(text: &str) -> String {
    text::visible(text, NAME)
}

/// A string of HCL, in which nothing is evaluated.
fn string(text: &str) -> String {
    let mut written = String::from("\"");
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => written.extend([c, c]),
            c if text::hides(c) => {
                let _ = write!(written, "\\U{:08X}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written + "\""
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test ends where what it expects does not happen")]
mod tests;
