//! Which rows a page shows, in which order, and why.

use super::{Concern, Grouping, Note, TokenKind, TokenQuery, TokenRow, TokenSelection, select_tokens};
use crate::{Kind, Millis, ResourceKey, ServiceAccountId};

const NOW: Millis = 1_763_682_432_000;
const DAY: Millis = 24 * 3_600_000;

fn workspace(number: u8) -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", &format!("g-{number:010x}")).unwrap()
}

fn token(name: &str, place: u8, left: Millis) -> TokenRow {
    TokenRow {
        kind: TokenKind::Token,
        workspace: workspace(place),
        place: format!("place-{place}"),
        account: ServiceAccountId::parse("1").ok(),
        account_name: "ci".into(),
        id: name.into(),
        name: name.into(),
        grafana_role: "VIEWER".into(),
        disabled: Some(false),
        created_at: Some(NOW - DAY),
        expires_at: Some(NOW + left),
        last_used_at: Some(NOW),
        created_by: String::new(),
        unsure: false,
        note: Note { owner: "team".into(), purpose: String::new() },
        account_owner: String::new(),
        rotation: None,
    }
}

fn query(pairs: &[(&str, &str)]) -> TokenQuery {
    TokenQuery::parse(pairs.iter().copied())
}

fn names(rows: Vec<TokenRow>, query: &TokenQuery) -> Vec<String> {
    let groups = select_tokens(rows, query, NOW).groups;
    groups.into_iter().flat_map(|group| group.rows).map(|row| row.name).collect()
}

#[test]
fn a_token_needs_somebody_in_its_last_week_and_once_it_ended() {
    let concerns = |left| token("a", 1, left).concerns(NOW);
    assert_eq!(concerns(0), [Concern::Expired]);
    assert_eq!(concerns(1), [Concern::EndsSoon]);
    assert_eq!(concerns(7 * DAY - 1), [Concern::EndsSoon]);
    assert_eq!(concerns(7 * DAY), []);
}

#[test]
fn never_used_is_said_of_a_token_that_is_a_day_old() {
    let unused = |age| TokenRow { last_used_at: None, created_at: Some(NOW - age), ..token("a", 1, 9 * DAY) };
    assert_eq!(unused(DAY).concerns(NOW), [Concern::NeverUsed]);
    assert_eq!(unused(DAY - 1).concerns(NOW), []);
    let key = TokenRow { kind: TokenKind::Key, ..unused(DAY) };
    assert_eq!(key.concerns(NOW), [], "nobody knows when a key was used");
}

#[test]
fn the_owner_of_an_account_answers_for_its_tokens() {
    let mut row = TokenRow { note: Note::default(), ..token("a", 1, 9 * DAY) };
    assert_eq!(row.concerns(NOW), [Concern::NoOwner]);
    row.account_owner = "team".into();
    assert_eq!((row.concerns(NOW), row.owner()), (vec![], "team"));
}

#[test]
fn workspaces_with_what_is_most_urgent_come_first() {
    let rows = vec![token("calm", 1, 20 * DAY), token("soon", 3, DAY), token("gone", 2, -DAY)];
    assert_eq!(names(rows, &query(&[])), ["gone", "soon", "calm"]);
}

#[test]
fn by_days_left_all_workspaces_share_the_headings() {
    let rows =
        vec![token("late", 1, 20 * DAY), token("soon", 2, DAY), token("gone", 1, -DAY), token("next", 1, 2 * DAY)];
    let groups = select_tokens(rows, &query(&[("group", "days")]), NOW).groups;
    let titles: Vec<&str> = groups.iter().map(|group| group.title.as_str()).collect();
    assert_eq!(titles, ["Expired", "Less than 7 days left", "14 days or more left"]);
    assert_eq!(groups[1].rows.len(), 2);
}

#[test]
fn every_word_has_to_be_found_somewhere_in_a_row() {
    let rows = vec![token("deploy", 1, DAY), token("deploy", 2, DAY), token("nightly", 1, DAY)];
    assert_eq!(names(rows.clone(), &query(&[("q", "DEPLOY place-2")])).len(), 1);
    assert_eq!(names(rows.clone(), &query(&[("workspace", "place-1")])).len(), 2);
    assert_eq!(names(rows, &query(&[("q", "team")])).len(), 3);
}

#[test]
fn what_counts_against_the_quota_is_counted_over_all_pages() {
    let rows: Vec<TokenRow> = (0..95).map(|n| token(&format!("t{n}"), 1, if n < 60 { -DAY } else { DAY })).collect();
    let TokenSelection { groups, matches, counts, expired_in } =
        select_tokens(rows, &query(&[("concern", "ends-soon")]), NOW);
    assert_eq!((matches, counts.expired, expired_in), (35, 60, vec![]));
    assert_eq!((groups[0].tokens, groups[0].expired), (95, 60));
    assert!(groups[0].is_nearly_full());
}

#[test]
fn pages_hold_a_hundred_rows_and_none_twice() {
    let rows: Vec<TokenRow> = (0..130).map(|n| token(&format!("t{n:03}"), 1, DAY + n)).collect();
    let first = names(rows.clone(), &query(&[]));
    let second = names(rows, &query(&[("page", "2")]));
    assert_eq!((first.len(), second.len()), (100, 30));
    assert!(second.iter().all(|name| !first.contains(name)));
}

#[test]
fn every_workspace_with_expired_tokens_is_named_whatever_page_it_is_on() {
    let many = |place: u8| (0..80).map(move |n| token(&format!("t{n}"), place, -DAY));
    let selection = select_tokens(many(1).chain(many(2)).chain(many(3)).collect(), &query(&[]), NOW);
    assert_eq!((selection.groups.len(), selection.expired_in.len()), (2, 3));
}

#[test]
fn an_address_is_read_as_it_was_written() {
    let pairs =
        [("q", "a b"), ("kind", "key"), ("role", "admin"), ("concern", "no-owner"), ("group", "days"), ("page", "3")];
    let read = query(&pairs);
    assert_eq!((read.grouping, read.page, read.ignored.len()), (Grouping::Days, 3, 0));
    let written = read.pairs();
    assert_eq!(TokenQuery::parse(written.iter().map(|(name, value)| (*name, value.as_str()))), read);
    assert_eq!(query(&[("kind", "robot"), ("page", "0"), ("x", "y")]).ignored, ["kind=robot", "page=0", "x=y"]);
}
