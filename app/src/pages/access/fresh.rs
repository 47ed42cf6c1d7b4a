//! One holder or one workspace as it is now: begins with what the server rendered, and asks again while somebody looks.

use super::api::Part;
use crate::Failure;
use crate::pages::poll::{Asking, poll};
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use model::Millis;
use model::access::PersonGroups;
use std::time::Duration;

const UNREAD: Duration = Duration::from_secs(2);
const USUAL: Duration = Duration::from_secs(10);

/// The state of one of these pages.
#[derive(Clone, Copy)]
pub struct Fresh {
    /// What is shown. Ages are not in it, so that it moves only when something is different.
    pub part: RwSignal<Part>,
    /// When the oldest of what can be read was read.
    pub oldest: RwSignal<Option<Millis>>,
    /// The server's clock at its newest answer.
    pub now: RwSignal<Millis>,
    pub asking: Asking,
}

impl Fresh {
    pub fn begin(first: Part, ask: impl Fn() -> LocalBoxFuture<'static, Result<Part, Failure>> + 'static) -> Self {
        let fresh = Self {
            oldest: RwSignal::new(first.index.oldest()),
            now: RwSignal::new(first.index.now),
            part: RwSignal::new(ageless(first)),
            asking: Asking::begin(),
        };
        poll(move || Box::pin(fresh.look(ask())));
        fresh
    }

    async fn look(self, answer: LocalBoxFuture<'static, Result<Part, Failure>>) -> Option<Duration> {
        match answer.await {
            Ok(part) => self.take(part),
            Err(Failure(error)) => self.asking.missed(error, USUAL),
        }
    }

    fn take(self, part: Part) -> Option<Duration> {
        self.now.try_set(part.index.now);
        self.oldest.try_set(part.index.oldest());
        self.asking.answered()?;
        let part = ageless(part);
        let unread = part.index.workspaces.iter().any(|one| one.is_uncertain() && one.error.is_none())
            || part.groups.as_ref().is_some_and(PersonGroups::is_unread)
            || part.mapping.as_ref().is_some_and(|section| section.facts.read_at.is_none());
        if self.part.try_with_untracked(|before| *before != part)? {
            self.part.try_set(part);
        }
        Some(if unread { UNREAD } else { USUAL })
    }
}

/// Clocks and revisions aside, and the ages of what can be read.
fn ageless(mut part: Part) -> Part {
    part.index.now = 0;
    part.index.revision = 0;
    part.index.directory.read_at = part.index.directory.read_at.map(|_| 0);
    for workspace in part.index.workspaces.iter_mut().filter(|workspace| workspace.error.is_none()) {
        workspace.read_at = workspace.read_at.map(|_| 0);
    }
    part
}
