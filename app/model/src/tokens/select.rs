//! From all rows to the ones of a page: narrowed, grouped, the most urgent first.

use super::{Concern, Grouping, TokenCounts, TokenGroup, TokenKind, TokenQuery, TokenRow};
use crate::{Millis, ResourceKey};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of one page.
pub const ROWS: usize = 100;

const DAY: Millis = 24 * 3_600_000;

/// A row with what decides its place.
struct Placed {
    concerns: Vec<Concern>,
    row: TokenRow,
}

/// What a query selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSelection {
    /// The groups of the page.
    pub groups: Vec<TokenGroup>,
    /// Rows that match, on all pages.
    pub matches: u32,
    /// Of all rows, whether they match or not.
    pub counts: TokenCounts,
    /// The workspaces of all pages with tokens that match and expired.
    pub expired_in: Vec<ResourceKey>,
}

pub fn select_tokens(rows: Vec<TokenRow>, query: &TokenQuery, now: Millis) -> TokenSelection {
    let placed: Vec<Placed> = rows.into_iter().map(|row| Placed { concerns: row.concerns(now), row }).collect();
    let counts = counts(&placed);
    let sizes = sizes(&placed, now);
    let words: Vec<String> = query.text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut shown: Vec<Placed> = placed.into_iter().filter(|placed| matches(placed, query, &words)).collect();
    let matches = number(shown.len());
    let expired_in = expired_in(&shown, now);
    let urgent = urgency(&shown, query.grouping, now);
    shown.sort_by_cached_key(|placed| {
        let row = &placed.row;
        let group = group_of(row, query.grouping, now);
        let account = if row.kind == TokenKind::Account { &row.name } else { &row.account_name };
        let first = match query.grouping {
            // A workspace reads as a list of accounts, each with its tokens below it.
            Grouping::Workspace => (row.kind == TokenKind::Key, account.to_lowercase(), row.kind),
            Grouping::Days => (false, String::new(), TokenKind::Account),
        };
        (urgent.get(&group).copied(), group, first, row.expires_at, row.name.to_lowercase())
    });
    let from = (query.page.max(1) as usize - 1).saturating_mul(ROWS);
    let page = shown.into_iter().skip(from).take(ROWS);
    TokenSelection { groups: grouped(page, query.grouping, &sizes, now), matches, counts, expired_in }
}

fn expired_in(shown: &[Placed], now: Millis) -> Vec<ResourceKey> {
    let expired = shown.iter().map(|placed| &placed.row);
    let expired = expired.filter(|row| row.kind == TokenKind::Token && row.is_expired(now));
    let all: BTreeSet<&ResourceKey> = expired.map(|row| &row.workspace).collect();
    all.into_iter().cloned().collect()
}

/// How many tokens a workspace has, and how many of them expired.
fn sizes(all: &[Placed], now: Millis) -> BTreeMap<String, (u32, u32)> {
    let mut sizes: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for Placed { row, .. } in all.iter().filter(|placed| placed.row.kind == TokenKind::Token) {
        let size = sizes.entry(row.workspace.path()).or_default();
        size.0 += 1;
        size.1 += u32::from(row.is_expired(now));
    }
    sizes
}

fn counts(all: &[Placed]) -> TokenCounts {
    let of = |concern| number(all.iter().filter(|placed| placed.concerns.contains(&concern)).count());
    TokenCounts {
        expired: of(Concern::Expired),
        ends_soon: of(Concern::EndsSoon),
        rotating: of(Concern::Rotating),
        unsure: of(Concern::Unsure),
        never_used: of(Concern::NeverUsed),
        admin: of(Concern::Admin),
        no_owner: of(Concern::NoOwner),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn matches(placed: &Placed, query: &TokenQuery, words: &[String]) -> bool {
    let row = &placed.row;
    let in_workspace = query.workspace.is_empty()
        || row.workspace.id == query.workspace
        || row.place.to_lowercase().contains(&query.workspace.to_lowercase());
    let has = |word: &String| {
        let texts = [&row.name, &row.account_name, &row.place, &row.note.purpose, &row.created_by];
        texts.into_iter().any(|text| text.to_lowercase().contains(word))
            || row.owner().to_lowercase().contains(word)
            || row.workspace.id == *word
    };
    query.kind.is_none_or(|kind| kind == row.kind)
        && query.role.is_none_or(|role| role.aws() == row.grafana_role)
        && (query.account.is_empty() || row.workspace.scope.account.as_str() == query.account)
        && query.concern.is_none_or(|concern| placed.concerns.contains(&concern))
        && in_workspace
        && words.iter().all(has)
}

/// What rows of one group have in common, in the order of groups of equal urgency.
fn group_of(row: &TokenRow, grouping: Grouping, now: Millis) -> (u8, String, String) {
    match grouping {
        Grouping::Workspace => (0, row.place.to_lowercase(), row.workspace.path()),
        Grouping::Days => (days(row, now).0, String::new(), String::new()),
    }
}

fn days(row: &TokenRow, now: Millis) -> (u8, &'static str) {
    match row.expires_at.map(|at| at - now) {
        Some(..=0) => (0, "Expired"),
        Some(left) if left < DAY => (1, "Less than a day left"),
        Some(left) if left < 7 * DAY => (2, "Less than 7 days left"),
        Some(left) if left < 14 * DAY => (3, "Less than 14 days left"),
        Some(_) => (4, "14 days or more left"),
        None if row.kind == TokenKind::Account => (5, "Without an end"),
        None => (6, "End not known"),
    }
}

type Group = (u8, String, String);

/// Of each group the most urgent concern in it; groups by days are in their own order.
fn urgency(shown: &[Placed], grouping: Grouping, now: Millis) -> BTreeMap<Group, Concern> {
    let mut urgent = BTreeMap::new();
    if grouping == Grouping::Days {
        return urgent;
    }
    for placed in shown {
        let concern = placed.concerns.first().copied().unwrap_or(Concern::NoOwner);
        let entry = urgent.entry(group_of(&placed.row, grouping, now)).or_insert(concern);
        *entry = (*entry).min(concern);
    }
    urgent
}

fn grouped(
    page: impl Iterator<Item = Placed>,
    grouping: Grouping,
    sizes: &BTreeMap<String, (u32, u32)>,
    now: Millis,
) -> Vec<TokenGroup> {
    let mut groups: Vec<TokenGroup> = Vec::new();
    let mut last = None;
    for Placed { row, .. } in page {
        let group = group_of(&row, grouping, now);
        if last.as_ref() != Some(&group) {
            groups.push(heading(&row, grouping, sizes, now));
            last = Some(group);
        }
        if let Some(open) = groups.last_mut() {
            open.rows.push(row);
        }
    }
    groups
}

fn heading(row: &TokenRow, grouping: Grouping, sizes: &BTreeMap<String, (u32, u32)>, now: Millis) -> TokenGroup {
    let by_workspace = grouping == Grouping::Workspace;
    let (tokens, expired) =
        by_workspace.then(|| sizes.get(&row.workspace.path()).copied()).flatten().unwrap_or_default();
    TokenGroup {
        title: if by_workspace { row.place.clone() } else { days(row, now).1.to_owned() },
        workspace: by_workspace.then(|| row.workspace.clone()),
        place: if by_workspace { row.workspace.scope.to_string() } else { String::new() },
        tokens,
        expired,
        rows: Vec::new(),
    }
}
