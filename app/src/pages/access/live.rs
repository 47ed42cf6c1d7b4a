//! What the table is made of once the page is live: the URL's query, the newest index, and what it selects of that.

use super::address;
use super::api::{Listed, newer_access};
use crate::Failure;
use crate::pages::poll::{Asking, poll};
use crate::route::Here;
use leptos::prelude::*;
use model::Millis;
use model::access::{AccessIndex, AccessQuery, AccessSelection, AccessWorkspace, COLUMNS, HOLDERS, select};
use std::time::Duration;

const WHILE_READING: Duration = Duration::from_secs(2);
const USUAL: Duration = Duration::from_secs(10);

/// The state of the table. Until the index arrives it shows the page the server rendered, so that both sides agree.
#[derive(Clone, Copy)]
pub struct Live {
    pub here: Here,
    pub query: Memo<AccessQuery>,
    /// What is shown. Ages are not in it, so that it moves only when something is different.
    pub shown: Memo<AccessSelection>,
    /// What stands around it: everything of the index but its workspaces and holders.
    pub frame: RwSignal<AccessIndex>,
    /// When the oldest of what can be read was read.
    pub oldest: RwSignal<Option<Millis>>,
    /// The server's clock at its newest answer; ages are told by it.
    pub now: RwSignal<Millis>,
    pub asking: Asking,
    index: RwSignal<Option<AccessIndex>>,
}

impl Live {
    pub fn begin(first: Listed) -> Self {
        let here = Here::get();
        let query = Memo::new(move |_| here.search.with(|search| address::parse(search)));
        let index = RwSignal::new(None);
        let Listed { frame, oldest, selection } = first;
        let selection = ageless(selection);
        let shown = Memo::new(move |_| {
            index.with(|index| match index {
                Some(index) => query.with(|query| ageless(select(index, query, HOLDERS, COLUMNS))),
                None => selection.clone(),
            })
        });
        let live = Self {
            here,
            query,
            shown,
            now: RwSignal::new(frame.now),
            frame: RwSignal::new(frame),
            oldest: RwSignal::new(oldest),
            asking: Asking::begin(),
            index,
        };
        poll(move || Box::pin(live.ask()));
        live
    }

    async fn ask(self) -> Option<Duration> {
        let known = self.index.try_with_untracked(|index| index.as_ref().map_or(0, |index| index.revision))?;
        match newer_access(known).await {
            Ok((now, index)) => self.take(now, index),
            Err(Failure(error)) => self.asking.missed(error, USUAL),
        }
    }

    /// The page may be gone already, then nothing is taken.
    fn take(self, now: Millis, index: Option<AccessIndex>) -> Option<Duration> {
        self.now.try_set(now);
        self.asking.answered()?;
        if let Some(index) = index {
            self.oldest.try_set(index.oldest());
            self.frame.try_set(around(&index));
            self.index.try_set(Some(index));
        }
        let reading = self.shown.try_with_untracked(is_reading)?;
        Some(if reading { WHILE_READING } else { USUAL })
    }
}

fn around(index: &AccessIndex) -> AccessIndex {
    AccessIndex {
        now: index.now,
        revision: index.revision,
        workspaces: Vec::new(),
        holders: Vec::new(),
        accounts: index.accounts.clone(),
        directory: index.directory.clone(),
        total: index.total,
    }
}

/// Workspaces that were read are alike, however long ago that was.
fn ageless(mut selection: AccessSelection) -> AccessSelection {
    for workspace in &mut selection.workspaces {
        workspace.read_at = workspace.read_at.map(|_| 0);
    }
    selection
}

/// A workspace's first answer is still on its way.
pub fn is_reading(selection: &AccessSelection) -> bool {
    selection.uncertain.iter().any(AccessWorkspace::is_unread)
}
