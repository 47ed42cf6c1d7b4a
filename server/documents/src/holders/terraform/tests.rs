use super::*;
use model::access::{Holder, NamedHolder};
use model::{Kind, ResourceKey};

const ADA: &str = "0c2f0d1e-1111-4a4a-8b8b-0123456789ab";
const BOB: &str = "1c2f0d1e-1111-4a4a-8b8b-0123456789ab";
const OPS: &str = "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab";

fn held(kind: HolderKind, id: &str, name: &str, role: GrafanaRole) -> NamedHolder {
    NamedHolder { holder: Holder::new(kind, id), name: Some(name.to_owned()), role }
}

fn workspace(region: &str, name: &str, holders: Vec<NamedHolder>) -> WorkspaceHolders {
    let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", region, "g-0123456789").expect("a key");
    WorkspaceHolders { workspace, name: name.to_owned(), holders }
}

fn body(workspaces: &[WorkspaceHolders]) -> String {
    terraform(workspaces, &[]).strip_prefix(HEADER).expect("the header").to_owned()
}

#[test]
fn each_role_of_a_workspace_is_a_resource_with_its_holders_in_order() {
    let holders = vec![
        held(HolderKind::User, BOB, "", GrafanaRole::Admin),
        held(HolderKind::Group, OPS, "Ops", GrafanaRole::Admin),
        held(HolderKind::User, ADA, "Ada", GrafanaRole::Admin),
        held(HolderKind::User, ADA, "Ada", GrafanaRole::Viewer),
    ];
    let expected = r#"
# g-0123456789 in account 441122338890, region eu-west-1: Team metrics
resource "aws_grafana_role_association" "g_0123456789_441122338890_eu_west_1_admin" {
  workspace_id = "g-0123456789"
  role         = "ADMIN"

  group_ids = [
    # Ops
    "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
  ]

  user_ids = [
    # Ada
    "0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
    "1c2f0d1e-1111-4a4a-8b8b-0123456789ab",
  ]
}

resource "aws_grafana_role_association" "g_0123456789_441122338890_eu_west_1_viewer" {
  workspace_id = "g-0123456789"
  role         = "VIEWER"

  user_ids = [
    # Ada
    "0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
  ]
}
"#;
    assert_eq!(body(&[workspace("eu-west-1", "Team metrics", holders)]), expected);
}

#[test]
fn it_is_told_that_nothing_is_revoked() {
    assert!(terraform(&[], &[]).contains("never revokes it from anybody it does not name"));
    assert!(terraform(&[], &[]).lines().all(|line| line.starts_with('#')));
}

#[test]
fn a_workspace_nobody_holds_a_role_in_is_a_comment() {
    let told = body(&[workspace("eu-west-1", "", vec![])]);
    assert_eq!(told, "\n# g-0123456789 in account 441122338890, region eu-west-1\n# Nobody holds a role in it.\n");
}

#[test]
fn the_order_in_which_holders_come_changes_nothing() {
    let one = |id, name| held(HolderKind::User, id, name, GrafanaRole::Viewer);
    let first = workspace("eu-west-1", "A", vec![one(ADA, "Ada"), one(BOB, "Bob"), one(ADA, "")]);
    let second = workspace("us-east-1", "B", vec![one(BOB, "Bob")]);
    let mut turned = first.clone();
    turned.holders.reverse();
    assert_eq!(terraform(&[first.clone(), second.clone()], &[]), terraform(&[second, turned], &[]));
}

#[test]
fn one_id_in_two_regions_makes_two_names() {
    let one = |region| workspace(region, "", vec![held(HolderKind::User, ADA, "", GrafanaRole::Viewer)]);
    let told = body(&[one("eu-west-1"), one("eu-west-2")]);
    assert!(told.contains("\"g_0123456789_441122338890_eu_west_1_viewer\""));
    assert!(told.contains("\"g_0123456789_441122338890_eu_west_2_viewer\""));
}

#[test]
fn no_name_breaks_out_of_its_comment() {
    let name = "Ada\nresource \"x\" \"y\" {}\r\u{2028}\u{85}*/ ${file(\"/etc/passwd\")}";
    let told = body(&[workspace("eu-west-1", name, vec![held(HolderKind::User, ADA, name, GrafanaRole::Admin)])]);
    assert_eq!(told.matches("# ").count(), 2);
    let with_it: Vec<&str> = told.lines().filter(|line| line.contains("Ada\\u{000A}resource")).collect();
    assert_eq!(with_it.len(), 2);
    assert!(with_it.iter().all(|line| line.trim_start().starts_with("# ")));
    assert!(!told.contains(['\r', '\u{2028}', '\u{85}']));
    assert!(body(&[workspace("eu-west-1", &"é".repeat(9999), vec![])]).chars().count() < 400);
}

#[test]
fn no_id_breaks_out_of_its_string_and_nothing_in_it_is_evaluated() {
    assert_eq!(string("a\"b\\c"), r#""a\"b\\c""#);
    assert_eq!(string("${x}%{y} $ % $x {"), r#""$${x}%%{y} $ % $x {""#);
    assert_eq!(string("$${x}%%%{"), r#""$$${x}%%%%{""#);
    assert_eq!(string("\r\n\t\u{0}\u{202E}é"), r#""\r\n\t\U00000000\U0000202Eé""#);
}

#[test]
fn what_is_left_out_is_a_comment_whatever_it_is_called() {
    let left = workspace("eu-west-1", "a\nresource \"x\" {}", vec![]);
    let left_out = LeftOut { workspace: left.workspace, name: left.name, reason: "It was not read yet.".into() };
    let told = terraform(&[], &[left_out]);
    assert!(told.contains("# Left out: g-0123456789 in account 441122338890, region eu-west-1\n"), "{told}");
    assert!(told.lines().all(|line| line.is_empty() || line.starts_with('#')), "{told}");
}
