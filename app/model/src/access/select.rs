//! The one pure function that filters, counts, sorts and pages holders, on the server and in the browser.

use super::index::moved;
use super::{
    AccessHolder, AccessIndex, AccessOrder, AccessQuery, AccessWorkspace, GrafanaRole, HolderDetail, HolderKind,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Holders on one page.
pub const HOLDERS: u32 = 50;
/// Workspaces beside each other in one portion.
pub const COLUMNS: u32 = 40;

/// How many there are, of those that text, workspace, account and tag leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessCounts {
    pub people: u32,
    pub groups: u32,
    /// Hold Admin somewhere.
    pub admins: u32,
    /// The directory does not know them; `None` where there is no directory that could.
    pub orphans: Option<u32>,
}

/// What a query selects.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessSelection {
    /// Holders of the page asked for; their grants name places in `workspaces`.
    pub holders: Vec<AccessHolder>,
    /// The workspaces of these holders, and those of the portion asked for.
    pub workspaces: Vec<AccessWorkspace>,
    /// The places of the workspaces of the portion asked for.
    pub columns: Vec<u32>,
    /// Workspaces in which somebody who was found holds a role, over all portions.
    pub columns_total: u32,
    /// The portion shown, and how many there are.
    pub across: u32,
    pub portions: u32,
    /// Holders that match, over all pages; and how many there are at all.
    pub matches: u32,
    pub total: u32,
    pub page: u32,
    pub pages: u32,
    pub counts: AccessCounts,
    /// Workspaces that the query leaves and that take their roles from SAML alone.
    pub saml_only: Vec<AccessWorkspace>,
    /// Workspaces that the query leaves and whose holders could not be read, or not yet.
    pub uncertain: Vec<AccessWorkspace>,
}

/// A holder with the grants the query leaves it.
struct Found<'a> {
    holder: &'a AccessHolder,
    grants: Vec<(u32, GrafanaRole)>,
}

/// Selects by `query`, without regard to the case of the letters A to Z, with `size` holders a page and `columns`
/// workspaces a portion.
pub fn select(index: &AccessIndex, query: &AccessQuery, size: u32, columns: u32) -> AccessSelection {
    let words: Vec<String> = query.text.split_whitespace().map(str::to_ascii_lowercase).collect();
    let left: Vec<bool> = index.workspaces.iter().map(|workspace| leaves(query, workspace)).collect();
    let mut counts = Counts { orphans: judges(index).then_some(0), ..Counts::default() };
    let mut found = Vec::new();
    for holder in &index.holders {
        let grants = holder.grants.iter().filter(|(place, _)| left.get(*place as usize) == Some(&true));
        let grants: Vec<_> = grants.copied().collect();
        if grants.is_empty() || !words.iter().all(|word| mentions(index, holder, &grants, word)) {
            continue;
        }
        counts.take(holder, &grants);
        found.extend(narrowed(query, holder, grants));
    }
    found.sort_by(|a, b| compare(query, a, b));
    let whole = |kept: fn(&AccessWorkspace) -> bool| {
        let all = index.workspaces.iter().zip(&left).filter(|(workspace, left)| **left && kept(workspace));
        all.map(|(workspace, _)| workspace.clone()).collect()
    };
    let page = Paged::of(found.len(), query.page, size);
    let shown = &found[page.first..page.end];
    let held: Vec<u32> =
        (0..).zip(&index.workspaces).map(|(place, _)| place).filter(|place| held(&found, *place)).collect();
    let portion = Paged::of(held.len(), query.across, columns);
    let (workspaces, columns, holders) = laid_out(index, shown, &held[portion.first..portion.end]);
    AccessSelection {
        holders,
        workspaces,
        columns,
        columns_total: count(held.len()),
        across: portion.page,
        portions: portion.pages,
        matches: count(found.len()),
        total: count(index.holders.len()),
        page: page.page,
        pages: page.pages,
        counts,
        saml_only: whole(AccessWorkspace::is_saml_only),
        uncertain: whole(AccessWorkspace::is_uncertain),
    }
}

impl AccessIndex {
    /// The workspaces that a query is about, with their places, whether anybody holds a role there or not.
    pub fn workspaces_of(&self, query: &AccessQuery) -> impl Iterator<Item = (u32, &AccessWorkspace)> {
        (0..).zip(&self.workspaces).filter(move |(_, workspace)| leaves(query, workspace))
    }
}

type Counts = AccessCounts;

impl Counts {
    fn take(&mut self, holder: &AccessHolder, grants: &[(u32, GrafanaRole)]) {
        match holder.holder.kind {
            HolderKind::User => self.people += 1,
            HolderKind::Group => self.groups += 1,
        }
        self.admins += u32::from(grants.iter().any(|(_, role)| *role == GrafanaRole::Admin));
        self.orphans = self.orphans.map(|orphans| orphans + u32::from(holder.is_orphan()));
    }
}

/// There is a directory that was read to its end.
fn judges(index: &AccessIndex) -> bool {
    index.directory.read_at.is_some() && !index.directory.cut
}

