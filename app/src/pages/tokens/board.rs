//! The page as it is now: begins with what the server rendered, asks again while somebody looks, and follows the address.

use super::api::{Listed, list_tokens, plan_purge};
use super::chosen::{self, Chosen};
use super::{address, filter, note, rows};
use crate::Failure;
use crate::layout::may;
use crate::pages::planning::Planning;
use crate::pages::poll::{Asking, poll};
use crate::pages::trouble::ErrorPanel;
use crate::route::{Here, search_pairs};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::fleet::ScopeState;
use model::form::SecretPlace;
use model::tokens::{Concern, TokenPage, TokenQuery, TokenRow, Unread};
use model::{Millis, Permission, ResourceKey};
use std::time::Duration;
use ui::{
    Banner, Button, IconName, PageHead, Refreshing, Tally, TallyItem, Tone, ago, all, announce, counted, following,
    maybe,
};

const UNREAD: Duration = Duration::from_secs(2);
const USUAL: Duration = Duration::from_secs(10);

/// The state of the page.
#[derive(Clone, Copy)]
pub struct Board {
    pub here: Here,
    /// What the address says. A memo of the page's own: it ends with the page, when the address has moved on already.
    query: Memo<TokenQuery>,
    /// What is shown. Ages are not in it, so that it moves only when something is different.
    pub page: RwSignal<TokenPage>,
    pub now: RwSignal<Millis>,
    oldest: RwSignal<Option<Millis>>,
    asking: Asking,
    busy: RwSignal<bool>,
    pub planning: Planning,
    pub chosen: RwSignal<Vec<Chosen>>,
    /// Whose note is being written.
    pub noting: RwSignal<Option<TokenRow>>,
    pub delivers_to: StoredValue<Option<SecretPlace>>,
}

pub fn board(first: Listed) -> AnyView {
    let Listed { page, delivers_to } = first;
    let here = Here::get();
    let board = Board {
        here,
        query: Memo::new(move |_| here.search.with(|search| address::parse(search))),
        now: RwSignal::new(page.now),
        oldest: RwSignal::new(page.oldest),
        page: RwSignal::new(ageless(page)),
        asking: Asking::begin(),
        busy: RwSignal::new(false),
        planning: Planning::begin(),
        chosen: RwSignal::new(Vec::new()),
        noting: RwSignal::new(None),
        delivers_to: StoredValue::new(delivers_to),
    };
    poll(move || Box::pin(board.look()));
    board.follow_address();
    board.view()
}

impl Board {
    pub fn query(self) -> TokenQuery {
        self.query.get()
    }

    fn view(self) -> AnyView {
        let error = move || self.asking.trouble.get().or_else(|| self.planning.error.get());
        view! {
            <Refreshing active=self.busy />
            <PageHead title="Tokens" actions=move || self.purge_all()>{move || self.line()}</PageHead>
            {following(move || maybe(error().map(|error| view! { <ErrorPanel error /> })))}
            <Tally label="Tokens that need somebody" items=Signal::derive(move || self.items()) />
            {filter::filter(self)}
            {chosen::bar(self)}
            {following(move || self.page.with(unread))}
            {following(move || self.page.with(|page| rows::rows(self, page)))}
            {note::dialog(self)}
        }
        .into_any()
    }

    /// "212 service accounts, tokens and API keys · read 14 s ago"
    fn line(self) -> String {
        let total = self.page.with(|page| page.total);
        let read = self.oldest.get().map(|at| [" · read ", &ago(at, self.now.get())].concat()).unwrap_or_default();
        [&total.to_string(), " service accounts, tokens and API keys", &read].concat()
    }

    fn items(self) -> Vec<TallyItem> {
        let query = self.query();
        let counts = self.page.with(|page| page.counts);
        let item = |concern: Concern, count, tone| TallyItem {
            tone,
            label: concern.word().to_owned(),
            count: Some(count),
            href: address::href(&query.toggled(concern)),
            current: query.concern == Some(concern),
        };
        vec![
            item(Concern::Expired, counts.expired, Tone::Bad),
            item(Concern::EndsSoon, counts.ends_soon, Tone::Warn),
            item(Concern::Rotating, counts.rotating, Tone::Warn),
            item(Concern::NeverUsed, counts.never_used, Tone::Idle),
            item(Concern::Admin, counts.admin, Tone::Idle),
            item(Concern::NoOwner, counts.no_owner, Tone::Idle),
        ]
    }

