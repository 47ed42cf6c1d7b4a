//! What the lists say in words, as pure functions: states, counts, licences.

use super::api::ListPage;
use model::fleet::{Column, Index, Licence, Row};
use model::{Kind, Millis, Tally};
use ui::{Tone, ago, counted, date, span};

/// The columns of a list, in their order; the first names the row.
pub const fn columns(kind: Kind) -> &'static [Column] {
    use Column as C;
    match kind {
        Kind::Grafana => {
            &[C::Name, C::Status, C::Id, C::Account, C::Region, C::Version, C::SignIn, C::Licence, C::Read]
        }
        Kind::Prometheus => &[C::Name, C::Status, C::Id, C::Account, C::Region, C::Created, C::Read],
        Kind::CodeArtifact => &[C::Name, C::Status, C::Account, C::Region, C::Created, C::Read],
    }
}

pub const fn heading(kind: Kind, column: Column) -> &'static str {
    match column {
        Column::Name if matches!(kind, Kind::Prometheus) => "Alias",
        Column::Name => "Name",
        Column::Status => "Status",
        Column::Id => "Workspace ID",
        Column::Account => "Account",
        Column::Region => "Region",
        Column::Version => "Version",
        Column::SignIn => "Sign-in",
        Column::Licence => "License",
        Column::Created => "Created",
        Column::Read => "Last read",
    }
}

/// Quantities and ages stand on the right.
pub const fn is_right(column: Column) -> bool {
    matches!(column, Column::Version | Column::Created | Column::Read)
}

pub const fn tone(tally: Tally) -> Tone {
    match tally {
        Tally::Active => Tone::Ok,
        Tally::Changing => Tone::Busy,
        Tally::Attention => Tone::Warn,
        Tally::Failed => Tone::Bad,
        Tally::Unknown => Tone::Idle,
    }
}

/// The state of a row: AWS's word, or the fact about an active workspace that needs somebody.
pub fn status(row: &Row, now: Millis) -> (Tone, String) {
    let tally = row.tally(now);
    let word = match tally {
        Tally::Attention => attention(row, now).unwrap_or_else(|| row.status.word()),
        _ if row.stale => ["Not readable, was ", &row.status.word().to_ascii_lowercase()].concat(),
        _ => row.status.word(),
    };
    (tone(tally), word)
}

/// `None` when it is the state itself that needs attention.
fn attention(row: &Row, now: Millis) -> Option<String> {
    if row.status.tally(row.key.kind) == Tally::Attention {
        return None;
    }
    let ending = row.licence.as_ref().filter(|licence| licence.is_ending(now)).and_then(|licence| licence.expires_at);
    Some(match ending {
        Some(at) if at <= now => "License ended".to_owned(),
        Some(at) => ["License ends in ", &span(at - now)].concat(),
        None if row.admits_nobody() && !row.sign_in.as_ref().is_some_and(|sign_in| sign_in.saml) => {
            "No way to sign in".to_owned()
        }
        None => "SAML not configured".to_owned(),
    })
}

/// "Enterprise, ends 20 Nov 2025"
pub fn licence(licence: &Licence, now: Millis) -> String {
    let kind = match licence.kind.as_str() {
        "ENTERPRISE" => "Enterprise",
        "ENTERPRISE_FREE_TRIAL" => "Enterprise trial",
        other => other,
    };
    match licence.expires_at {
        Some(at) if at <= now => [kind, ", ended ", &date(at)].concat(),
        Some(at) => [kind, ", ends ", &date(at)].concat(),
        None => kind.to_owned(),
    }
}

/// "(5/128)" when narrowed, else "(128)"; a plus where a scope was never read and there may be more; nothing at all
/// while nothing was read.
pub fn count(page: &ListPage, narrowed: bool) -> String {
    let unread = page.frame.scopes.iter().filter(|scope| scope.read_at.is_none()).count();
    if unread == page.frame.scopes.len() {
        return String::new();
    }
    let (matches, total) = (page.selection.matches.to_string(), page.selection.total.to_string());
    let plus = if unread > 0 { "+" } else { "" };
    if narrowed { ["(", &matches, "/", &total, plus, ")"].concat() } else { ["(", &total, plus, ")"].concat() }
}

/// "4 accounts, 5 regions · read 14 s ago": as old as the oldest scope that can be read, or that could be while none
/// can be.
pub fn extent(frame: &Index, now: Millis) -> String {
    let accounts = distinct(frame.scopes.iter().map(|state| state.scope.account.as_str()));
    let regions = distinct(frame.scopes.iter().map(|state| state.scope.region.as_str()));
    let oldest = |failing: bool| {
        frame.scopes.iter().filter(|state| state.error.is_some() == failing).filter_map(|state| state.read_at).min()
    };
    let read = match (oldest(false), oldest(true)) {
        (Some(at), _) => ["read ", &ago(at, now)].concat(),
        (None, Some(at)) => ["last read ", &ago(at, now)].concat(),
        (None, None) => "not read yet".to_owned(),
    };
    [&counted(accounts, "account"), ", ", &counted(regions, "region"), " · ", &read].concat()
}

/// Without sorting: each type that is sorted costs the browser four kilobytes.
fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.len()
}

/// What stands where the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Rows,
    /// Nothing matches the filters.
    NoMatch,
    /// There is nothing, as far as scopes can be read.
    NoneYet,
    /// No scope was ever read, and none can be.
    Unreadable,
    /// No scope was read yet; the first answers are on their way.
    Reading,
}

pub fn shown(page: &ListPage) -> Shown {
    let scopes = &page.frame.scopes;
    match (page.selection.matches, page.selection.total) {
        (1.., _) => Shown::Rows,
        (0, 1..) => Shown::NoMatch,
        _ if scopes.iter().any(|state| state.read_at.is_some()) => Shown::NoneYet,
        _ if scopes.iter().all(|state| state.error.is_some()) => Shown::Unreadable,
        _ => Shown::Reading,
    }
}
