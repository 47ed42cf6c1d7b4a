//! What a list is made of once the page is live: the URL's query, the newest index, and the rows they select.

use super::address;
use super::api::{ListPage, fleet_index};
use crate::Failure;
use crate::pages::poll::{Asking, poll};
use crate::route::Here;
use leptos::prelude::*;
use model::fleet::{Index, Query, select};
use model::{Kind, Millis};
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
    pub asking: Asking,
    index: RwSignal<Option<Index>>,
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
        let live = Self { kind, query, page, now, asking: Asking::begin(), index };
        poll(move || {
            Box::pin(async move {
                match fleet_index(kind).await {
                    Ok(index) => live.take(index),
                    Err(Failure(error)) => live.asking.missed(error, USUAL),
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
        self.asking.answered()?;
        if known != Some(index.revision) {
            self.index.try_set(Some(index));
        }
        Some(pace)
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
