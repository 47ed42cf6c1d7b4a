//! What narrows and sorts the page of holders, as its address says it.

use super::{GrafanaRole, HolderKind};
use crate::fleet::search_of;

/// The names of the filters of a form, in its order. `orphans` is in the counts above it.
pub const FILTERS: [&str; 6] = ["q", "kind", "role", "workspace", "account", "tag"];

/// What holders are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccessOrder {
    #[default]
    Name,
    Workspaces,
    Role,
}

impl AccessOrder {
    pub const ALL: [Self; 3] = [Self::Name, Self::Workspaces, Self::Role];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Workspaces => "workspaces",
            Self::Role => "role",
        }
    }
}

/// The page's query. Workspaces, account, tag and role narrow the grants; who has none left is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessQuery {
    /// Words that are all found in a holder's name, detail or id, or in one of its workspaces.
    pub text: String,
    pub kind: Option<HolderKind>,
    pub role: Option<GrafanaRole>,
    /// A part of a workspace's name, or its whole id.
    pub workspace: String,
    /// An account's number or name.
    pub account: String,
    /// A tag's key, or `key=value`.
    pub tag: String,
    /// Only whom the directory does not know.
    pub orphans: bool,
    pub order: AccessOrder,
    pub descending: bool,
    /// The page of holders, from 1.
    pub page: u32,
    /// The portion of workspaces, from 1.
    pub across: u32,
    /// Parts of the address that were not understood.
    pub ignored: Vec<String>,
}

impl AccessQuery {
    /// Reads decoded pairs; never fails, and says what it ignored.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self { page: 1, across: 1, ..Self::default() };
        for (name, value) in pairs {
            let value = value.trim();
            if !value.is_empty() && !query.take(name, value) {
                query.ignored.push([name, "=", value].concat());
            }
        }
        query
    }

    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "q" => set(&mut self.text, Some(value.to_owned())),
            "kind" => set(&mut self.kind, HolderKind::of_word(value).map(Some)),
            "role" => set(&mut self.role, GrafanaRole::parse(value).map(Some)),
            "workspace" => set(&mut self.workspace, Some(value.to_owned())),
            "account" => set(&mut self.account, Some(value.to_owned())),
            "tag" => set(&mut self.tag, Some(value.to_owned())),
            "orphans" => set(&mut self.orphans, (value == "yes").then_some(true)),
            "sort" => self.take_order(value),
            "page" => set(&mut self.page, value.parse().ok().filter(|page| *page > 0)),
            "across" => set(&mut self.across, value.parse().ok().filter(|portion| *portion > 0)),
            _ => false,
        }
    }

    fn take_order(&mut self, value: &str) -> bool {
        let (slug, descending) = value.strip_prefix('-').map_or((value, false), |rest| (rest, true));
        let order = AccessOrder::ALL.into_iter().find(|order| order.slug() == slug);
        self.descending = order.is_some() && descending;
        set(&mut self.order, order)
    }

    /// The pairs that narrow, under the names that `parse` reads.
    pub fn filters(&self) -> Vec<(&'static str, String)> {
        let values = [
            ("q", self.text.clone()),
            ("kind", self.kind.map(HolderKind::word).unwrap_or_default().to_owned()),
            ("role", self.role.map_or("", GrafanaRole::slug).to_owned()),
            ("workspace", self.workspace.clone()),
            ("account", self.account.clone()),
            ("tag", self.tag.clone()),
            ("orphans", if self.orphans { "yes" } else { "" }.to_owned()),
        ];
        values.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// All pairs of this query; defaults are left out. `parse` reads them back to an equal query.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.filters();
        if (self.order, self.descending) != (AccessOrder::Name, false) {
            pairs.push(("sort", [if self.descending { "-" } else { "" }, self.order.slug()].concat()));
        }
        for (name, number) in [("page", self.page), ("across", self.across)] {
            if number > 1 {
                pairs.push((name, number.to_string()));
            }
        }
        pairs
    }

    /// The part of a URL after the path: empty, or `?` and percent-encoded pairs.
    pub fn to_search(&self) -> String {
        search_of(self.pairs())
    }

    /// Without one of its filters, from the first page.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let kept = self.pairs().into_iter().filter(|(one, _)| *one != name && *one != "page" && *one != "across");
        let kept: Vec<_> = kept.collect();
        Self::parse(kept.iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// What of it narrows the workspaces, whoever holds roles there; from the first page.
    #[must_use]
    pub fn of_workspaces(&self) -> Self {
        let Self { workspace, account, tag, .. } = self.clone();
        Self { workspace, account, tag, page: 1, across: 1, ..Self::default() }
    }

    /// With a filter set to a value, or without it where it has that value already; from the first page.
    #[must_use]
    pub fn toggled(&self, name: &'static str, value: &str) -> Self {
        let set = self.filters().iter().any(|(one, held)| *one == name && held == value);
        let mut query = self.without(name);
        if !set {
            query.take(name, value);
        }
        query
    }

    /// Sorted by `order`; sorted by it already, the other way round.
    #[must_use]
    pub fn sorted(&self, order: AccessOrder) -> Self {
        // Most and strongest first is what somebody presses these for.
        let first = order != AccessOrder::Name;
        let descending = if self.order == order { !self.descending } else { first };
        Self { order, descending, page: 1, ..self.clone() }
    }
}

fn set<T>(slot: &mut T, value: Option<T>) -> bool {
    value.map(|value| *slot = value).is_some()
}
