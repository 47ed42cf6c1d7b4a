//! Who holds which role, as the server renders it, read as text.

use super::api::{Listed, Part};
use super::{address, holder, whole, workspace};
use crate::route::Here;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use model::access::{
    AccessHolder, AccessIndex, AccessWorkspace, DirectoryState, GrafanaRole, Holder, HolderDetail, HolderKind,
    PersonGroups,
};
use model::fleet::{AccountName, SignIn};
use model::{AccountId, Code, Error, Kind, ResourceKey};

const NOW: i64 = 1_763_682_432_000;
const ACCOUNT: &str = "441122338890";

fn key(place: u32) -> ResourceKey {
    ResourceKey::parse(Kind::Grafana, ACCOUNT, "eu-west-1", &format!("g-{place:010x}")).unwrap()
}

fn workspace_of(name: &str, place: u32) -> AccessWorkspace {
    AccessWorkspace {
        key: key(place),
        name: name.to_owned(),
        account_name: "prod".to_owned(),
        tags: Vec::new(),
        sign_in: Some(SignIn { sso: true, ..SignIn::default() }),
        read_at: Some(NOW - 14_000),
        error: None,
        skipped: 0,
    }
}

fn denied() -> Option<Error> {
    Some(Error::new(Code::Denied, "The role may not list permissions."))
}

fn who(kind: HolderKind, id: &str, name: Option<&str>, grants: &[(u32, GrafanaRole)]) -> AccessHolder {
    AccessHolder {
        holder: Holder::new(kind, id),
        name: name.map(str::to_owned),
        detail: name.filter(|_| kind == HolderKind::User).map(|_| HolderDetail::Email("ada@example.com".to_owned())),
        known: Some(name.is_some()),
        grants: grants.to_vec(),
    }
}

fn index() -> AccessIndex {
    use GrafanaRole::{Admin, Editor, Viewer};
    let saml = Some(SignIn { saml: true, ..SignIn::default() });
    AccessIndex {
        now: NOW,
        revision: 7,
        workspaces: vec![
            workspace_of("payments", 0),
            workspace_of("edge-lab", 1),
            AccessWorkspace { sign_in: saml, read_at: None, ..workspace_of("assertions", 2) },
            AccessWorkspace { read_at: None, error: denied(), ..workspace_of("legacy", 3) },
        ],
        holders: vec![
            who(HolderKind::User, "u-1", Some("Ada <b>"), &[(0, Admin), (1, Viewer)]),
            who(HolderKind::Group, "g-1", Some("operators"), &[(1, Editor)]),
            who(HolderKind::User, "u-9", None, &[(0, Viewer)]),
        ],
        accounts: vec![AccountName { id: AccountId::parse(ACCOUNT).unwrap(), name: "prod".to_owned() }],
        directory: DirectoryState { configured: true, read_at: Some(NOW - 120_000), ..DirectoryState::default() },
        total: 4,
    }
}

fn rendered(address: &str, view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_meta_context();
        Here::begin(address, crate::pages::show::load);
        view().to_html().replace("<!>", "").replace("<!--<() />-->", "")
    })
}

/// The page for a URL, tags and all.
fn html(index: AccessIndex, search: &str) -> String {
    let listed = Listed::of(index, &address::parse(search.trim_start_matches('?')));
    rendered(&["/access", search].concat(), || whole::board(listed))
}

fn of_holder(index: AccessIndex, this: AccessHolder, groups: Option<PersonGroups>) -> String {
    let own = groups.iter().flat_map(|groups| groups.own.clone());
    let wanted: Vec<Holder> = std::iter::once(this.holder.clone()).chain(own).collect();
    let (asked, index) = (this.holder.clone(), index.of_holders(&wanted));
    let this = AccessHolder { grants: Vec::new(), ..this };
    rendered("/access/user/u-1", || holder::board(asked, Part { index, this: Some(this), groups, mapping: None }))
}

/// Everything is known of the person's groups.
fn in_operators() -> PersonGroups {
    let own = vec![Holder::new(HolderKind::Group, "g-1")];
    PersonGroups { own, read_at: Some(NOW - 60_000), ..PersonGroups::default() }
}

