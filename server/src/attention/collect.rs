//! From what was read to what needs somebody, and to what cannot be judged just now. Pure: the time comes in.

use super::{programs, resources};
use crate::fleet::{Inbound, Seen, Signing};
use crate::tokens::Gathered;
use model::attention::{AttentionItem, AttentionKind, Severity, sort};
use model::fleet::{Row, ScopeState};
use model::{Kind, Millis, ResourceKey, Scope};
use std::collections::{HashMap, HashSet};

/// What needs somebody, and how far that can be said.
#[derive(Debug, Default)]
pub struct Collected {
    /// Sorted.
    pub items: Vec<AttentionItem>,
    /// Grafana workspaces of which something was not read yet.
    pub unread: u32,
    /// Lists that were not read yet, or could not be read the last time.
    pub unlisted: u32,
    /// Beginnings of ids that nothing can be said about: what is not among the items may be wrong all the same.
    unsure: Vec<String>,
}

impl Collected {
    /// Whether what has this id is known to be over. While its source cannot be read it is not.
    pub fn is_over(&self, id: &str) -> bool {
        !self.items.iter().any(|item| lasts(id, &item.id)) && !self.unsure.iter().any(|start| id.starts_with(start))
    }
}

/// What the makers of items share.
pub(super) struct Around<'a> {
    pub now: Millis,
    pub seen: &'a Seen,
}

impl Around<'_> {
    /// "payments 441122338890 eu-west-1"
    pub fn place(&self, scope: &Scope) -> String {
        let account = self.seen.accounts.iter().find(|account| account.id == scope.account);
        let name = account.map_or("", |account| account.name.as_str());
        [name, if name.is_empty() { "" } else { " " }, &scope.to_string()].concat()
    }

    /// An item on the resource's own page.
    pub fn item(&self, kind: AttentionKind, key: &ResourceKey, what: &str, title: String) -> AttentionItem {
        AttentionItem {
            id: id(kind, &key.arn(), what),
            kind,
            severity: Severity::Warn,
            title,
            detail: String::new(),
            path: key.path(),
            place: self.place(&key.scope),
            until: None,
        }
    }
}

/// `quota/arn:…/tokens`: the same as long as the same thing is wrong.
pub(super) fn id(kind: AttentionKind, arn: &str, what: &str) -> String {
    [kind.slug(), "/", arn, "/", what].concat()
}

/// A workspace that holds all the tokens it can, which is news where it was nearly full before.
pub(super) const FULL: &str = "tokens-full";

/// What happens within this time is told as one: tokens that were minted together end together.
const TOGETHER: Millis = 5 * 60 * 1_000;

/// `expired@1763682432000`: something that happens again and again, by when it happened last.
pub(super) fn dated(what: &str, last: Millis) -> String {
    [what, "@", &last.to_string()].concat()
}

fn date(id: &str) -> Option<(&str, Millis)> {
    let (what, last) = id.rsplit_once('@')?;
    Some((what, last.parse().ok()?))
}

/// Whether who was told `told` knows of `now`: it is the same, or happened before it and is what is left.
fn covers(told: &str, now: &str) -> bool {
    let earlier = date(told).zip(date(now)).is_some_and(|((was, at), (is, last))| was == is && last <= at + TOGETHER);
    told == now || earlier
}

pub(super) fn was_told(told: &HashSet<String>, id: &str) -> bool {
    told.iter().any(|told| covers(told, id))
}

/// Whether what was told as `told` is still wrong while there is an item with the id `now`. What is full is nearly full.
fn lasts(told: &str, now: &str) -> bool {
    covers(told, now) || now.strip_suffix(FULL).is_some_and(|start| told.strip_suffix("tokens") == Some(start))
}

/// Everything that needs somebody at `now`.
pub fn collect(seen: &Seen, gathered: Gathered, now: Millis) -> Collected {
    let around = Around { now, seen };
    let unread: HashSet<&ResourceKey> = gathered.unread.iter().map(|one| &one.workspace).collect();
    let known = Known::of(seen);
    let mut collected = Collected { unsure: known.unsure(seen, &unread), ..Collected::default() };
    collected.unlisted = number(seen.lists.iter().filter(|(_, list)| is_unread(list)));
    let waiting: HashSet<&ResourceKey> =
        gathered.unread.iter().filter(|one| one.error.is_none()).map(|one| &one.workspace).collect();
    collected.unread = number(seen.rows.iter().filter(|row| known.is_waiting(row, waiting.contains(&row.key))));
    let mut items = resources::items(&around, &known.networks, &known.certificates);
    items.extend(programs::items(&around, gathered.rows));
    sort(&mut items);
    collected.items = items;
    collected
}

/// What was read of workspaces beyond their rows.
struct Known<'a> {
    networks: HashMap<&'a ResourceKey, Inbound>,
    certificates: HashMap<&'a ResourceKey, Option<Signing>>,
}

impl<'a> Known<'a> {
    fn of(seen: &'a Seen) -> Self {
        Self {
            networks: seen.networks.iter().map(|(key, inbound)| (key, *inbound)).collect(),
            certificates: seen.certificates.iter().map(|(key, signing)| (key, *signing)).collect(),
        }
    }

    fn lacks_certificate(&self, row: &Row) -> bool {
        let saml = row.sign_in.as_ref().is_some_and(|sign_in| sign_in.saml_configured);
        saml && !self.certificates.contains_key(&row.key)
    }

    /// Something of a workspace was not read yet.
    fn is_waiting(&self, row: &Row, accounts_waiting: bool) -> bool {
        row.key.kind == Kind::Grafana && (accounts_waiting || !self.networks.contains_key(&row.key))
    }

    /// What nothing can be said about: lists, and parts of workspaces.
    fn unsure(&self, seen: &Seen, accounts: &HashSet<&ResourceKey>) -> Vec<String> {
        use AttentionKind as A;
        let mut unsure: Vec<String> = Vec::new();
        for (kind, list) in seen.lists.iter().filter(|(_, list)| is_unread(list)) {
            // The beginning of the ARN of everything in it.
            let all = ResourceKey { kind: *kind, scope: list.scope.clone(), id: String::new() }.arn();
            unsure.extend(A::ALL.into_iter().map(|about| [about.slug(), "/", &all].concat()));
        }
        for row in seen.rows.iter().filter(|row| row.key.kind == Kind::Grafana) {
            let described = self.networks.contains_key(&row.key);
            let about = [
                (A::Token, accounts.contains(&row.key)),
                (A::Rotation, accounts.contains(&row.key)),
                (A::Quota, accounts.contains(&row.key)),
                (A::License, !described),
                (A::Network, !described),
                (A::Certificate, self.lacks_certificate(row)),
            ];
            unsure.extend(about.into_iter().filter(|(_, open)| *open).map(|(about, _)| id(about, &row.key.arn(), "")));
        }
        unsure
    }
}

/// Never read, or not readable the last time.
fn is_unread(list: &ScopeState) -> bool {
    list.read_at.is_none() || list.error.is_some()
}

fn number<T>(all: impl Iterator<Item = T>) -> u32 {
    u32::try_from(all.count()).unwrap_or(u32::MAX)
}
