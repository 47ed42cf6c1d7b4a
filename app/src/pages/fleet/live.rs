//! What a list is made of once the page is live: the URL's query, the newest index, and the rows they select.

use super::address;
use super::api::{ListPage, fleet_index};
use crate::Failure;
use crate::pages::poll::{backoff, poll};
use crate::route::Here;
use leptos::prelude::*;
use model::fleet::{Index, Query, select};
use model::{Code, Error, Kind, Millis};
use std::time::Duration;

const WHILE_CHANGING: Duration = Duration::from_secs(2);
const USUAL: Duration = Duration::from_secs(5);

/// The state of one list. Until the index arrives it shows the page the server rendered, so that both sides agree.
#[derive(Clone, Copy)]
pub struct Live {
    pub kind: Kind,
    /// What the URL says.
    pub query: Memo<Query>,
    /// What is shown.
    pub page: Memo<ListPage>,
    /// The server's clock at its newest answer; ages are told by it.
    pub now: RwSignal<Millis>,
    /// Why the newest answer did not come.
    pub trouble: RwSignal<Option<Error>>,
    index: RwSignal<Option<Index>>,
    misses: StoredValue<u32>,
}

impl Live {
    pub fn begin(kind: Kind, first: ListPage) -> Self {
        let search = Here::get().search;
        let query = Memo::new(move |_| search.with(|search| address::parse(search)));
        let index = RwSignal::new(None);
        let now = RwSignal::new(first.frame.now);
        let page = Memo::new(move |_| {
            index.with(|index| match index {
                Some(index) => query.with(|query| narrowed(index, query, &first)),
                None => first.clone(),
            })
        });
        let live = Self { kind, query, page, now, trouble: RwSignal::new(None), index, misses: StoredValue::new(0) };
        poll(move || {
            Box::pin(async move {
                match fleet_index(kind).await {
                    Ok(index) => live.take(index),
                    Err(Failure(error)) => live.miss(error),
                }
            })
        });
        live
    }

    /// The rows are replaced only by other rows; the page may be gone already, then nothing is.
    fn take(self, index: Index) -> Option<Duration> {
        let known = self.index.try_with_untracked(|known| known.as_ref().map(|known| known.revision))?;
        let pace = if is_moving(&index) { WHILE_CHANGING } else { USUAL };
        self.now.try_set(index.now);
        if self.trouble.try_with_untracked(Option::is_some)? {
            self.trouble.try_set(None);
        }
        self.misses.try_set_value(0);
        if known != Some(index.revision) {
            self.index.try_set(Some(index));
        }
        Some(pace)
    }

    /// A page older than the server stops asking; every other failure only slows it down.
    fn miss(self, error: Error) -> Option<Duration> {
        let stale = error.code == Code::Stale;
        if self.trouble.try_with_untracked(|trouble| trouble.as_ref() != Some(&error))? {
            self.trouble.try_set(Some(error));
        }
        let misses = self.misses.try_update_value(|misses| {
            *misses = misses.saturating_add(1);
            *misses
        })?;
        (!stale).then(|| backoff(USUAL, misses))
    }
}

fn narrowed(index: &Index, query: &Query, first: &ListPage) -> ListPage {
    let Index { kind, revision, now, rows: _, scopes, accounts } = index;
    let frame = Index {
        kind: *kind,
        revision: *revision,
        now: *now,
        rows: Vec::new(),
        scopes: scopes.clone(),
        accounts: accounts.clone(),
    };
    let selection = select(index, query, query.size.unwrap_or(first.preferred));
    ListPage { frame, selection, preferred: first.preferred, create_refused: first.create_refused.clone() }
}

/// Something changes by itself, or a scope's first answer is still on its way.
fn is_moving(index: &Index) -> bool {
    index.rows.iter().any(|row| row.status.is_changing(row.key.kind))
        || index.scopes.iter().any(|scope| scope.read_at.is_none() && scope.error.is_none())
}