fn of_workspace(index: AccessIndex, place: u32) -> String {
    let key = key(place);
    let part = Part { index: index.of_workspace(&key), this: None, groups: None, mapping: None };
    rendered("/x", || workspace::board(key, part))
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
fn the_head_says_how_many_how_old_and_what_is_missing() {
    let page = text(&html(index(), ""));
    let head = "Access (3) 4 workspaces, read 14 s ago · names read 2 min ago · 1 workspace not readable";
    assert!(page.starts_with(head), "{page}");
    assert!(page.contains("People 2 Groups 1 Admins 1 Not in the directory 1"), "{page}");
}

#[test]
fn a_row_names_the_holder_with_its_id_and_says_its_roles_as_words() {
    let page = html(index(), "");
    let row = text(&page);
    assert!(row.contains("Ada &lt;b&gt; ada@example.com Person · u-1 Admin 2 Admin Viewer"), "{row}");
    assert!(row.contains("operators Group · g-1 Editor 1 Editor"), "{row}");
    assert!(row.contains("u-9 Person · Not in the directory Viewer 1 Viewer"), "{row}");
    for href in ["/access/user/u-1", "/access/group/g-1", &crate::paths::workspace_access(&key(0))] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href} in {page}");
    }
    assert!(!page.contains("<b>"), "markup in a name stays text");
}

#[test]
fn counts_and_heads_are_links_that_filter_and_sort() {
    let page = html(index(), "?account=prod");
    for href in ["?kind=user&amp;account=prod", "?role=admin&amp;account=prod", "?account=prod&amp;orphans=yes"] {
        assert!(page.contains(&format!("href=\"/access{href}\"")), "{href} in {page}");
    }
    assert!(page.contains("href=\"/access?account=prod&amp;sort=-workspaces\""), "{page}");
    let sorted = html(index(), "?sort=-role");
    assert!(sorted.contains("aria-sort=\"descending\"") && sorted.contains("href=\"/access?sort=role\""), "{sorted}");
}

#[test]
fn the_form_works_as_a_get_form_and_loses_nothing() {
    let page = html(index(), "?q=ada&role=admin&tag=x&orphans=yes&sort=-name&page=2");
    assert!(page.contains("method=\"get\"") && page.contains("action=\"/access\"") && page.contains("<details open"));
    for expected in
        ["value=\"ada\"", "<option value=\"admin\" selected", "name=\"orphans\" value=\"yes\"", "value=\"-name\""]
    {
        assert!(page.contains(expected), "{expected} in {page}");
    }
    assert!(!page.contains("name=\"page\""));
}

#[test]
fn what_is_left_out_by_a_filter_is_said() {
    let admins = text(&html(index(), "?role=admin"));
    assert!(admins.contains("Access (1/3)") && admins.contains("Only the role Admin is shown"), "{admins}");
    assert!(text(&html(index(), "?workspace=lab")).contains("Only workspaces that match are shown"));
}

#[test]
fn exports_have_the_filters_of_the_address_and_not_its_place_or_order() {
    let page = html(index(), "?q=ada&page=2&sort=role&colour=red");
    for kind in ["csv", "json"] {
        assert!(page.contains(&format!("href=\"/access/export.{kind}?q=ada\"")), "{page}");
    }
    assert!(text(&page).contains("1 part of the address was not understood and ignored. colour=red"), "{page}");
}

#[test]
fn workspaces_with_saml_alone_and_unreadable_ones_stand_apart() {
    let page = html(index(), "");
    let words = text(&page);
    assert!(
        words.contains("their roles come from the assertion") && words.contains("assertions prod, eu-west-1"),
        "{words}"
    );
    assert!(page.contains(&format!("href=\"{}/sign-in\"", key(2).path())), "{page}");
    assert!(words.contains("legacy prod, eu-west-1 never read The role may not list permissions."), "{words}");
}

#[test]
fn a_workspace_that_was_read_before_keeps_its_column_and_is_marked() {
    let mut index = index();
    index.workspaces[1].error = denied();
    let words = text(&html(index, ""));
    assert!(words.contains("edge-lab not readable"), "{words}");
    assert!(words.contains("Viewer 1 Viewer not known ?"), "{words}");
}

