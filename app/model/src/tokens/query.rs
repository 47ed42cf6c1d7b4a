//! What narrows and groups the page of tokens, as its address says it.

use super::{Concern, TokenKind};
use crate::access::GrafanaRole;
use crate::fleet::search_of;

/// The names of the filters of the form, in its order. `concern` is in the counts above it.
pub const TOKEN_FILTERS: [&str; 5] = ["q", "kind", "role", "workspace", "account"];

/// The longest value of a filter, in characters.
const LONGEST: usize = 200;

/// What stands under one heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    Workspace,
    /// How long there is left.
    Days,
}

/// The page's query; all of it has to match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenQuery {
    /// Words that are all found in a row's names, owner, purpose or workspace, without regard to case.
    pub text: String,
    pub kind: Option<TokenKind>,
    pub role: Option<GrafanaRole>,
    /// A part of a workspace's name, or its whole id.
    pub workspace: String,
    /// An AWS account's number.
    pub account: String,
    pub concern: Option<Concern>,
    pub grouping: Grouping,
    /// From 1.
    pub page: u32,
    /// Parts of the address that were not understood.
    pub ignored: Vec<String>,
}

impl TokenQuery {
    /// Reads decoded pairs; never fails, and says what it ignored.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self { page: 1, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() && !query.take(name, value) {
                query.ignored.push([name, "=", value].concat());
            }
        }
        query
    }

    fn take(&mut self, name: &str, value: &str) -> bool {
        if value.chars().count() > LONGEST || value.chars().any(char::is_control) {
            return false;
        }
        match name {
            "q" => set(&mut self.text, Some(value.to_owned())),
            "kind" => set(&mut self.kind, TokenKind::ALL.into_iter().find(|kind| kind.slug() == value).map(Some)),
            "role" => set(&mut self.role, GrafanaRole::parse(value).map(Some)),
            "workspace" => set(&mut self.workspace, Some(value.to_owned())),
            "account" => set(&mut self.account, Some(value.to_owned())),
            "concern" => set(&mut self.concern, Concern::ALL.into_iter().find(|one| one.slug() == value).map(Some)),
            "group" => set(&mut self.grouping, (value == "days").then_some(Grouping::Days)),
            "page" => set(&mut self.page, value.parse().ok().filter(|page| *page > 0)),
            _ => false,
        }
    }

    /// What narrows it, as pairs of an address.
    pub fn filters(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("q", self.text.clone()),
            ("kind", self.kind.map_or("", TokenKind::slug).to_owned()),
            ("role", self.role.map_or("", GrafanaRole::slug).to_owned()),
            ("workspace", self.workspace.clone()),
            ("account", self.account.clone()),
            ("concern", self.concern.map_or("", Concern::slug).to_owned()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// All of it, as pairs of an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let group = (self.grouping == Grouping::Days).then(|| ("group", "days".to_owned()));
        let page = (self.page > 1).then(|| ("page", self.page.to_string()));
        self.filters().into_iter().chain(group).chain(page).collect()
    }

    /// `?…`, or nothing.
    pub fn to_search(&self) -> String {
        search_of(self.pairs())
    }

    /// The first page with one concern alone, or without it where it is the one already.
    #[must_use]
    pub fn toggled(&self, concern: Concern) -> Self {
        let concern = (self.concern != Some(concern)).then_some(concern);
        Self { concern, page: 1, ..self.clone() }
    }
}

fn set<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}
