//! The page as the server renders it, in its states.

use super::board::board;
use super::words::{chosen, line, toggled, unread};
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::attention::{Attention, AttentionItem, AttentionKind, Severity, WebhookState};

const NOW: i64 = 1_763_682_432_000;

fn item(title: &str, kind: AttentionKind, severity: Severity) -> AttentionItem {
    AttentionItem {
        id: title.to_owned(),
        kind,
        severity,
        title: title.to_owned(),
        detail: "Look at it.".to_owned(),
        path: "/grafana/441122338890/eu-west-1/g-0a1b2c3d4e".to_owned(),
        place: "prod 441122338890 eu-west-1".to_owned(),
        until: Some(NOW + 6 * 24 * 3_600_000),
    }
}

fn feed() -> Attention {
    let items = vec![
        item("payments <b>failed</b>", AttentionKind::Failed, Severity::Bad),
        item("edge is open", AttentionKind::Network, Severity::Warn),
    ];
    Attention { now: NOW, items, ..Attention::default() }
}

/// What a person reads at an address.
fn read(feed: Attention, search: &str) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_meta_context();
        Here::begin(&["/attention", search].concat(), crate::pages::show::load);
        board(feed).to_html().replace("<!>", "")
    })
}

#[test]
fn a_row_says_what_where_and_when_and_leads_to_it() {
    let html = read(feed(), "");
    let expected = [
        "payments &lt;b&gt;failed",
        "href=\"/grafana/441122338890/eu-west-1/g-0a1b2c3d4e\"",
        "Look at it.",
        "prod 441122338890 eu-west-1",
        "in 6\u{a0}d",
        "Urgent",
        "1 urgent · 1 soon",
    ];
    for words in expected {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[test]
fn the_address_narrows_it_to_one_kind_which_leads_back_to_all() {
    let html = read(feed(), "?kind=network");
    assert!(html.contains("edge is open") && !html.contains("payments"), "{html}");
    assert!(html.contains("href=\"/attention?kind=failed\"") && html.contains("href=\"/attention\""), "{html}");
}

#[test]
fn a_kind_without_items_says_so_and_leads_back() {
    let html = read(feed(), "?kind=key");
    assert!(html.contains("Nothing of this kind needs you.") && html.contains("Show everything"), "{html}");
}

#[test]
fn nothing_needs_anybody_only_where_everything_was_read() {
    let empty = Attention { now: NOW, ..Attention::default() };
    assert!(read(empty.clone(), "").contains("Nothing needs you."));
    let html = read(Attention { unread: 1, ..empty }, "");
    assert!(html.contains("Nothing of what was read needs you."), "{html}");
    assert!(html.contains("1 workspace was not read whole so far. There may be more."), "{html}");
}

#[test]
fn a_webhook_that_cannot_be_told_is_shown_with_the_reason() {
    let webhook = Some(WebhookState { told_at: None, error: Some("It answered with status 404.".to_owned()) });
    let html = read(Attention { webhook, ..feed() }, "");
    assert!(html.contains("status 404") && html.contains("not told anything yet"), "{html}");
    assert!(!read(feed(), "").contains("webhook"), "nothing is said where there is none");
}

#[test]
fn an_address_names_a_kind_or_all() {
    assert_eq!((chosen("?kind=token"), chosen("kind=nothing")), (Some(AttentionKind::Token), None));
    assert_eq!(toggled(None, AttentionKind::Token), "/attention?kind=token");
    assert_eq!(toggled(Some(AttentionKind::Token), AttentionKind::Token), "/attention");
}

#[test]
fn counts_are_words() {
    assert_eq!(line(&Attention::default()), "What needs somebody in the fleet.");
    let both = Attention { unread: 2, unlisted: 1, ..Attention::default() };
    let expected = "2 workspaces were not read whole so far, and 1 list cannot be read just now. There may be more.";
    assert_eq!(unread(&both).as_deref(), Some(expected));
}
