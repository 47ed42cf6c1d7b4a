//! What stands where the table would be, each kind of nothing in its own words.

use super::address;
use super::live::{Live, is_reading};
use crate::paths;
use leptos::prelude::*;
use model::Kind;
use model::access::AccessSelection;
use ui::{ButtonLink, Empty, Skeleton};

/// What stands where the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Holders,
    /// Nobody matches the filters.
    NoMatch,
    /// There is no workspace.
    NoWorkspace,
    /// The first answers are on their way.
    Reading,
    /// No workspace's holders can be read.
    Unreadable,
    /// All were read, and nobody holds a role.
    Nobody,
}

/// `workspaces` is how many there are at all.
pub fn shown(selection: &AccessSelection, workspaces: u32) -> Shown {
    let failing = selection.uncertain.iter().any(|workspace| workspace.error.is_some());
    match (selection.matches, selection.total) {
        (1.., _) => Shown::Holders,
        (0, 1..) => Shown::NoMatch,
        _ if workspaces == 0 => Shown::NoWorkspace,
        _ if is_reading(selection) => Shown::Reading,
        _ if failing => Shown::Unreadable,
        _ => Shown::Nobody,
    }
}

pub fn nothing(live: Live, shown: Shown) -> AnyView {
    let (what, why) = match shown {
        Shown::Holders => return ().into_any(),
        Shown::Reading => {
            return view! { <Skeleton rows=8 label="Reading who holds which role for the first time" /> }.into_any();
        }
        Shown::NoMatch => {
            let href = Signal::derive(move || live.query.with(address::cleared));
            return view! {
                <Empty what="Nobody matches." why="All filters have to match, and every word of the text.">
                    <ButtonLink href>"Clear filters"</ButtonLink>
                </Empty>
            }
            .into_any();
        }
        Shown::NoWorkspace => {
            let why = "Roles are held in Grafana workspaces. None was read yet, or there is none.";
            return view! {
                <Empty what="No Grafana workspaces." why>
                    <ButtonLink href=paths::list(Kind::Grafana)>"Go to Grafana workspaces"</ButtonLink>
                </Empty>
            }
            .into_any();
        }
        Shown::Unreadable => (
            "Who holds which role could not be read.",
            "Whether anybody holds one is not known. The reasons are listed below; reading goes on.",
        ),
        Shown::Nobody => {
            ("Nobody holds a role.", "Every workspace that uses Identity Center was read; nobody has a role in them.")
        }
    };
    view! { <Empty what why /> }.into_any()
}
