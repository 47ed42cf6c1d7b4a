//! Service accounts and tokens of demo workspaces, as profiles that a line names.

use super::DAY;
use crate::world::{ServiceAccount, Token, Workspace};

/// Name, role, disabled, tokens.
type Account = (&'static str, &'static str, bool, &'static [Job]);
/// Name, days since creation, days until the end (less than nothing: expired), days since last use.
type Job = (&'static str, f64, f64, Option<f64>);

const PROFILES: [(&str, &[Account]); 6] = [
    ("-", &[]),
    (
        "deploy",
        &[
            (
                "ci-deploy",
                "EDITOR",
                false,
                &[("pipeline-main", 27.2, 2.8, Some(0.1)), ("pipeline-previous", 58.0, -28.0, Some(28.5))],
            ),
            ("alert-sync", "VIEWER", false, &[("nightly", 11.0, 19.0, Some(0.6))]),
        ],
    ),
    ("terraform", &[("terraform", "ADMIN", false, &[("terraform-cloud", 24.5, 5.5, Some(1.2))])]),
    (
        "stale",
        &[
            (
                "dashboards-export",
                "VIEWER",
                false,
                &[
                    ("export-january", 190.0, -160.0, Some(165.0)),
                    ("export-february", 160.0, -130.0, None),
                    ("export-march", 130.0, -100.0, None),
                ],
            ),
            ("migration-2024", "ADMIN", true, &[("one-off", 400.0, -399.0, Some(399.5))]),
        ],
    ),
    ("fresh", &[("bootstrap", "ADMIN", false, &[("first-login", 0.4, 0.6, None)])]),
    (
        "many",
        &[
            ("ci-deploy", "EDITOR", false, &[("main", 29.3, 0.7, Some(0.05)), ("canary", 8.0, 22.0, Some(0.3))]),
            ("terraform", "ADMIN", false, &[("plan", 21.0, 9.0, Some(0.2)), ("apply", 21.0, 9.0, Some(3.0))]),
            ("status-page", "VIEWER", false, &[("widget", 26.0, 4.0, Some(0.01))]),
            ("on-call-bot", "EDITOR", false, &[("chat", 2.0, 28.0, Some(0.02)), ("chat-old", 33.0, -3.0, Some(2.9))]),
            ("load-generator", "VIEWER", true, &[]),
        ],
    ),
];

/// The profile of an account that has made tokens all along and deleted none.
const CROWDED: &str = "crowded";
const TOKENS: u32 = 95;
const EXPIRED: u32 = 60;
/// In days: the longest that a token can live.
const LIFE: f64 = 30.0;

/// Gives the workspace the accounts of a profile.
pub(super) fn employ(workspace: &mut Workspace, profile: &str, wall: f64) -> Option<()> {
    if profile == CROWDED {
        crowd(workspace, wall);
        return Some(());
    }
    let (_, accounts) = PROFILES.iter().find(|(name, _)| *name == profile)?;
    for (name, role, disabled, jobs) in *accounts {
        let number = workspace.next_number();
        let mut tokens = Vec::new();
        for (name, age, left, used) in *jobs {
            tokens.push(Token {
                number: workspace.next_number(),
                name: (*name).to_owned(),
                created: wall - age * DAY,
                expires: wall + left * DAY,
                last_used: used.map(|days| wall - days * DAY),
                digest: String::new(),
            });
        }
        let (name, role) = ((*name).to_owned(), (*role).to_owned());
        workspace.accounts.push(ServiceAccount { number, name, role, disabled: *disabled, tokens });
    }
    Some(())
}

/// Tokens made at even distances, so that as many as wanted have outlived their time. Every fifth was never used.
fn crowd(workspace: &mut Workspace, wall: f64) {
    let number = workspace.next_number();
    let tokens = (1..=TOKENS).map(|place| {
        let age = (f64::from(TOKENS - place) + 0.5) * LIFE / f64::from(TOKENS - EXPIRED);
        let used = (age - LIFE).max(0.0) + 0.2;
        Token {
            number: workspace.next_number(),
            name: format!("screen-{place:03}"),
            created: wall - age * DAY,
            expires: wall + (LIFE - age) * DAY,
            last_used: (place % 5 != 0).then_some(wall - used * DAY),
            digest: String::new(),
        }
    });
    let tokens = tokens.collect();
    let (name, role) = ("signage-players".to_owned(), "VIEWER".to_owned());
    workspace.accounts.push(ServiceAccount { number, name, role, disabled: false, tokens });
}
