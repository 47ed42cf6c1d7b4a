//! The record as the server renders it: the list in each of its states, and one event whole.

use super::api::Listed;
use super::entry::whole;
use super::list::board;
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::audit::{AuditChoices, AuditEntry, AuditEvent, AuditPage};
use model::{DiffLine, Sign};

const AT: i64 = 1_763_682_432_000;
const PLAN: &str = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

fn event(sequence: i64, kind: &str, outcome: &str) -> AuditEvent {
    AuditEvent {
        sequence,
        at: AT,
        event: kind.to_owned(),
        actor: "alice".to_owned(),
        plan: Some(PLAN.to_owned()),
        operation: "grafana:UpdateWorkspace".to_owned(),
        target: "441122338890 eu-west-1".to_owned(),
        outcome: outcome.to_owned(),
        message: "AWS said: <img src=x onerror=alert(1)>".to_owned(),
        request_id: Some("r-77".to_owned()),
    }
}

fn page(events: Vec<AuditEvent>) -> AuditPage {
    let choices = AuditChoices {
        events: vec!["outcome".to_owned(), "plan".to_owned()],
        operations: vec!["grafana:UpdateWorkspace".to_owned()],
        outcomes: vec!["applied".to_owned(), "failed".to_owned()],
    };
    AuditPage { newest: 9, events, choices, ..AuditPage::default() }
}

/// What a person reads of the list at an address.
fn list(page: AuditPage, search: &str) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_meta_context();
        Here::begin(&["/audit", search].concat(), crate::pages::show::load);
        board(Listed { page, ignored: Vec::new() }).to_html().replace("<!>", "")
    })
}

fn entry(event: AuditEvent) -> AuditEntry {
    let (before, after) = (Some("one".to_owned()), Some("two".to_owned()));
    AuditEntry {
        event,
        diff: vec![DiffLine { sign: Sign::Change, field: "description".to_owned(), before, after }],
        detail: vec![("saml.certificate".to_owned(), "AA:BB".to_owned())],
        prev_hash: "a".repeat(64),
        hash: "b".repeat(64),
        newest: 9,
    }
}

fn read(entry: AuditEntry) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_meta_context();
        whole(entry).to_html().replace("<!>", "")
    })
}

#[test]
fn a_row_says_when_who_what_where_and_how_it_ended_and_leads_to_event_and_plan() {
    let html = list(page(vec![event(7, "outcome", "failed")]), "");
    let words = ["20\u{a0}Nov\u{a0}2025, 23:47:12 UTC", "alice", "Outcome", "Failed", "441122338890 eu-west-1"];
    let links = ["href=\"/audit/7\"".to_owned(), format!("href=\"/changes/{PLAN}\"")];
    for expected in words.map(str::to_owned).into_iter().chain(links) {
        assert!(html.contains(&expected), "{expected} in {html}");
    }
}

#[test]
fn the_form_works_as_a_get_form_and_holds_what_the_address_says() {
    let html = list(page(Vec::new()), "?q=okta&actor=alice&outcome=refused&from=2025-11-20");
    assert!(html.contains("method=\"get\"") && html.contains("action=\"/audit\""), "{html}");
    for expected in ["value=\"okta\"", "value=\"alice\"", "value=\"2025-11-20\"", "<details open"] {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    assert!(html.contains("<option value=\"refused\" selected"), "what the record does not hold stays chosen: {html}");
}

#[test]
fn exports_have_the_filters_of_the_address_and_not_its_place_in_the_list() {
    let html = list(page(Vec::new()), "?before=7&outcome=failed&colour=red");
    for kind in ["csv", "jsonl"] {
        assert!(html.contains(&format!("href=\"/audit/export.{kind}?outcome=failed\"")), "{html}");
    }
}

#[test]
fn a_filter_can_be_taken_away_and_the_others_stay() {
    let html = list(page(Vec::new()), "?actor=alice&outcome=failed");
    assert!(html.contains("Remove filter actor = alice") && html.contains("href=\"/audit?outcome=failed\""), "{html}");
}

#[test]
fn an_empty_record_a_filter_without_a_match_and_the_end_say_so_each_in_its_own_words() {
    let none = AuditPage { newest: 0, ..page(Vec::new()) };
    assert!(list(none, "").contains("Nothing is on record yet."));
    let no_match = list(page(Vec::new()), "?actor=bob");
    assert!(no_match.contains("None of the events match.") && no_match.contains("Clear filters"), "{no_match}");
    assert!(list(page(Vec::new()), "?before=1").contains("No older events."));
}

#[test]
fn a_search_that_was_not_finished_says_how_far_it_went_and_goes_on() {
    let stopped = AuditPage { older: Some(500), searched_to: Some(500), ..page(Vec::new()) };
    let html = list(stopped, "?q=okta");
    assert!(html.contains("None of the events looked at match."), "{html}");
    assert!(html.contains("Events before number 500 were not looked at yet."), "{html}");
    assert!(html.contains("href=\"/audit?q=okta&amp;before=500\"") && html.contains("Search older events"), "{html}");
}

#[test]
fn older_and_newest_events_are_links() {
    let more = AuditPage { older: Some(6), ..page(vec![event(6, "plan", "")]) };
    let html = list(more, "?before=8&event=plan");
    assert!(html.contains("href=\"/audit?event=plan&amp;before=6\""), "{html}");
    assert!(html.contains("href=\"/audit?event=plan\"") && html.contains("Newest events"), "{html}");
}

#[test]
fn what_the_address_says_in_vain_is_named_and_stays_text() {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_meta_context();
        Here::begin("/audit", crate::pages::show::load);
        board(Listed { page: page(Vec::new()), ignored: vec!["x=<script>".to_owned()] }).to_html()
    });
    assert!(html.contains("was not understood and ignored") && html.contains("x=&lt;script&gt;"), "{html}");
}

#[test]
fn an_event_is_told_whole_with_what_changed_and_its_place_in_the_chain() {
    let html = read(entry(event(7, "outcome", "applied")));
    let (hash, prev_hash) = ("b".repeat(64), "a".repeat(64));
    let all = ["Audit event 7", "Applied", "alice", "description", "one", "two", "saml.certificate", "AA:BB", "r-77"];
    for expected in all.into_iter().chain([hash.as_str(), prev_hash.as_str(), "Copy AWS request ID"]) {
        assert!(html.contains(expected), "{expected} in {html}");
    }
    for href in [format!("/changes/{PLAN}"), format!("/audit?plan={PLAN}"), "/audit/6".into(), "/audit/8".into()] {
        assert!(html.contains(&format!("href=\"{href}\"")), "{href} in {html}");
    }
}

#[test]
fn markup_in_an_event_stays_text() {
    let html = read(entry(event(7, "outcome", "failed")));
    assert!(html.contains("&lt;img") && !html.contains("<img"), "{html}");
}

#[test]
fn the_first_and_the_newest_event_lead_nowhere_beyond_themselves() {
    let first = read(AuditEntry { newest: 1, ..entry(event(1, "plan", "")) });
    assert!(!first.contains("Event before<") && !first.contains("Event after"), "{first}");
}

#[test]
fn an_event_without_plan_request_or_outcome_shows_no_empty_facts() {
    let bare = AuditEvent { plan: None, request_id: None, message: String::new(), ..event(3, "denied", "") };
    let html = read(AuditEntry { diff: Vec::new(), detail: Vec::new(), ..entry(bare) });
    for absent in ["AWS request ID", "Message", "Plan", "What changes", "Detail", "<dt>Outcome"] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
    assert!(html.contains("Denied"), "{html}");
}