    /// One plan for every expired token that matches, whatever page it is on.
    fn purge_all(self) -> AnyView {
        let seen = Memo::new(move |_| self.page.with(|page| page.expired_in.clone()));
        following(move || {
            let workspaces = seen.get();
            maybe((!workspaces.is_empty() && may(Permission::TokenRevoke)).then(|| {
                let count = workspaces.len();
                let label = match count {
                    1 => "Delete what expired in 1 workspace".to_owned(),
                    n => ["Delete what expired in ", &n.to_string(), " workspaces"].concat(),
                };
                view! { <Button icon=IconName::Trash busy=self.planning.busy reason=self.planning.obstacle(None) on_click=move |_| self.purge(workspaces.clone())>{label}</Button> }
            }))
        })
    }

    pub fn purge(self, workspaces: Vec<ResourceKey>) {
        self.planning.run(move |form| Box::pin(plan_purge(form, workspaces)));
    }

    /// Asks at once, outside of the rhythm.
    pub fn load(self) {
        let asked = self.here.search.get_untracked();
        self.busy.set(true);
        spawn_local(async move {
            let answer = list_tokens(search_pairs(&asked)).await;
            self.busy.try_set(false);
            if self.here.search.try_with_untracked(|search| *search == asked) == Some(true) {
                if let Ok(listed) = &answer {
                    announce(&counted(listed.page.matches, "row"));
                }
                self.take(answer);
            }
        });
    }

    fn follow_address(self) {
        Effect::new(move |before: Option<TokenQuery>| {
            let query = self.query.get();
            if before.is_some_and(|before| before != query) {
                self.chosen.set(Vec::new());
                self.load();
            }
            query
        });
    }

    async fn look(self) -> Option<Duration> {
        let asked = self.here.search.try_get_untracked()?;
        let answer = list_tokens(search_pairs(&asked)).await;
        match self.here.search.try_with_untracked(|search| *search == asked)? {
            true => self.take(answer),
            false => Some(USUAL),
        }
    }

    fn take(self, answer: Result<Listed, Failure>) -> Option<Duration> {
        match answer {
            Ok(Listed { page, .. }) => {
                self.now.try_set(page.now);
                self.oldest.try_set(page.oldest);
                self.asking.answered()?;
                let unread = page.is_waiting();
                let page = ageless(page);
                if self.page.try_with_untracked(|before| *before != page)? {
                    self.page.try_set(page);
                }
                Some(if unread { UNREAD } else { USUAL })
            }
            Err(Failure(error)) => self.asking.missed(error, USUAL),
        }
    }
}

/// Clocks aside.
fn ageless(page: TokenPage) -> TokenPage {
    TokenPage { now: 0, oldest: None, ..page }
}

/// What is not known as it is now: lists of workspaces, and what is in a workspace.
fn unread(page: &TokenPage) -> AnyView {
    let lists = page.unlisted.iter().filter_map(|list| unlisted(page, list));
    let failed: Vec<AnyView> = lists.chain(page.unread.iter().filter_map(unreadable)).collect();
    let waiting = page.unlisted.len() + page.unread.len() - failed.len();
    let listing = page.unlisted.iter().any(|list| list.error.is_none());
    let failed = (!failed.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Idle title="Not everything could be read. What was read before is shown.">
                <ul>{all(failed)}</ul>
            </Banner>
        }
    });
    let waiting = (waiting > 0).then(|| {
        let text = match waiting {
            _ if listing => "Workspaces are being listed. There may be more.".to_owned(),
            1 => "1 workspace is being read.".to_owned(),
            n => [&n.to_string(), " workspaces are being read."].concat(),
        };
        view! { <p class="text-sm text-ink-2" role="status">{text}</p> }
    });
    view! { {maybe(failed)} {maybe(waiting)} }.into_any()
}

/// A scope whose workspaces could not be listed, and why.
fn unlisted(page: &TokenPage, list: &ScopeState) -> Option<AnyView> {
    let message = list.error.as_ref()?.message.clone();
    let named = page.accounts.iter().find(|account| account.id == list.scope.account);
    let name = named.map(|account| account.name.clone()).unwrap_or_default();
    let scope = list.scope.to_string();
    Some(view! { <li>{name}" "{scope}": "{message}</li> }.into_any())
}

/// A workspace that could not be read, and why.
fn unreadable(one: &Unread) -> Option<AnyView> {
    let message = one.error.as_ref()?.message.clone();
    let (href, label) = (one.workspace.path(), one.label.clone());
    Some(view! { <li><a href=href>{label}</a>": "{message}</li> }.into_any())
}
