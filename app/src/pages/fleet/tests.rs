//! The list as the server renders it, read as text.

use super::api::ListPage;
use super::{address, board};
use crate::route::Here;
use leptos::prelude::*;
use model::fleet::{AccountName, Index, Licence, Row, ScopeState, SignIn, select};
use model::{AccountId, Code, Error, Kind, Region, ResourceKey, Scope, Status};

const NOW: i64 = 1_763_682_432_000;
const DAY: i64 = 24 * 3_600_000;

fn scope(account: &str, region: &str) -> Scope {
    Scope { account: AccountId::parse(account).unwrap(), region: Region::parse(region).unwrap() }
}

fn row(name: &str, id: &str, status: &str) -> Row {
    Row {
        key: ResourceKey { kind: Kind::Grafana, scope: scope("441122338890", "eu-west-1"), id: id.to_owned() },
        name: name.to_owned(),
        status: Status::new(status),
        version: Some("10.4".to_owned()),
        sign_in: Some(SignIn { sso: true, saml: false, saml_configured: false }),
        licence: None,
        created_at: None,
        tags: Vec::new(),
        read_at: NOW - 14_000,
        stale: false,
    }
}

fn index(rows: Vec<Row>, scopes: Vec<ScopeState>) -> Index {
    let accounts = vec![AccountName { id: AccountId::parse("441122338890").unwrap(), name: "prod".to_owned() }];
    Index { kind: Kind::Grafana, revision: 7, now: NOW, rows, scopes, accounts }
}

fn good() -> ScopeState {
    ScopeState { scope: scope("441122338890", "eu-west-1"), read_at: Some(NOW - 14_000), error: None }
}

fn unread(error: Option<Error>) -> ScopeState {
    ScopeState { scope: scope("903211874410", "us-east-1"), read_at: None, error }
}

fn denied() -> Option<Error> {
    Some(Error::new(Code::Denied, "The role may not list workspaces."))
}

fn fleet() -> Index {
    let ending = Some(Licence { kind: "ENTERPRISE".to_owned(), expires_at: Some(NOW + 6 * DAY) });
    let unconfigured = Some(SignIn { sso: false, saml: true, saml_configured: false });
    index(
        vec![
            row("payments-prod", "g-0000000001", "ACTIVE"),
            Row { licence: ending, ..row("ml-platform", "g-0000000002", "ACTIVE") },
            Row { sign_in: unconfigured, ..row("checkout", "g-0000000003", "ACTIVE") },
            row("edge", "g-0000000004", "UPGRADE_FAILED"),
            Row { stale: true, ..row("legacy", "g-0000000005", "ACTIVE") },
        ],
        vec![good(), unread(denied())],
    )
}

/// The page for a URL, tags and all.
fn html(mut index: Index, search: &str) -> String {
    let owner = Owner::new();
    owner.with(|| {
        Here::begin(&["/grafana", search].concat(), crate::pages::show::load);
        let selection = select(&index, &address::parse(search), 25);
        index.rows.clear();
        let page = ListPage { frame: index, selection, preferred: 25, create_refused: None };
        board(Kind::Grafana, page).to_html()
    })
}

/// The page's text alone, with single spaces.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        inside = (inside || letter == '<') && letter != '>';
        text.push(if inside || letter == '>' { ' ' } else { letter });
    }
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_head_says_how_many_there_are_how_old_that_is_and_what_is_missing() {
    let page = text(&html(fleet(), ""));
    assert!(
        page.starts_with("Grafana workspaces (5+) 2 accounts, 2 regions · read 14 s ago · 1 scope not readable"),
        "{page}"
    );
}

#[test]
fn a_narrowed_list_counts_what_matches_of_all() {
    assert!(text(&html(index(fleet().rows, vec![good()]), "?q=ml")).starts_with("Grafana workspaces (1/5) "));
}

#[test]
fn rows_say_the_fact_that_needs_somebody() {
    let page = text(&html(fleet(), ""));
    for fact in ["License ends in 6 d", "SAML not configured", "Upgrade failed", "Not readable, was active"] {
        assert!(page.contains(fact), "{fact} is missing in {page}");
    }
}

