//! What the page knows of its resource while it is open: the newest look, and what was seen of it before.

use super::api::find_resource;
use crate::Failure;
use crate::pages::poll::{Asking, poll};
use leptos::prelude::*;
use model::detail::Found;
use model::{Kind, Millis, ResourceKey};
use std::time::Duration;

const UNSETTLED: Duration = Duration::from_millis(1_500);
const NOT_READ: Duration = Duration::from_secs(3);
const SETTLED: Duration = Duration::from_secs(15);

/// A state the page saw AWS at work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// AWS's word, such as `CREATING`.
    pub word: String,
    /// When another state was seen first; `None` while it lasts.
    pub ended_at: Option<Millis>,
}

/// The state of one resource's page. Begins with what the server rendered.
#[derive(Clone, Copy)]
pub struct Live {
    pub kind: Kind,
    pub found: RwSignal<Found>,
    /// The server's clock at its newest answer.
    pub now: RwSignal<Millis>,
    pub asking: Asking,
    pub work: RwSignal<Option<Work>>,
    key: StoredValue<ResourceKey>,
    name: StoredValue<Option<String>>,
}

impl Live {
    pub fn begin(key: ResourceKey, first: Found) -> Self {
        let live = Self {
            kind: key.kind,
            now: RwSignal::new(now_of(&first).unwrap_or_default()),
            asking: Asking::begin(),
            work: RwSignal::new(work_after(None, &first)),
            name: StoredValue::new(name_of(&first)),
            found: RwSignal::new(first),
            key: StoredValue::new(key),
        };
        poll(move || Box::pin(live.look()));
        live
    }

    pub fn key(self) -> ResourceKey {
        self.key.get_value()
    }

    /// Its name, or its id while none is known.
    pub fn label(self) -> String {
        let name = self.found.with(name_of).or_else(|| self.was_here());
        name.unwrap_or_else(|| self.key.with_value(|key| key.id.clone()))
    }

    /// The name it had when it was seen here.
    pub fn was_here(self) -> Option<String> {
        self.name.get_value()
    }

    async fn look(self) -> Option<Duration> {
        match find_resource(self.key.try_get_value()?).await {
            Ok(found) => self.take(found),
            Err(Failure(error)) => self.asking.missed(error, NOT_READ),
        }
    }

    /// Ages move with every look; everything else only when something is different.
    fn take(self, mut found: Found) -> Option<Duration> {
        let pace = pace(&found);
        self.asking.answered()?;
        let work = work_after(self.work.try_get_untracked()?, &found);
        if self.work.try_with_untracked(|before| *before != work)? {
            self.work.try_set(work);
        }
        if let Some(name) = name_of(&found) {
            self.name.try_set_value(Some(name));
        }
        if let Some(now) = now_of(&found) {
            self.now.try_set(now);
        }
        let same = self.found.try_with_untracked(|before| {
            align(&mut found, before);
            found == *before
        })?;
        if !same {
            self.found.try_set(found);
        }
        pace
    }
}

/// Gives `found` the clock and the unrest of `before`, so that the two differ only in what the page shows.
fn align(found: &mut Found, before: &Found) {
    if let (Found::Here(new), Found::Here(old)) = (found, before) {
        new.now = old.now;
        new.unsettled = old.unsettled;
    }
}

/// When to look again; what is nowhere does not come back under its id.
fn pace(found: &Found) -> Option<Duration> {
    match found {
        Found::Here(detail) if detail.unsettled || detail.row.status.is_changing(detail.row.key.kind) => {
            Some(UNSETTLED)
        }
        Found::Here(_) => Some(SETTLED),
        Found::Nowhere => None,
        Found::NotRead(_) => Some(NOT_READ),
    }
}

fn name_of(found: &Found) -> Option<String> {
    match found {
        Found::Here(detail) => Some(detail.row.label().to_owned()),
        _ => None,
    }
}

fn now_of(found: &Found) -> Option<Millis> {
    match found {
        Found::Here(detail) => Some(detail.now),
        _ => None,
    }
}

/// Keeps the work in mind that was seen, and when it ended.
fn work_after(before: Option<Work>, found: &Found) -> Option<Work> {
    let Found::Here(detail) = found else { return before };
    let status = &detail.row.status;
    if status.is_changing(detail.row.key.kind) {
        return Some(Work { word: status.raw().to_owned(), ended_at: None });
    }
    before.map(|work| Work { ended_at: work.ended_at.or(Some(detail.now)), ..work })
}