#[test]
fn without_a_directory_nobody_is_missing_and_the_page_says_why_there_are_no_names() {
    let mut index = index();
    index.directory = DirectoryState::default();
    for holder in &mut index.holders {
        (holder.name, holder.detail, holder.known) = (None, None, None);
    }
    let words = text(&html(index, ""));
    assert!(
        words.contains("no directory is configured") && words.contains("Not in the directory – not known"),
        "{words}"
    );
}

#[test]
fn each_kind_of_nothing_has_its_own_words() {
    assert!(text(&html(index(), "?q=nobody")).contains("Nobody matches. All filters have to match"));
    let none = AccessIndex { holders: Vec::new(), workspaces: Vec::new(), total: 0, ..index() };
    assert!(text(&html(none.clone(), "")).contains("No Grafana workspaces."));
    let nobody = AccessIndex { workspaces: vec![workspace_of("a", 0)], total: 1, ..none.clone() };
    assert!(text(&html(nobody, "")).contains("Nobody holds a role."));
    let unread = AccessWorkspace { read_at: None, ..workspace_of("a", 0) };
    let reading = AccessIndex { workspaces: vec![unread.clone()], total: 1, ..none.clone() };
    assert!(text(&html(reading, "")).contains("for the first time"));
    let failed = AccessIndex { workspaces: vec![AccessWorkspace { error: denied(), ..unread }], total: 1, ..none };
    assert!(text(&html(failed, "")).contains("Who holds which role could not be read."));
}

#[test]
fn long_lists_have_pages_of_holders_and_portions_of_workspaces() {
    let holders = (0..60).map(|n| who(HolderKind::User, &format!("u-{n:03}"), None, &[(n, GrafanaRole::Viewer)]));
    let workspaces: Vec<_> = (0..60).map(|n| workspace_of(&format!("w-{n:03}"), n)).collect();
    let page = html(AccessIndex { holders: holders.collect(), workspaces, total: 60, ..index() }, "");
    let words = text(&page);
    assert!(words.contains("Holders 1 to 50 of 60") && words.contains("Workspaces 1 to 40 of 60"), "{words}");
    assert!(page.contains("href=\"/access?page=2\"") && page.contains("href=\"/access?across=2\""), "{page}");
}

#[test]
fn a_holder_by_itself_has_its_roles_with_where_they_come_from() {
    let ada = index().holders[0].clone();
    let page = of_holder(index(), ada, Some(in_operators()));
    let words = text(&page);
    assert!(words.contains("Ada &lt;b&gt; Person · Admin in 1, Editor in 1 workspaces · read 14 s ago"), "{words}");
    assert!(
        words.contains("edge-lab prod, eu-west-1 Editor Held directly: Viewer Through operators : Editor"),
        "{words}"
    );
    assert!(words.contains("payments prod, eu-west-1 Admin Held directly: Admin"), "{words}");
    assert!(words.contains("legacy prod, eu-west-1 never read"), "what is not known is listed: {words}");
    assert!(page.contains("href=\"/access/group/g-1\""), "{page}");
}

#[test]
fn groups_that_are_not_known_are_named_and_the_others_are_shown() {
    let unknown = vec![who(HolderKind::Group, "g-7", Some("auditors"), &[])];
    let groups = PersonGroups { unknown, read_at: None, error: denied(), ..in_operators() };
    let page = of_holder(index(), index().holders[0].clone(), Some(groups));
    let words = text(&page);
    assert!(words.contains("Through operators : Editor"), "{words}");
    assert!(
        words.contains("It is not known whether this person is in these groups")
            && words.contains("The role may not list permissions. auditors"),
        "{words}"
    );
    assert!(page.contains("href=\"/access/group/g-7\""), "{page}");
    let known = text(&of_holder(index(), index().holders[0].clone(), Some(in_operators())));
    assert!(known.contains("· groups read 1 min ago") && !known.contains("It is not known whether"), "{known}");
    let pending = PersonGroups { read_at: None, ..in_operators() };
    assert!(text(&of_holder(index(), index().holders[0].clone(), Some(pending))).contains("groups not read yet"));
}