#[test]
fn the_sign_in_that_is_not_set_up_is_called_out_beside_the_one_that_is() {
    let both = Some(SignIn { sso: true, saml: true, saml_configured: false });
    let page =
        text(&html(index(vec![Row { sign_in: both, ..row("both", "g-0000000006", "FAILED") }], vec![good()]), ""));
    assert!(page.contains("10.4 SSO, SAML not configured none"), "{page}");
}

#[test]
fn a_row_leads_to_its_own_page() {
    assert!(html(fleet(), "").contains(r#"href="/grafana/441122338890/eu-west-1/g-0000000001""#));
}

#[test]
fn a_form_sent_before_the_page_is_live_keeps_filters_and_order() {
    let page = html(fleet(), "?q=ml&region=!us-east-1&sort=-name&page=2");
    for hidden in [r#"name="region" value="!us-east-1""#, r#"name="sort" value="-name""#] {
        assert!(page.contains(hidden), "{hidden} is missing in {page}");
    }
    assert!(!page.contains(r#"name="page""#));
}

#[test]
fn the_column_that_sorts_says_so_and_its_link_turns_the_order_round() {
    let page = html(fleet(), "?sort=region");
    assert!(page.contains(r#"aria-sort="ascending""#));
    assert!(page.contains(r#"href="/grafana?sort=-region""#));
}

#[test]
fn a_filter_can_be_taken_away_and_the_others_stay() {
    let page = html(fleet(), "?account=prod&region=eu-west-1");
    assert!(page.contains("account = prod"));
    assert!(page.contains(r#"href="/grafana?region=eu-west-1""#), "{page}");
}

#[test]
fn what_the_address_says_in_vain_is_named() {
    let page = text(&html(fleet(), "?colour=red&size=7"));
    assert!(page.contains("2 parts of the address were not understood"), "{page}");
    assert!(page.contains("colour=red, size=7"));
}

#[test]
fn markup_in_the_address_stays_text() {
    assert!(!html(fleet(), "?q=%3Cscript%3E&x=%3Cimg%3E").contains("<script>"));
}

#[test]
fn a_scope_that_cannot_be_read_is_listed_with_its_reason() {
    let page = text(&html(fleet(), ""));
    assert!(page.contains("us-east-1 never read The role may not list workspaces."), "{page}");
}

#[test]
fn the_reason_why_a_scope_cannot_be_read_is_shown_whole() {
    let page = html(fleet(), "");
    assert!(page.contains(r#"<td class="prose">The role may not list workspaces."#), "{page}");
    assert!(page.contains("table-stacked"), "{page}");
}

#[test]
fn a_fleet_of_which_nothing_can_be_read_any_more_says_when_it_was_read_last() {
    let failing = ScopeState { error: denied(), ..good() };
    let page = text(&html(index(fleet().rows, vec![failing]), ""));
    assert!(page.contains("1 account, 1 region · last read 14 s ago · 1 scope not readable"), "{page}");
}

#[test]
fn nothing_yet_offers_to_create_the_first_one() {
    let page = text(&html(index(Vec::new(), vec![good()]), ""));
    assert!(page.contains("No Grafana workspaces yet.") && page.contains("Create workspace"), "{page}");
}

#[test]
fn no_match_offers_to_clear_the_filters() {
    assert!(text(&html(fleet(), "?q=nothing-like-it")).contains("None of the Grafana workspaces match."));
}

#[test]
fn an_unreadable_fleet_is_never_counted_as_empty() {
    let page = text(&html(index(Vec::new(), vec![unread(denied())]), ""));
    assert!(page.contains("None of the accounts and regions could be read."));
    assert!(page.contains("Active – not known") && !page.contains("(0)"), "{page}");
}

#[test]
fn a_fleet_that_is_being_read_for_the_first_time_says_so() {
    let page = text(&html(index(Vec::new(), vec![unread(None)]), ""));
    assert!(page.contains("Reading Grafana workspaces for the first time") && page.contains("not read yet"), "{page}");
}
