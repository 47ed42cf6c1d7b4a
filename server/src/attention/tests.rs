//! What needs somebody, what does not, and what cannot be said.

use super::collect::{Collected, collect, was_told};
use crate::fleet::{Inbound, Seen, Signing};
use crate::tokens::Gathered;
use model::attention::{AttentionItem, AttentionKind, Severity};
use model::fleet::{AccountName, Licence, Row, ScopeState, SignIn};
use model::tokens::{Note, Rotation, TokenKind, TokenRow, Unread};
use model::{AccountId, Error, Kind, PlanId, Region, ResourceKey, Scope, ServiceAccountId, Status};
use std::collections::HashSet;

const NOW: i64 = 1_763_682_432_000;
const DAY: i64 = 24 * 3_600_000;

fn scope() -> Scope {
    Scope { account: AccountId::parse("441122338890").unwrap(), region: Region::parse("eu-west-1").unwrap() }
}

fn key() -> ResourceKey {
    ResourceKey { kind: Kind::Grafana, scope: scope(), id: "g-0a1b2c3d4e".into() }
}

fn row(status: &str) -> Row {
    Row {
        key: key(),
        name: "payments".into(),
        status: Status::new(status),
        version: None,
        sign_in: None,
        licence: None,
        created_at: None,
        tags: Vec::new(),
        read_at: NOW,
        stale: false,
    }
}

fn token(name: &str, left: i64) -> TokenRow {
    TokenRow {
        kind: TokenKind::Token,
        workspace: key(),
        place: "payments".into(),
        account: ServiceAccountId::parse("1").ok(),
        account_name: "ci".into(),
        id: name.into(),
        name: name.into(),
        grafana_role: "VIEWER".into(),
        disabled: Some(false),
        created_at: Some(NOW - DAY),
        expires_at: Some(NOW + left),
        last_used_at: None,
        created_by: String::new(),
        unsure: false,
        note: Note::default(),
        account_owner: String::new(),
        rotation: None,
    }
}

/// One workspace, of which everything was read.
fn seen(row: Row) -> Seen {
    let list = ScopeState { scope: scope(), read_at: Some(NOW), error: None };
    Seen {
        networks: vec![(row.key.clone(), Inbound::Restricted)],
        rows: vec![row],
        lists: vec![(Kind::Grafana, list)],
        certificates: Vec::new(),
        accounts: vec![AccountName { id: scope().account, name: "prod".into() }],
    }
}

fn with(seen: &Seen, rows: Vec<TokenRow>) -> Collected {
    collect(seen, Gathered { rows, unread: Vec::new() }, NOW)
}

/// The one item there is.
fn only(collected: &Collected) -> &AttentionItem {
    assert_eq!(collected.items.len(), 1, "{:#?}", collected.items);
    &collected.items[0]
}

fn summary(item: &AttentionItem) -> (AttentionKind, Severity, &str) {
    (item.kind, item.severity, item.title.as_str())
}

#[test]
fn a_fleet_without_troubles_needs_nobody() {
    let collected = with(&seen(row("ACTIVE")), vec![token("main", 20 * DAY)]);
    assert!(collected.items.is_empty() && collected.unread == 0 && collected.unlisted == 0, "{collected:?}");
}

#[test]
fn a_failed_resource_is_told_with_what_its_state_means_and_without_its_network() {
    let seen = Seen { networks: vec![(key(), Inbound::Open)], ..seen(row("CREATION_FAILED")) };
    let collected = with(&seen, Vec::new());
    let item = only(&collected);
    let expected = (AttentionKind::Failed, Severity::Bad, "payments is in the state \"Creation failed\"");
    assert_eq!(summary(item), expected);
    assert!(item.detail.contains("Delete it") && item.place == "prod 441122338890 eu-west-1", "{item:?}");
    assert_eq!(item.id, "failed/arn:aws:grafana:eu-west-1:441122338890:/workspaces/g-0a1b2c3d4e/CREATION_FAILED");
    assert_eq!(item.path, "/grafana/441122338890/eu-west-1/g-0a1b2c3d4e");
}

