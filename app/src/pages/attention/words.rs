//! What the page says in words, and the addresses it leads to. Pure.

use crate::paths;
use crate::route::search_pairs;
use model::attention::{Attention, AttentionKind, Severity};
use model::fleet::search_of;
use ui::Tone;

pub const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Bad => Tone::Bad,
        Severity::Warn => Tone::Warn,
    }
}

/// The kind an address asks for; `None` for all of them, and for what is no kind.
pub fn chosen(search: &str) -> Option<AttentionKind> {
    search_pairs(search).iter().find(|(name, _)| name == "kind").and_then(|(_, slug)| AttentionKind::parse(slug))
}

/// The page with one kind alone, or whole again where it is that one already.
pub fn toggled(chosen: Option<AttentionKind>, kind: AttentionKind) -> String {
    let pairs = if chosen == Some(kind) { Vec::new() } else { vec![("kind", kind.slug().to_owned())] };
    [paths::ATTENTION, &search_of(pairs)].concat()
}

/// "3 urgent · 12 soon"
pub fn line(feed: &Attention) -> String {
    let part = |severity: Severity| match feed.count(severity) {
        0 => None,
        count => Some([&count.to_string(), " ", &severity.word().to_lowercase()].concat()),
    };
    let parts: Vec<String> = [Severity::Bad, Severity::Warn].into_iter().filter_map(part).collect();
    if parts.is_empty() { "What needs somebody in the fleet.".to_owned() } else { parts.join(" · ") }
}

/// What could not be looked at; `None` where everything was read.
pub fn unread(feed: &Attention) -> Option<String> {
    let counted =
        |count: u32, one: &str, many: &str| [count.to_string().as_str(), if count == 1 { one } else { many }].concat();
    let workspaces =
        counted(feed.unread, " workspace was not read whole so far", " workspaces were not read whole so far");
    let lists = counted(feed.unlisted, " list cannot be read just now", " lists cannot be read just now");
    match (feed.unread, feed.unlisted) {
        (0, 0) => None,
        (_, 0) => Some([&workspaces, ". There may be more."].concat()),
        (0, _) => Some([&lists, ". There may be more."].concat()),
        _ => Some([&workspaces, ", and ", &lists, ". There may be more."].concat()),
    }
}
