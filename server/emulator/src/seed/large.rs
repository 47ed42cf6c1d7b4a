//! A fleet for measurements: 200 workspaces over all scopes and 500 holders, each with a role in about a quarter of them.

use super::people::{id, lines};
use super::{derived, directory, grafana};
use crate::demo::{ACCOUNTS, REGIONS};
use crate::world::{Directory, Grant, World};

const WORKSPACES: usize = 200;
const HOLDERS: usize = 500;
/// So many of the people are in the directory no longer.
const GONE: usize = 25;

const TEAMS: [&str; 8] = ["payments", "checkout", "search", "identity", "logistics", "warehouse", "media", "support"];
const STAGES: [&str; 3] = ["prod", "staging", "sandbox"];
const GIVEN: &str = "Ada Bram Chiara Dmitri Elena Farid Grace Henrik Ines Jonas Keiko Liam Mei Noor Olga Priya Quentin \
                     Rosa Samuel Tomasz Uma Viktor Wren Yusuf Zofia";
const FAMILY: &str = "Lindqvist Devries Moretti Volkov Garcia Haddad Okafor Madsen Carvalho Weber Tanaka Murphy Chen \
                      Rahman Petrova Nair Dubois Jimenez Adeyemi Nowak";

/// The groups are those of the demo.
fn groups() -> Vec<&'static str> {
    lines("group").map(|words| words[0]).collect()
}

/// User name, given name and family name of everybody who is no group.
fn people() -> impl Iterator<Item = (String, &'static str, &'static str)> {
    let families = FAMILY.split_whitespace();
    let pairs = families.flat_map(|family| GIVEN.split_whitespace().map(move |given| (given, family)));
    let named = pairs.map(|(given, family)| (format!("{given}.{family}").to_lowercase(), given, family));
    named.take(HOLDERS - groups().len())
}

/// The demo's groups, and all people but the last ones, each in one group.
pub(super) fn enrol(directory: &mut Directory, wall: f64) -> Option<()> {
    for words in lines("group") {
        directory.groups.push(directory::group(&words, wall)?);
    }
    let known = people().count().checked_sub(GONE)?;
    for ((name, given, family), group) in people().take(known).zip(groups().into_iter().cycle()) {
        let (user, memberships) = directory::user(&[&name, "enabled", group, given, family], wall)?;
        directory.users.push(user);
        directory.memberships.extend(memberships);
    }
    Some(())
}

pub(super) fn plant(world: &mut World, wall: f64) -> Option<()> {
    let everybody = groups().into_iter().map(|name| Some(("SSO_GROUP", id("group", name)?)));
    let people = people().map(|(name, ..)| Some(("SSO_USER", id("user", &name)?)));
    let holders = everybody.chain(people).collect::<Option<Vec<_>>>()?;
    for number in 0..WORKSPACES {
        let account = ACCOUNTS[number % ACCOUNTS.len()];
        let region = REGIONS[number / ACCOUNTS.len() % REGIONS.len()];
        let (team, stage) = (TEAMS[number % TEAMS.len()], STAGES[number % STAGES.len()]);
        let name = format!("{team}-{stage}-{number:03}");
        let tags = format!("team={team},env={stage}");
        let columns = [account.name, region, &name, "ACTIVE", "10.4", "sso", "-", "open", "-", "-", "400", &tags];
        grafana::plant(world, &columns, wall)?;
        let grants = grants(world, &holders, &name);
        world.scope(account.id, region).workspaces.last_mut()?.grants = grants;
    }
    Some(())
}

/// Four digits in sixteen are roles; which digits there are depends on the workspace's name alone.
fn grants(world: &mut World, holders: &[(&str, String)], workspace: &str) -> Vec<Grant> {
    let digits = derived(&[workspace, "grants"]);
    let held = holders.iter().enumerate().filter_map(|(place, (kind, id))| {
        let role = match digits.as_bytes()[(place + place / digits.len()) % digits.len()] {
            b'0' => "ADMIN",
            b'1' => "EDITOR",
            b'2' | b'3' => "VIEWER",
            _ => return None,
        };
        Some(Grant { sequence: world.next(), id: id.clone(), kind: (*kind).to_owned(), role: role.to_owned() })
    });
    held.collect()
}

#[cfg(test)]
mod tests {
    use super::{GONE, HOLDERS, WORKSPACES};
    use crate::demo::{ACCOUNTS, DIRECTORY, REGIONS};
    use crate::seed::plant;
    use crate::settings::Seed;
    use std::collections::HashSet;

    #[test]
    fn everybody_holds_a_role_and_the_directory_knows_most() -> Result<(), String> {
        let mut world = plant(Seed::Large, 1.7e9)?;
        let (mut workspaces, mut grants, mut holders) = (0, 0, HashSet::new());
        for account in ACCOUNTS {
            for region in REGIONS {
                for workspace in &world.scope(account.id, region).workspaces {
                    workspaces += 1;
                    grants += workspace.grants.len();
                    holders.extend(workspace.grants.iter().map(|grant| grant.id.clone()));
                }
            }
        }
        assert_eq!((workspaces, holders.len()), (WORKSPACES, HOLDERS));
        assert!((20_000..30_000).contains(&grants), "{grants}");
        let (_, _, directory) = world.directory(DIRECTORY.id).ok_or("no directory")?;
        assert_eq!(directory.users.len() + directory.groups.len(), HOLDERS - GONE);
        Ok(())
    }
}