#[test]
fn expired_tokens_of_a_workspace_are_one_item_and_those_that_end_soon_one_each() {
    let rows = vec![token("a", -2 * DAY), token("b", -DAY), token("c", 6 * DAY), token("d", DAY)];
    let collected = with(&seen(row("ACTIVE")), rows);
    let titles: Vec<&str> = collected.items.iter().map(|item| item.title.as_str()).collect();
    let ends = |name: &str| format!("Token {name} of ci in payments ends within 7 days");
    assert_eq!(titles, ["2 expired tokens in payments", &ends("d"), &ends("c")]);
    assert_eq!(collected.items[0].until, Some(NOW - 2 * DAY));
    assert!(collected.items[0].path.starts_with("/tokens?kind=token"), "{}", collected.items[0].path);
    assert!(collected.items[1].id.ends_with("/serviceaccounts/1/tokens/d/ends"), "{}", collected.items[1].id);
}

#[test]
fn more_of_the_same_is_no_other_item() {
    let ids = |count: usize| {
        let rows = (0..count).map(|n| token(&n.to_string(), -DAY)).collect();
        with(&seen(row("ACTIVE")), rows).items.into_iter().map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(1), ids(12));
}

#[test]
fn a_token_that_expired_since_is_news_and_those_that_are_left_when_it_is_gone_are_not() {
    let expired =
        |ago: &[i64]| with(&seen(row("ACTIVE")), ago.iter().map(|ago| token(&ago.to_string(), -ago)).collect());
    let (one, two, minute) = (expired(&[2 * DAY]), expired(&[2 * DAY, DAY]), expired(&[2 * DAY, 2 * DAY - 60_000]));
    let [first, second, together] = [&one, &two, &minute].map(|collected| only(collected).id.clone());
    assert!(!was_told(&HashSet::from([first.clone()]), &second) && two.is_over(&first));
    assert!(was_told(&HashSet::from([second.clone()]), &first) && !one.is_over(&second));
    assert!(was_told(&HashSet::from([first.clone()]), &together) && !minute.is_over(&first), "they ended together");
    assert!(expired(&[]).is_over(&second));
}

#[test]
fn a_workspace_that_gets_full_is_news_and_one_that_is_only_nearly_full_again_is_not() {
    let holding =
        |count: usize| with(&seen(row("ACTIVE")), (0..count).map(|n| token(&n.to_string(), 20 * DAY)).collect());
    let (nearly, full) = (holding(90), holding(100));
    let (warned, told) = (only(&nearly).id.clone(), only(&full).id.clone());
    assert_ne!(warned, told);
    assert!(nearly.is_over(&told) && !full.is_over(&warned) && holding(89).is_over(&warned));
}

#[test]
fn a_token_with_a_successor_is_to_be_revoked_and_not_rotated_again() {
    let plan = PlanId::parse("1b4e28ba-2fa1-41d2-883f-0016d3cca427").unwrap();
    let rotation = Some(Rotation { plan, successor: "main-2".into(), begun_at: NOW });
    let collected = with(&seen(row("ACTIVE")), vec![TokenRow { rotation, ..token("main", DAY) }]);
    assert_eq!(summary(only(&collected)).0, AttentionKind::Rotation);
}

#[test]
fn api_keys_are_told_like_tokens() {
    let key = |name: &str, left| TokenRow {
        kind: TokenKind::Key,
        account: None,
        account_name: String::new(),
        ..token(name, left)
    };
    let collected = with(&seen(row("ACTIVE")), vec![key("old", -DAY), key("new", DAY)]);
    let all: Vec<_> = collected.items.iter().map(summary).collect();
    let expected = [
        (AttentionKind::Key, Severity::Bad, "1 expired API key in payments"),
        (AttentionKind::Key, Severity::Warn, "API key new in payments ends within 7 days"),
    ];
    assert_eq!(all, expected);
}

#[test]
fn a_workspace_with_ninety_tokens_is_nearly_full_and_with_a_hundred_full() {
    let told = |count: usize| {
        let rows = (0..count).map(|n| token(&n.to_string(), 20 * DAY)).collect();
        with(&seen(row("ACTIVE")), rows).items.first().map(|item| (item.kind, item.severity))
    };
    let expected = [None, Some((AttentionKind::Quota, Severity::Warn)), Some((AttentionKind::Quota, Severity::Bad))];
    assert_eq!([told(89), told(90), told(100)], expected);
}

