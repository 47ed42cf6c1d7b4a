//! The one pure function that filters, counts, sorts and pages rows, on the server and in the browser.

use super::{Column, Filter, Index, Property, Query, Row};
use crate::{Millis, Tally};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// How many rows fall into each tally, of those the text and the property filters leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TallyCounts {
    counts: [u32; 5],
}

impl TallyCounts {
    pub fn of(&self, tally: Tally) -> u32 {
        self.counts[tally as usize]
    }
}

/// What a query selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// The rows of the page asked for.
    pub rows: Vec<Row>,
    /// Rows that match, over all pages.
    pub matches: u32,
    /// Rows there are at all.
    pub total: u32,
    pub tallies: TallyCounts,
    /// The page shown: the last one when a later one was asked for.
    pub page: u32,
    pub pages: u32,
    /// Something shown is about to change by itself.
    pub changing: bool,
}

/// Selects by `query`, without regard to the case of the letters A to Z, with `size` rows a page, as things stand at `index.now`.
pub fn select(index: &Index, query: &Query, size: u32) -> Selection {
    let now = index.now;
    let words: Vec<String> = query.text.split_whitespace().map(str::to_ascii_lowercase).collect();
    let mut tallies = TallyCounts::default();
    let mut found: Vec<&Row> = Vec::new();
    for row in &index.rows {
        if !words.iter().all(|word| mentions(index, row, word)) || !query.filters.iter().all(|f| passes(index, row, f))
        {
            continue;
        }
        let tally = row.tally(now);
        tallies.counts[tally as usize] += 1;
        if query.tally.is_none_or(|wanted| wanted == tally) {
            found.push(row);
        }
    }
    found.sort_by(|a, b| {
        let order = compare(index, query.sort, a, b, now);
        let order = if query.descending { order.reverse() } else { order };
        order.then_with(|| a.key.cmp(&b.key))
    });
    let size = size.max(1);
    let matches = count(found.len());
    let pages = matches.div_ceil(size).max(1);
    let page = query.page.clamp(1, pages);
    let first = (page - 1) as usize * size as usize;
    let rows: Vec<Row> = found.into_iter().skip(first).take(size as usize).cloned().collect();
    let changing = index.rows.iter().any(|row| row.status.is_changing(row.key.kind));
    Selection { rows, matches, total: count(index.rows.len()), tallies, page, pages, changing }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn mentions(index: &Index, row: &Row, word: &str) -> bool {
    let holds = |text: &str| text.to_ascii_lowercase().contains(word);
    let account = row.key.scope.account.as_str();
    holds(&row.name)
        || holds(&row.key.id)
        || holds(account)
        || holds(index.account_name(&row.key.scope.account))
        || holds(row.key.scope.region.as_str())
        || holds(&row.status.word())
        || row.version.as_deref().is_some_and(holds)
        || row.tags.iter().any(|tag| holds(tag))
}

fn passes(index: &Index, row: &Row, filter: &Filter) -> bool {
    let is = |text: &str| text.eq_ignore_ascii_case(&filter.value);
    let matched = match filter.property {
        Property::Account => {
            let account = &row.key.scope.account;
            let digits: String = filter.value.split_whitespace().collect();
            account.as_str() == digits || is(index.account_name(account))
        }
        Property::Region => is(row.key.scope.region.as_str()),
        Property::Status => is(row.status.raw()) || is(&row.status.word()),
        Property::Version => row.version.as_deref().is_some_and(is),
        Property::SignIn => row.sign_in.as_ref().is_some_and(|s| {
            is(s.word())
                || (s.saml && is("saml"))
                || (s.sso && is("sso"))
                || (s.is_unconfigured() && is("not configured"))
        }),
        Property::Licence => row.licence.as_ref().map_or(is("none"), |l| is(&l.kind)),
        // `team` asks whether the tag is there at all, `team=payments` for its value.
        Property::Tag => row.tags.iter().any(|tag| is(tag) || tag.split_once('=').is_some_and(|(key, _)| is(key))),
    };
    matched != filter.negated
}

fn compare(index: &Index, column: Column, a: &Row, b: &Row, now: Millis) -> Ordering {
    let text = |a: &str, b: &str| a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase());
    match column {
        Column::Name => text(a.label(), b.label()),
        Column::Status => (a.tally(now), a.status.raw()).cmp(&(b.tally(now), b.status.raw())),
        Column::Id => a.key.id.cmp(&b.key.id),
        Column::Account => {
            let name = |row: &Row| index.account_name(&row.key.scope.account).to_ascii_lowercase();
            name(a).cmp(&name(b)).then_with(|| a.key.scope.account.cmp(&b.key.scope.account))
        }
        Column::Region => a.key.scope.region.cmp(&b.key.scope.region),
        Column::Version => versions(a).cmp(&versions(b)),
        Column::SignIn => sign_in(a).cmp(&sign_in(b)),
        Column::Licence => licence(a).cmp(&licence(b)),
        Column::Created => a.created_at.cmp(&b.created_at),
        Column::Read => a.read_at.cmp(&b.read_at),
    }
}

/// 10.4 comes after 9.4.
fn versions(row: &Row) -> Vec<u32> {
    row.version.as_deref().unwrap_or_default().split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

fn sign_in(row: &Row) -> Option<(bool, &'static str)> {
    row.sign_in.as_ref().map(|s| (s.is_unconfigured(), s.word()))
}

/// Those ending first come first, those without an end later, those without a licence last.
fn licence(row: &Row) -> (bool, bool, Option<Millis>) {
    let expires = row.licence.as_ref().and_then(|l| l.expires_at);
    (row.licence.is_none(), expires.is_none(), expires)
}
