//! The page as it is now: begins with what the server rendered, and asks again while somebody looks. Which kind is shown
//! stands in the address; the whole feed is here, so another kind needs no call.

use super::api::attention_feed;
use super::{rows, words};
use crate::Failure;
use crate::pages::poll::{Asking, poll};
use crate::pages::trouble::ErrorPanel;
use crate::route::Here;
use leptos::prelude::*;
use model::Millis;
use model::attention::{Attention, AttentionKind, WebhookState};
use std::time::Duration;
use ui::{Banner, PageHead, Tally, TallyItem, TimeAgo, Tone, following, maybe};

/// While something was not read yet.
const UNREAD: Duration = Duration::from_secs(5);
const USUAL: Duration = Duration::from_secs(15);

/// The state of the page.
#[derive(Clone, Copy)]
pub struct Board {
    /// What the address chooses. A memo of the page's own: it ends with the page, when the address has moved on already.
    chosen: Memo<Option<AttentionKind>>,
    /// What is shown. Its clock is not in it, so that it moves only when something is different.
    feed: RwSignal<Attention>,
    pub now: RwSignal<Millis>,
    asking: Asking,
}

pub fn board(feed: Attention) -> AnyView {
    let here = Here::get();
    let board = Board {
        chosen: Memo::new(move |_| here.search.with(|search| words::chosen(search))),
        now: RwSignal::new(feed.now),
        feed: RwSignal::new(Attention { now: 0, ..feed }),
        asking: Asking::begin(),
    };
    poll(move || Box::pin(board.look()));
    board.view()
}

impl Board {
    fn view(self) -> AnyView {
        let items = Signal::derive(move || self.items());
        view! {
            <PageHead title="Attention">{move || self.feed.with(words::line)}</PageHead>
            {following(move || maybe(self.asking.trouble.get().map(|error| view! { <ErrorPanel error /> })))}
            {following(move || maybe(items.with(|items| !items.is_empty()).then(|| view! { <Tally label="Kinds" items /> })))}
            {following(move || self.feed.with(|feed| maybe(words::unread(feed).map(|text| view! { <p class="text-sm text-ink-2" role="status">{text}</p> }))))}
            {following(move || self.feed.with(|feed| rows::rows(self, feed, self.chosen.get())))}
            {following(move || self.feed.with(|feed| maybe(feed.webhook.as_ref().map(|state| self.webhook(state)))))}
        }
        .into_any()
    }

    /// The kinds there is something of, and the one that is chosen.
    fn items(self) -> Vec<TallyItem> {
        let chosen = self.chosen.get();
        let item = |kind: AttentionKind| {
            let found = self.feed.with(|feed| feed.of_kind(kind));
            (found.is_some() || chosen == Some(kind)).then(|| TallyItem {
                tone: found.map_or(Tone::Idle, |(_, severity)| words::tone(severity)),
                label: kind.word().to_owned(),
                count: Some(found.map_or(0, |(count, _)| u32::try_from(count).unwrap_or(u32::MAX))),
                href: words::toggled(chosen, kind),
                current: chosen == Some(kind),
            })
        };
        AttentionKind::ALL.into_iter().filter_map(item).collect()
    }

    /// Whether others are told.
    fn webhook(self, state: &WebhookState) -> AnyView {
        let (told_at, now) = (state.told_at, self.now);
        let told = match told_at {
            Some(at) => view! { "The webhook was last told something: " <TimeAgo at now /> }.into_any(),
            None => "The webhook was not told anything yet.".into_any(),
        };
        let error = state.error.clone().map(|error| {
            view! { <Banner tone=Tone::Warn title="The webhook could not be told. It is tried again.">{error}</Banner> }
        });
        view! {
            {maybe(error)}
            <p class="text-sm text-ink-2">{told}</p>
        }
        .into_any()
    }

    async fn look(self) -> Option<Duration> {
        match attention_feed().await {
            Ok(feed) => self.take(feed),
            Err(Failure(error)) => self.asking.missed(error, USUAL),
        }
    }

    fn take(self, feed: Attention) -> Option<Duration> {
        self.now.try_set(feed.now);
        self.asking.answered()?;
        let wait = if feed.unread + feed.unlisted > 0 { UNREAD } else { USUAL };
        let feed = Attention { now: 0, ..feed };
        if self.feed.try_with_untracked(|before| *before != feed)? {
            self.feed.try_set(feed);
        }
        Some(wait)
    }
}