#[test]
fn a_license_warns_in_its_last_thirty_days_and_is_bad_once_it_ended() {
    let told = |left| {
        let licence = Some(Licence { kind: "ENTERPRISE".into(), expires_at: Some(NOW + left) });
        let collected = with(&seen(Row { licence, ..row("ACTIVE") }), Vec::new());
        collected.items.first().map(|item| (item.severity, item.title.clone()))
    };
    assert_eq!(told(30 * DAY), None);
    assert_eq!(told(DAY), Some((Severity::Warn, "The license of payments ends within 30 days".into())));
    assert_eq!(told(0), Some((Severity::Bad, "The license of payments has ended".into())));
}

#[test]
fn a_certificate_that_ended_beside_one_that_lasts_is_no_emergency() {
    let told = |first, last| {
        let signing = Some(Signing { first: NOW + first, last: NOW + last });
        let seen = Seen { certificates: vec![(key(), signing)], ..seen(row("ACTIVE")) };
        with(&seen, Vec::new()).items.first().map(|item| (item.severity, item.until))
    };
    assert_eq!(told(40 * DAY, 40 * DAY), None);
    assert_eq!(told(-DAY, 400 * DAY), Some((Severity::Warn, Some(NOW - DAY))));
    assert_eq!(told(-2 * DAY, 3 * DAY), Some((Severity::Warn, Some(NOW + 3 * DAY))));
    assert_eq!(told(-2 * DAY, -DAY), Some((Severity::Bad, Some(NOW - DAY))));
}

#[test]
fn an_open_network_is_a_risk_and_a_locked_one_is_broken() {
    let told = |inbound| {
        let seen = Seen { networks: vec![(key(), inbound)], ..seen(row("ACTIVE")) };
        with(&seen, Vec::new()).items.first().map(|item| (item.severity, item.id.ends_with("/open")))
    };
    assert_eq!(told(Inbound::Open), Some((Severity::Warn, true)));
    assert_eq!(told(Inbound::LockedOut), Some((Severity::Bad, false)));
}

/// Ids of one workspace that were told before.
fn told(kind: AttentionKind) -> String {
    super::collect::id(kind, &key().arn(), "anything")
}

#[test]
fn what_was_read_and_is_not_wrong_any_more_is_over() {
    let collected = with(&seen(row("ACTIVE")), Vec::new());
    assert!(AttentionKind::ALL.into_iter().all(|kind| collected.is_over(&told(kind))));
    let gone = with(&Seen { rows: Vec::new(), networks: Vec::new(), ..seen(row("ACTIVE")) }, Vec::new());
    assert!(gone.is_over(&told(AttentionKind::Token)), "a workspace that is gone needs nobody");
}

#[test]
fn nothing_is_over_before_its_list_was_read_nor_while_it_cannot_be() {
    let unread = ScopeState { scope: scope(), read_at: None, error: None };
    let broken = ScopeState { read_at: Some(NOW), error: Some(Error::internal()), ..unread.clone() };
    for list in [unread, broken] {
        let seen = Seen { lists: vec![(Kind::Grafana, list)], ..Seen::default() };
        let collected = with(&seen, Vec::new());
        assert!(AttentionKind::ALL.into_iter().all(|kind| !collected.is_over(&told(kind))));
        assert_eq!(collected.unlisted, 1);
    }
}

#[test]
fn what_was_not_read_of_a_workspace_is_not_over() {
    let sign_in = Some(SignIn { saml: true, saml_configured: true, sso: false });
    let seen = Seen { networks: Vec::new(), ..seen(Row { sign_in, ..row("ACTIVE") }) };
    let unread = Unread { workspace: key(), label: "payments".into(), error: None };
    let collected = collect(&seen, Gathered { rows: Vec::new(), unread: vec![unread] }, NOW);
    let open: Vec<AttentionKind> =
        AttentionKind::ALL.into_iter().filter(|kind| !collected.is_over(&told(*kind))).collect();
    use AttentionKind::{Certificate, License, Network, Quota, Rotation, Token};
    assert_eq!(open, [Network, Certificate, License, Token, Quota, Rotation]);
    assert_eq!(collected.unread, 1);
}
