//! The query and its address, and what it selects.

use super::*;
use crate::fleet::SignIn;
use crate::{Error, Kind, ResourceKey};

const PROD: &str = "441122338890";
const EDGE: &str = "552233449901";

fn workspace(name: &str, account: &str, place: u32) -> AccessWorkspace {
    let id = format!("g-{place:010x}");
    AccessWorkspace {
        key: ResourceKey::parse(Kind::Grafana, account, "eu-west-1", &id).unwrap(),
        name: name.to_owned(),
        account_name: if account == PROD { "prod" } else { "edge" }.to_owned(),
        tags: vec![format!("team={name}")],
        sign_in: Some(SignIn { sso: true, ..SignIn::default() }),
        read_at: Some(1_000 + i64::from(place)),
        error: None,
        skipped: 0,
    }
}

fn holder(kind: HolderKind, id: &str, name: Option<&str>, grants: &[(u32, GrafanaRole)]) -> AccessHolder {
    AccessHolder {
        holder: Holder::new(kind, id),
        name: name.map(str::to_owned),
        detail: name.map(|name| HolderDetail::Email(format!("{}@example.com", name.to_ascii_lowercase()))),
        known: Some(name.is_some()),
        grants: grants.to_vec(),
    }
}

/// Ada is Admin of payments and Viewer of edge-lab, Bob Editor of edge-lab, the group Viewer of both, and somebody
/// the directory does not know Viewer of payments. The third workspace uses SAML alone, the fourth was not read.
fn index() -> AccessIndex {
    use GrafanaRole::{Admin, Editor, Viewer};
    let saml = SignIn { saml: true, ..SignIn::default() };
    let unread = AccessWorkspace { read_at: None, error: Some(Error::internal()), ..workspace("unread", EDGE, 3) };
    AccessIndex {
        now: 9_000,
        revision: 1,
        workspaces: vec![
            workspace("payments", PROD, 0),
            workspace("edge-lab", EDGE, 1),
            AccessWorkspace { sign_in: Some(saml), read_at: None, ..workspace("assertions", PROD, 2) },
            unread,
        ],
        holders: vec![
            holder(HolderKind::User, "u-1", Some("Ada"), &[(0, Admin), (1, Viewer)]),
            holder(HolderKind::User, "u-2", Some("Bob"), &[(1, Editor)]),
            holder(HolderKind::Group, "g-1", Some("Operators"), &[(0, Viewer), (1, Viewer)]),
            holder(HolderKind::User, "u-0", None, &[(0, Viewer)]),
        ],
        accounts: Vec::new(),
        directory: DirectoryState { configured: true, read_at: Some(500), ..DirectoryState::default() },
        total: 4,
    }
}

fn query(pairs: &[(&str, &str)]) -> AccessQuery {
    AccessQuery::parse(pairs.iter().copied())
}

fn found(pairs: &[(&str, &str)]) -> AccessSelection {
    select(&index(), &query(pairs), HOLDERS, COLUMNS)
}

fn ids(selection: &AccessSelection) -> Vec<&str> {
    selection.holders.iter().map(|holder| holder.holder.id.as_str()).collect()
}

fn names<'a>(workspaces: impl IntoIterator<Item = &'a AccessWorkspace>) -> Vec<&'a str> {
    workspaces.into_iter().map(|workspace| workspace.name.as_str()).collect()
}

#[test]
fn every_query_survives_its_own_pairs_and_what_is_odd_is_named() {
    let all = [
        ("q", "ada x"),
        ("kind", "group"),
        ("role", "editor"),
        ("workspace", "pay"),
        ("account", "prod"),
        ("tag", "team=a"),
        ("orphans", "yes"),
        ("sort", "-workspaces"),
        ("page", "3"),
        ("across", "2"),
    ];
    let read = query(&all);
    let pairs = read.pairs();
    assert_eq!(pairs.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), all);
    assert_eq!(AccessQuery::parse(pairs.iter().map(|(name, value)| (*name, value.as_str()))), read);
    let odd =
        query(&[("role", "owner"), ("page", "0"), ("orphans", "no"), ("sort", "-x"), ("colour", "red"), ("q", " ")]);
    assert_eq!(odd.ignored, ["role=owner", "page=0", "orphans=no", "sort=-x", "colour=red"]);
    assert_eq!(odd.to_search(), "");
}