/// The same with more workspaces that were not read yet.
fn with_unread(mut index: AccessIndex, count: u32) -> AccessIndex {
    let unread = |place| AccessWorkspace { read_at: None, ..workspace_of(&format!("later-{place}"), place) };
    index.workspaces.extend((10..10 + count).map(unread));
    AccessIndex { total: index.total + count, ..index }
}

#[test]
fn workspaces_that_were_not_read_yet_are_counted_on_the_table_and_on_the_page_of_a_holder() {
    let page = text(&html(with_unread(index(), 2), ""));
    let head =
        "6 workspaces, read 14 s ago · names read 2 min ago · 2 workspaces not read yet · 1 workspace not readable";
    assert!(page.contains(head), "{page}");
    let holder = text(&of_holder(with_unread(index(), 1), index().holders[2].clone(), None));
    assert!(holder.contains("read 14 s ago · 1 workspace not read yet"), "{holder}");
    assert!(!text(&html(index(), "")).contains("not read yet"));
}

#[test]
fn a_person_whose_groups_are_not_known_is_said_to_have_perhaps_more() {
    let words = text(&of_holder(index(), index().holders[2].clone(), None));
    assert!(words.contains("roles that come through a group are not shown"), "{words}");
    assert!(words.contains("It has nobody of this id") && words.contains("Viewer in 1 workspace"), "{words}");
}

#[test]
fn somebody_known_without_a_role_and_somebody_nobody_knows_are_told_apart() {
    let mut all = index();
    all.workspaces.truncate(3);
    let known = who(HolderKind::User, "u-5", Some("Bob"), &[]);
    assert!(text(&of_holder(all.clone(), known.clone(), None)).contains("No role in any workspace."));
    let unknown = AccessHolder { known: Some(false), name: None, ..known.clone() };
    assert!(text(&of_holder(all, unknown, None)).contains("No user of this ID holds a role."));
    let perhaps = AccessHolder { known: Some(false), name: None, ..known };
    assert!(text(&of_holder(index(), perhaps, None)).contains("No role is known."));
}

#[test]
fn a_workspace_by_itself_has_its_holders_the_strongest_first_and_counts_by_role() {
    let page = of_workspace(index(), 0);
    let words = text(&page);
    assert!(words.contains("Access to payments (2) prod, eu-west-1 · read 14 s ago"), "{words}");
    assert!(words.contains("Admins 1 Editors 0 Viewers 1"), "{words}");
    let (admin, viewer) = (words.find("Ada").unwrap(), words.find("u-9").unwrap());
    assert!(admin < viewer, "{words}");
    assert!(page.contains("href=\"/access?role=admin&amp;workspace=g-0000000000\""), "{page}");
}

#[test]
fn the_holders_of_a_workspace_are_taken_away_as_code_where_they_are_known() {
    let known = of_workspace(index(), 0);
    assert!(known.contains("href=\"/access/holders.tf?workspace=g-0000000000\""), "{known}");
    assert!(!of_workspace(index(), 3).contains("/access/holders"));
}

#[test]
fn a_workspace_without_holders_says_why() {
    let saml = of_workspace(index(), 2);
    assert!(text(&saml).contains("Roles come from the assertion.") && saml.contains("/sign-in\""), "{saml}");
    assert!(text(&of_workspace(index(), 3)).contains("could not be read. The role may not list permissions."));
    let mut empty = index();
    empty.holders.clear();
    assert!(text(&of_workspace(empty, 0)).contains("Nobody holds a role here."));
    let mut off = index();
    off.workspaces[0].sign_in = Some(SignIn::default());
    assert!(text(&of_workspace(off, 0)).contains("Nobody can sign in."));
    assert!(text(&of_workspace(index(), 99)).contains("not among those that were read"));
}

#[test]
fn holders_that_were_read_before_are_shown_with_why_they_are_no_younger() {
    let mut stale = index();
    stale.workspaces[0].error = denied();
    stale.workspaces[0].skipped = 2;
    let words = text(&of_workspace(stale, 0));
    assert!(words.contains("could not be read the last time. The role may not list permissions."), "{words}");
    assert!(words.contains("2 entries of AWS's list") && words.contains("Ada"), "{words}");
}
