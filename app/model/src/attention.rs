//! What of the fleet needs somebody, as one list over everything that was read: the gravest first. Says what is wrong,
//! where, and what to do about it. Never a secret.

use crate::Millis;
use serde::{Deserialize, Serialize};

/// What it is about; the page filters by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttentionKind {
    /// The resource is in a state of AWS's that has failed.
    Failed,
    /// Who can reach a Grafana workspace: everybody, or nobody.
    Network,
    /// A certificate that the identity provider signs with.
    Certificate,
    License,
    Token,
    Key,
    /// A workspace that can hardly take another token.
    Quota,
    /// A token whose successor stands ready.
    Rotation,
    /// The clock of the server itself.
    Clock,
}

impl AttentionKind {
    pub const ALL: [Self; 9] = [
        Self::Failed,
        Self::Network,
        Self::Certificate,
        Self::License,
        Self::Token,
        Self::Key,
        Self::Quota,
        Self::Rotation,
        Self::Clock,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Network => "network",
            Self::Certificate => "certificate",
            Self::License => "license",
            Self::Token => "token",
            Self::Key => "key",
            Self::Quota => "quota",
            Self::Rotation => "rotation",
            Self::Clock => "clock",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "Failed",
            Self::Network => "Network",
            Self::Certificate => "Certificates",
            Self::License => "Licenses",
            Self::Token => "Tokens",
            Self::Key => "API keys",
            Self::Quota => "Quota",
            Self::Rotation => "Rotations",
            Self::Clock => "Clock",
        }
    }

    /// The kind of this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// How grave it is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Broken, or over.
    Bad,
    /// Over soon, or a risk.
    Warn,
}

impl Severity {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Warn => "warn",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Bad => "Urgent",
            Self::Warn => "Soon",
        }
    }
}

/// One thing that needs somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttentionItem {
    /// The same as long as the same thing is wrong, over reads and restarts: the kind's slug, an ARN, and what is wrong.
    pub id: String,
    pub kind: AttentionKind,
    pub severity: Severity,
    /// What, and of which resource; without a full stop.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// The page of the product that shows it, with its search.
    pub path: String,
    /// The account's name and number, and the region.
    pub place: String,
    /// When it ends, or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
}

/// How telling the webhook goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookState {
    /// When it was last told something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Millis>,
    /// Why the newest try failed; names neither the address nor the secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Everything that needs somebody, and how far that can be said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    pub now: Millis,
    /// Sorted by [`sort`].
    pub items: Vec<AttentionItem>,
    /// Grafana workspaces of which something was not read yet.
    pub unread: u32,
    /// Lists of a scope that were not read yet, or could not be read the last time.
    pub unlisted: u32,
    /// `None` where no webhook is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookState>,
}

impl Attention {
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.severity == severity).count()
    }

    /// How many there are of a kind, and how grave the gravest is; `None` when there are none.
    pub fn of_kind(&self, kind: AttentionKind) -> Option<(usize, Severity)> {
        let all = || self.items.iter().filter(|item| item.kind == kind);
        all().map(|item| item.severity).min().map(|gravest| (all().count(), gravest))
    }
}

/// The gravest first, then what ends or ended soonest, then by title. What has no end comes after what has one.
pub fn sort(items: &mut [AttentionItem]) {
    items.sort_by_cached_key(|item| {
        // What is broken stands by what it is: a state that failed before tokens that ended long ago.
        let kind = (item.severity == Severity::Bad).then_some(item.kind);
        (item.severity, kind, item.until.unwrap_or(Millis::MAX), item.title.to_lowercase(), item.id.clone())
    });
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Attention, AttentionItem, AttentionKind, Severity, sort};

    fn item(title: &str, severity: Severity, until: Option<i64>) -> AttentionItem {
        AttentionItem {
            id: title.to_owned(),
            kind: AttentionKind::Token,
            severity,
            title: title.to_owned(),
            detail: String::new(),
            path: "/tokens".to_owned(),
            place: String::new(),
            until,
        }
    }

    #[test]
    fn the_gravest_comes_first_then_the_soonest_end_then_the_title() {
        let mut items = vec![
            item("soon", Severity::Warn, Some(1)),
            item("no end", Severity::Bad, None),
            item("b", Severity::Bad, Some(5)),
            item("A", Severity::Bad, Some(5)),
            item("first", Severity::Bad, Some(4)),
        ];
        sort(&mut items);
        let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["first", "A", "b", "no end", "soon"]);
    }

    #[test]
    fn of_what_is_broken_a_failed_state_comes_before_tokens_that_ended_long_ago() {
        let failed = AttentionItem { kind: AttentionKind::Failed, ..item("state", Severity::Bad, None) };
        let mut items = vec![item("tokens", Severity::Bad, Some(1)), failed];
        sort(&mut items);
        assert_eq!(items[0].title, "state");
    }

    #[test]
    fn every_kind_is_found_by_its_slug_and_written_as_it() {
        for kind in AttentionKind::ALL {
            assert_eq!(AttentionKind::parse(kind.slug()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
        }
        assert_eq!(AttentionKind::parse("Token"), None);
    }

    #[test]
    fn a_kind_is_as_grave_as_the_gravest_of_it() {
        let items = vec![item("a", Severity::Warn, None), item("b", Severity::Bad, None)];
        let feed = Attention { items, ..Attention::default() };
        assert_eq!(feed.of_kind(AttentionKind::Token), Some((2, Severity::Bad)));
        assert_eq!(feed.of_kind(AttentionKind::Quota), None);
        assert_eq!((feed.count(Severity::Bad), feed.count(Severity::Warn)), (1, 1));
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let feed = Attention { now: 7, items: vec![item("a", Severity::Bad, None)], ..Attention::default() };
        let text = serde_json::to_string(&feed).unwrap();
        assert!(!text.contains("webhook") && !text.contains("until"), "{text}");
        assert_eq!(serde_json::from_str::<Attention>(&text).unwrap(), feed);
    }
}