#[test]
fn a_filter_is_set_and_taken_away_by_the_same_link_which_begins_at_page_one() {
    let read = query(&[("account", "prod"), ("page", "2"), ("sort", "role")]);
    let set = read.toggled("role", "admin");
    assert_eq!(set.to_search(), "?role=admin&account=prod&sort=role");
    assert_eq!(set.toggled("role", "admin").to_search(), "?account=prod&sort=role");
    assert_eq!(set.toggled("role", "viewer").role, Some(GrafanaRole::Viewer));
    assert_eq!(read.toggled("orphans", "yes").without("account").to_search(), "?orphans=yes&sort=role");
}

#[test]
fn sorting_begins_with_the_most_and_is_turned_round_by_a_second_press() {
    let once = query(&[("page", "4")]).sorted(AccessOrder::Workspaces);
    assert_eq!((once.to_search().as_str(), once.page), ("?sort=-workspaces", 1));
    assert_eq!(once.sorted(AccessOrder::Workspaces).to_search(), "?sort=workspaces");
    assert_eq!(query(&[]).sorted(AccessOrder::Name).to_search(), "?sort=-name");
}

#[test]
fn holders_stand_by_name_and_those_without_one_last() {
    let all = found(&[]);
    assert_eq!(ids(&all), ["u-1", "u-2", "g-1", "u-0"]);
    assert_eq!(names(&all.workspaces), ["payments", "edge-lab"]);
    assert_eq!((all.columns, all.matches, all.total, all.pages), (vec![0, 1], 4, 4, 1));
}

#[test]
fn words_are_found_in_names_details_ids_and_in_workspaces_that_are_held() {
    assert_eq!(ids(&found(&[("q", "ADA")])), ["u-1"]);
    assert_eq!(ids(&found(&[("q", "bob@example")])), ["u-2"]);
    assert_eq!(ids(&found(&[("q", "u-0")])), ["u-0"]);
    assert_eq!(ids(&found(&[("q", "payments ada")])), ["u-1"]);
    assert_eq!(ids(&found(&[("q", "edge-lab")])), ["u-1", "u-2", "g-1"]);
    assert!(ids(&found(&[("q", "assertions")])).is_empty());
}

#[test]
fn a_role_an_account_a_workspace_and_a_tag_narrow_the_grants_themselves() {
    let admins = found(&[("role", "admin")]);
    assert_eq!(ids(&admins), ["u-1"]);
    assert_eq!((names(&admins.workspaces), admins.holders[0].grants.len()), (vec!["payments"], 1));
    assert_eq!(ids(&found(&[("account", "4411 2233 8890")])), ["u-1", "g-1", "u-0"]);
    assert_eq!(names(&found(&[("account", "EDGE")]).workspaces), ["edge-lab"]);
    assert_eq!(ids(&found(&[("workspace", "lab"), ("role", "viewer")])), ["u-1", "g-1"]);
    assert_eq!(ids(&found(&[("workspace", "g-0000000001"), ("kind", "group")])), ["g-1"]);
    assert_eq!(ids(&found(&[("tag", "team=edge-lab")])).len(), 3);
    assert_eq!(ids(&found(&[("tag", "team")])).len(), 4);
    assert!(ids(&found(&[("tag", "cost")])).is_empty());
}

#[test]
fn counts_are_of_what_the_other_filters_leave_and_are_not_moved_by_themselves() {
    let counts = found(&[]).counts;
    assert_eq!((counts.people, counts.groups, counts.admins, counts.orphans), (3, 1, 1, Some(1)));
    assert_eq!(found(&[("kind", "group"), ("role", "admin")]).counts, counts);
    let edge = found(&[("account", "edge")]).counts;
    assert_eq!((edge.people, edge.groups, edge.admins, edge.orphans), (2, 1, 0, Some(0)));
}

#[test]
fn only_a_directory_that_was_read_to_its_end_can_say_who_is_missing() {
    assert_eq!(ids(&found(&[("orphans", "yes")])), ["u-0"]);
    let mut index = index();
    index.directory.cut = true;
    assert_eq!(select(&index, &query(&[]), HOLDERS, COLUMNS).counts.orphans, None);
    index.directory = DirectoryState::default();
    assert_eq!(select(&index, &query(&[]), HOLDERS, COLUMNS).counts.orphans, None);
}

#[test]
fn saml_alone_and_what_could_not_be_read_stand_apart_and_follow_the_filters() {
    let all = found(&[]);
    assert_eq!((names(&all.saml_only), names(&all.uncertain)), (vec!["assertions"], vec!["unread"]));
    assert!(found(&[("account", "prod")]).uncertain.is_empty());
    assert!(found(&[("account", "edge")]).saml_only.is_empty());
}