fn narrowed<'a>(
    query: &AccessQuery,
    holder: &'a AccessHolder,
    mut grants: Vec<(u32, GrafanaRole)>,
) -> Option<Found<'a>> {
    if query.kind.is_some_and(|kind| kind != holder.holder.kind) || (query.orphans && !holder.is_orphan()) {
        return None;
    }
    if let Some(wanted) = query.role {
        grants.retain(|(_, role)| *role == wanted);
    }
    (!grants.is_empty()).then_some(Found { holder, grants })
}

fn held(found: &[Found<'_>], place: u32) -> bool {
    found.iter().any(|found| found.grants.binary_search_by_key(&place, |(at, _)| *at).is_ok())
}

/// The page by itself: its workspaces, the places of the columns in them, its holders.
fn laid_out(
    index: &AccessIndex,
    shown: &[Found<'_>],
    columns: &[u32],
) -> (Vec<AccessWorkspace>, Vec<u32>, Vec<AccessHolder>) {
    let every = (0..).zip(&index.workspaces).map(|(place, _): (u32, _)| place);
    let places: Vec<u32> = every.filter(|place| columns.contains(place) || held(shown, *place)).collect();
    let workspaces = places.iter().filter_map(|place| index.workspace(*place).cloned()).collect();
    let new = (0..).zip(&places).filter(|(_, old)| columns.contains(old)).map(|(new, _)| new).collect();
    let holder = |found: &Found<'_>| AccessHolder { grants: moved(&found.grants, &places), ..found.holder.clone() };
    (workspaces, new, shown.iter().map(holder).collect())
}

/// One page of a list: the last one when a later one was asked for.
struct Paged {
    first: usize,
    end: usize,
    page: u32,
    pages: u32,
}

impl Paged {
    fn of(length: usize, asked: u32, size: u32) -> Self {
        let size = size.max(1);
        let pages = count(length).div_ceil(size).max(1);
        let page = asked.clamp(1, pages);
        let first = ((page - 1) as usize).saturating_mul(size as usize).min(length);
        Self { first, end: first.saturating_add(size as usize).min(length), page, pages }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn holds(text: &str, word: &str) -> bool {
    text.to_ascii_lowercase().contains(word)
}

fn mentions(index: &AccessIndex, holder: &AccessHolder, grants: &[(u32, GrafanaRole)], word: &str) -> bool {
    let own =
        [Some(holder.holder.id.as_str()), holder.name.as_deref(), holder.detail.as_ref().map(HolderDetail::as_str)];
    own.into_iter().flatten().any(|text| holds(text, word))
        || grants.iter().filter_map(|(place, _)| index.workspace(*place)).any(|workspace| {
            holds(&workspace.name, word) || holds(&workspace.key.id, word) || holds(&workspace.account_name, word)
        })
}

/// Whether the query is about a workspace at all.
fn leaves(query: &AccessQuery, workspace: &AccessWorkspace) -> bool {
    let AccessQuery { workspace: wanted, account, tag, .. } = query;
    let number: String = account.split_whitespace().collect();
    let place = &workspace.key.scope.account;
    let named = holds(&workspace.name, &wanted.to_ascii_lowercase()) || workspace.key.id.eq_ignore_ascii_case(wanted);
    (wanted.is_empty() || named)
        && (account.is_empty() || place.as_str() == number || workspace.account_name.eq_ignore_ascii_case(account))
        && (tag.is_empty() || workspace.tags.iter().any(|one| is_tag(one, tag)))
}

/// `team` asks whether the tag is there at all, `team=payments` for its value.
fn is_tag(tag: &str, wanted: &str) -> bool {
    tag.eq_ignore_ascii_case(wanted) || tag.split_once('=').is_some_and(|(key, _)| key.eq_ignore_ascii_case(wanted))
}

fn compare(query: &AccessQuery, a: &Found<'_>, b: &Found<'_>) -> Ordering {
    let order = match query.order {
        AccessOrder::Name => by_name(a.holder, b.holder),
        AccessOrder::Workspaces => a.grants.len().cmp(&b.grants.len()),
        AccessOrder::Role => strength(a).cmp(&strength(b)),
    };
    let order = if query.descending { order.reverse() } else { order };
    order.then_with(|| by_name(a.holder, b.holder)).then_with(|| a.holder.holder.cmp(&b.holder.holder))
}

/// Those with a name before those with an id alone.
fn by_name(a: &AccessHolder, b: &AccessHolder) -> Ordering {
    let text = |holder: &AccessHolder| holder.label().to_ascii_lowercase();
    a.name.is_none().cmp(&b.name.is_none()).then_with(|| text(a).cmp(&text(b)))
}

/// The highest role, and in how many workspaces.
fn strength(found: &Found<'_>) -> (Option<GrafanaRole>, usize) {
    let highest = found.grants.iter().map(|(_, role)| *role).max();
    (highest, found.grants.iter().filter(|(_, role)| Some(*role) == highest).count())
}
