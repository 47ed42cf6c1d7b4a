//! What stands where rows would be, each kind of nothing in its own words.

use super::live::Live;
use super::words::Shown;
use super::{address, head};
use leptos::prelude::*;
use model::Kind;
use ui::{ButtonLink, Empty, PageHead, Skeleton};

pub fn empty(live: Live, shown: Shown) -> AnyView {
    let kind = live.kind;
    let many = kind.many();
    match shown {
        Shown::Rows => ().into_any(),
        Shown::Reading => {
            view! { <Skeleton rows=8 label=["Reading ", many, " for the first time"].concat() /> }.into_any()
        }
        Shown::NoMatch => {
            let href = Signal::derive(move || live.query.with(|query| address::href(kind, &address::cleared(query))));
            view! {
                <Empty what=["None of the ", many, " match."].concat() why="All filters have to match, and every word of the text.">
                    <ButtonLink href>"Clear filters"</ButtonLink>
                </Empty>
            }
            .into_any()
        }
        Shown::NoneYet => {
            let (refused, partial) = live.page.with_untracked(|page| {
                (page.create_refused.clone(), page.frame.scopes.iter().any(|state| state.read_at.is_none()))
            });
            let why = if partial {
                "The accounts and regions that could be read have none. The others are listed below."
            } else {
                "All configured accounts and regions were read; they have none."
            };
            view! { <Empty what=["No ", many, " yet."].concat() why>{head::create(kind, refused)}</Empty> }.into_any()
        }
        Shown::Unreadable => view! {
            <Empty
                what="None of the accounts and regions could be read."
                why="Whether anything is there is not known. The reasons are listed below; reading goes on."
            />
        }
        .into_any(),
    }
}

/// The whole page of a kind whose service is not configured: there is nothing to filter or to create.
pub fn not_looked_after(kind: Kind) -> AnyView {
    let what = [kind.many(), " are not read here."].concat();
    let why = [kind.service(), " is not among the services in this server's configuration."].concat();
    view! {
        <PageHead title=kind.many() />
        <Empty what why />
    }
    .into_any()
}