#[test]
fn most_workspaces_and_the_highest_role_come_first_when_asked() {
    assert_eq!(ids(&found(&[("sort", "-workspaces")])), ["u-1", "g-1", "u-2", "u-0"]);
    assert_eq!(ids(&found(&[("sort", "-role")])), ["u-1", "u-2", "g-1", "u-0"]);
    assert_eq!(ids(&found(&[("sort", "-name")]))[0], "u-0");
}

#[test]
fn pages_and_portions_end_where_the_list_does_and_places_stay_true() {
    let first = select(&index(), &query(&[]), 3, 1);
    assert_eq!((first.page, first.pages, first.portions, first.columns_total), (1, 2, 2, 2));
    assert_eq!((first.holders.len(), names(&first.workspaces)), (3, vec!["payments", "edge-lab"]));
    assert_eq!(first.columns, [0], "the others are there for the holders alone");
    let last = select(&index(), &query(&[("page", "9"), ("across", "9")]), 3, 1);
    assert_eq!((last.page, last.across, ids(&last)), (2, 2, vec!["u-0"]));
    let places = last.columns.iter().map(|place| last.workspaces[*place as usize].name.as_str());
    assert_eq!(places.collect::<Vec<_>>(), ["edge-lab"]);
    let role = |name: &str| last.workspaces.iter().position(|w| w.name == name).map(|at| u32::try_from(at).unwrap());
    assert_eq!(last.holders[0].role_in(role("payments").unwrap()), Some(GrafanaRole::Viewer));
}

#[test]
fn a_holder_by_itself_keeps_its_workspaces_and_those_that_may_be_its_own() {
    let part = index().of_holders(&[Holder::new(HolderKind::User, "u-2")]);
    assert_eq!((names(&part.workspaces), part.total), (vec!["edge-lab", "unread"], 4));
    assert_eq!(part.holders[0].grants, [(0, GrafanaRole::Editor)]);
    let both = index().of_holders(&[Holder::new(HolderKind::Group, "g-1"), Holder::new(HolderKind::User, "u-2")]);
    assert_eq!((both.holders[0].holder.id.as_str(), names(&both.workspaces).len()), ("g-1", 3));
    let nobody = index().of_holders(&[Holder::new(HolderKind::Group, "u-2")]);
    assert!(nobody.holders.is_empty() && names(&nobody.workspaces) == ["unread"]);
}

#[test]
fn a_workspace_by_itself_keeps_its_holders() {
    let key = index().workspaces[1].key.clone();
    let part = index().of_workspace(&key);
    assert_eq!((names(&part.workspaces), part.holders.len()), (vec!["edge-lab"], 3));
    assert!(part.holders.iter().all(|holder| holder.grants.len() == 1 && holder.grants[0].0 == 0));
    let ids: Vec<&str> = part.holders.iter().map(|holder| holder.holder.id.as_str()).collect();
    assert_eq!(ids, ["u-2", "u-1", "g-1"], "the strongest first, then by name");
    let other = ResourceKey { id: "g-9999999999".to_owned(), ..key };
    assert!(index().of_workspace(&other).workspaces.is_empty());
}

#[test]
fn no_holders_no_workspaces_and_no_columns_are_no_trouble() {
    let empty = AccessIndex { workspaces: Vec::new(), holders: Vec::new(), ..index() };
    let selection = select(&empty, &query(&[("page", "2")]), 0, 0);
    assert_eq!((selection.page, selection.pages, selection.portions, selection.matches), (1, 1, 1, 0));
}

#[test]
fn a_file_holds_everybody_of_its_workspaces_and_says_which_ones_are_left_out() {
    let (kept, left_out) = index().as_file(&AccessQuery { role: Some(GrafanaRole::Admin), ..AccessQuery::default() });
    let counted: Vec<_> = kept.iter().map(|one| (one.name.as_str(), one.holders.len())).collect();
    assert_eq!(counted, [("payments", 3), ("edge-lab", 3)], "a role narrows nobody");
    let named: Vec<_> = left_out.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(named, ["assertions", "unread"]);
    assert!(left_out[0].reason.contains("Identity Center") && left_out[1].reason.contains("could not be read"));
}

#[test]
fn what_narrows_workspaces_is_told_apart_from_what_narrows_holders() {
    let all = [("q", "ada"), ("kind", "user"), ("role", "admin"), ("tag", "team"), ("account", "prod"), ("page", "3")];
    let query = AccessQuery::parse(all).of_workspaces();
    assert_eq!(query.pairs(), [("account", "prod".to_owned()), ("tag", "team".to_owned())]);
    assert_eq!(index().workspaces_of(&query).map(|(place, _)| place).collect::<Vec<_>>(), [0, 2]);
}
