//! Above the rows: what the list is, how much of it there is, how old it is, and the tally strip.

use super::live::Live;
use super::{address, words};
use crate::pages::trouble::ErrorPanel;
use crate::paths;
use leptos::prelude::*;
use model::fleet::Query;
use model::{Code, Kind, Tally};
use ui::{
    Banner, Button, ButtonLink, IconName, PageHead, Tally as TallyStrip, TallyItem, Tone, counted, exact, following,
    maybe,
};

/// Where the list of scopes that could not be read stands.
pub const UNREADABLE: &str = "unreadable";

pub fn head(live: Live) -> impl IntoView {
    let count = move || live.page.with(|page| words::count(page, live.query.with(Query::is_narrowed)));
    let extent = move || live.page.with(|page| words::extent(&page.frame, live.now.get()));
    let unreadable = Memo::new(move |_| {
        live.page.with(|page| page.frame.scopes.iter().filter(|state| state.error.is_some()).count())
    });
    let refused = live.page.with_untracked(|page| page.create_refused.clone());
    let kind = live.kind;
    view! {
        <PageHead title=kind.many() count=Signal::derive(count) actions=move || create(kind, refused.clone())>
            {extent}
            {following(move || {
                maybe(
                (unreadable.get() > 0)
                    .then(|| {
                        let words = counted(unreadable.get(), "scope") + " not readable";
                        view! {
                            " · "
                            <a href=["#", UNREADABLE].concat()>{words}</a>
                        }
                    }),
                )
            })}
        </PageHead>
    }
}

/// The way to the form, or why it is closed.
pub fn create(kind: Kind, refused: Option<String>) -> AnyView {
    let label = ["Create ", kind.one()].concat();
    match refused {
        None => view! {
            <ButtonLink kind=ui::Kind::Main icon=IconName::Plus href=paths::create(kind)>
                {label}
            </ButtonLink>
        }
        .into_any(),
        Some(reason) => view! {
            <Button icon=IconName::Plus reason>
                {label}
            </Button>
        }
        .into_any(),
    }
}

/// The strip: each count is a filter, and taken away by the same link.
pub fn tally(live: Live) -> impl IntoView {
    let items = move || {
        live.page.with(|page| {
            let read = page.frame.scopes.iter().any(|state| state.read_at.is_some());
            live.query.with(|query| {
                Tally::ALL
                    .into_iter()
                    .map(|tally| item(live.kind, query, tally, read.then(|| page.selection.tallies.of(tally))))
                    .collect::<Vec<_>>()
            })
        })
    };
    let label = [live.kind.many(), " by state"].concat();
    view! { <TallyStrip label items=Signal::derive(items) /> }
}

fn item(kind: Kind, query: &Query, tally: Tally, count: Option<u32>) -> TallyItem {
    let current = query.tally == Some(tally);
    let toggled = Query { tally: (!current).then_some(tally), page: 1, ..query.clone() };
    TallyItem {
        tone: words::tone(tally),
        label: tally.word().to_owned(),
        count,
        href: address::href(kind, &toggled),
        current,
    }
}

/// Says once that answers stopped coming; the rows stay.
pub fn trouble(live: Live) -> AnyView {
    following(move || {
        maybe(live.asking.trouble.get().map(|error| match error.code {
            Code::Unreachable => {
                let since = exact(live.now.get_untracked());
                view! {
                    <Banner tone=Tone::Warn title="The server does not answer." live=true>
                        "Rows are as of "
                        {since}
                        ". They move again as soon as it answers."
                    </Banner>
                }
                .into_any()
            }
            _ => view! { <ErrorPanel error /> }.into_any(),
        }))
    })
}
