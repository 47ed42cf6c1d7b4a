use super::*;
use crate::holders::limits::{MAX_FILE_BYTES, MAX_HOLDERS, MAX_NAME, MAX_WORKSPACES};
use model::access::{GrafanaRole, Holder, HolderKind, LeftOut, NamedHolder, WorkspaceHolders};
use model::{Kind, ResourceKey};
use serde_json::{Value, json};

const ADA: &str = "0c2f0d1e-1111-4a4a-8b8b-0123456789ab";
const OPS: &str = "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab";

fn held(kind: HolderKind, id: &str, name: Option<&str>, role: GrafanaRole) -> NamedHolder {
    NamedHolder { holder: Holder::new(kind, id), name: name.map(str::to_owned), role }
}

fn workspace(id: &str, name: &str, holders: Vec<NamedHolder>) -> WorkspaceHolders {
    let workspace = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", id).expect("a key");
    WorkspaceHolders { workspace, name: name.to_owned(), holders }
}

fn usual() -> Vec<WorkspaceHolders> {
    let holders = vec![
        held(HolderKind::User, ADA, Some("Ada \"the first\"\\\u{202E}\n"), GrafanaRole::Admin),
        held(HolderKind::Group, OPS, None, GrafanaRole::Viewer),
    ];
    vec![workspace("g-0123456789", "Team metrics", holders), workspace("g-aaaaaaaaaa", "", Vec::new())]
}

/// What is wrong with the usual file after an edit of it.
fn said(edit: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(&export_json(&usual(), &[])).expect("JSON");
    edit(&mut file);
    import_json(&file.to_string()).expect_err("a trouble").sentence
}

#[test]
fn a_file_is_laid_out_for_people() {
    let told = export_json(&usual()[..1], &[]);
    let expected = r#"{
  "version": 1,
  "workspaces": [
    {
      "account": "441122338890",
      "region": "eu-west-1",
      "id": "g-0123456789",
      "name": "Team metrics",
      "holders": [
        {
          "type": "user",
          "id": "0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
          "name": "Ada \"the first\"\\\u202e\n",
          "role": "ADMIN"
        },
        {
          "type": "group",
          "id": "9067123abc-0c2f0d1e-1111-4a4a-8b8b-0123456789ab",
          "role": "VIEWER"
        }
      ]
    }
  ]
}
"#;
    assert_eq!(told, expected);
}

#[test]
fn what_was_exported_comes_back() {
    assert_eq!(import_json(&export_json(&usual(), &[])).expect("a file").workspaces, usual());
    assert_eq!(import_json(&export_json(&[], &[])).expect("a file").workspaces, []);
}

#[test]
fn the_order_in_which_holders_come_changes_nothing() {
    let mut other = usual();
    other.reverse();
    other[1].holders.reverse();
    assert_eq!(export_json(&other, &[]), export_json(&usual(), &[]));
    let read = import_json(&export_json(&other, &[])).expect("a file");
    assert_eq!(export_json(&read.workspaces, &[]), export_json(&other, &[]));
}

#[test]
fn of_several_roles_the_greatest_is_written() {
    let mut two = usual();
    two[0].holders.push(held(HolderKind::User, ADA, None, GrafanaRole::Viewer));
    let read = import_json(&export_json(&two, &[])).expect("a file");
    assert_eq!(read.workspaces[0].roles(), usual()[0].roles());
    assert_eq!(read.workspaces[0].roles(), two[0].roles());
    assert_eq!(read.workspaces[0].holders.len(), 2);
}

#[test]
fn hidden_characters_of_names_are_escaped_and_come_back() {
    let name = "a\u{7F}\u{85}\u{200D}\u{E0061}\u{2028}z";
    let one = vec![workspace("g-0123456789", name, Vec::new())];
    let told = export_json(&one, &[]);
    assert!(told.contains("a\\u007f\\u0085\\u200d\\udb40\\udc61\\u2028z"), "{told}");
    assert_eq!(import_json(&told).expect("a file").workspaces, one);
}

#[test]
fn unknown_and_missing_keys_are_told_by_their_path() {
    assert_eq!(
        said(|file| file["workspaces"][0]["holders"][1]["co\u{202E}lour"] = json!(1)),
        "workspaces[0].holders[1].co\\u{202E}lour: this key is not known here. There are type, id, name, role."
    );
    assert!(said(|file| file["more"] = json!(1)).starts_with("more: this key is not known here."));
    assert_eq!(
        said(|file| file["workspaces"][0]["holders"] = Value::Null),
        "workspaces[0]: the key holders is missing."
    );
    assert_eq!(said(|file| file["workspaces"] = Value::Null), "the key workspaces is missing.");
}

#[test]
fn wrong_ids_roles_and_types_are_told_by_their_path() {
    assert_eq!(
        said(|file| file["workspaces"][0]["holders"][0]["role"] = json!("owner")),
        "workspaces[0].holders[0].role: \"owner\" is no Grafana role; use ADMIN, EDITOR or VIEWER."
    );
    assert_eq!(
        said(|file| file["workspaces"][0]["holders"][0]["type"] = json!("robot")),
        "workspaces[0].holders[0].type: \"robot\" is no type of holder; use user or group."
    );
    let id = said(|file| file["workspaces"][0]["holders"][1]["id"] = json!("ada@example.com"));
    assert!(id.starts_with("workspaces[0].holders[1].id: An id of Identity Center is a UUID"), "{id}");
    assert!(
        said(|file| file["workspaces"][1]["id"] = json!("g-1")).starts_with("workspaces[1].id: This is not a Grafana")
    );
    assert!(
        said(|file| file["workspaces"][1]["account"] = json!(1))
            .starts_with("workspaces[1].account: this is not a text")
    );
    assert!(said(|file| file["workspaces"][1]["region"] = json!("x")).starts_with("workspaces[1].region: "));
    assert!(said(|file| file["workspaces"][1] = json!([])).starts_with("workspaces[1]: this is not an object"));
    assert!(said(|file| file["workspaces"] = json!({})).starts_with("workspaces: this is not a list."));
}

#[test]
fn a_workspace_and_a_holder_stand_once() {
    let twice = said(|file| file["workspaces"][1] = file["workspaces"][0].clone());
    assert_eq!(twice, "workspaces[1]: this workspace stands here twice.");
    let twice = said(|file| {
        file["workspaces"][0]["holders"][1] = file["workspaces"][0]["holders"][0].clone();
        file["workspaces"][0]["holders"][1]["role"] = json!("VIEWER");
    });
    assert_eq!(twice, "workspaces[0].holders[1]: this holder stands here twice.");
}

#[test]
fn another_version_is_told_before_anything_else() {
    let later = said(|file| *file = json!({"version": 2, "new": true}));
    assert_eq!(later, "version: this file is of version 2; only version 1 is understood.");
    assert_eq!(said(|file| file["version"] = json!("1")), "version: this is not a version, such as 1.");
}

#[test]
fn what_is_no_json_is_told_with_its_place() {
    let sentence = |text: &str| import_json(text).expect_err("a trouble").sentence;
    assert!(sentence("\u{FEFF} ").starts_with("There is no text."));
    assert!(sentence("{\n\"version\": 1,").starts_with("Line 2, column 13:"));
    assert!(sentence("{\"version\":1,\"version\":1}").contains("the key \"version\" is there twice"));
    assert_eq!(sentence("[]"), "this is not an object: it does not begin with {.");
}

#[test]
fn bytes_are_bounded_at_their_limit() {
    let file = |bytes: usize| {
        let file = export_json(&usual(), &[]);
        " ".repeat(bytes - file.len()) + &file
    };
    assert!(import_json(&file(MAX_FILE_BYTES)).is_ok());
    assert!(import_json(&file(MAX_FILE_BYTES + 1)).expect_err("long").sentence.contains("at most 2097152 bytes"));
}

#[test]
fn workspaces_are_bounded_at_their_limit() {
    let file =
        |n: usize| export_json(&(0..n).map(|n| workspace(&format!("g-{n:010x}"), "", vec![])).collect::<Vec<_>>(), &[]);
    assert_eq!(import_json(&file(MAX_WORKSPACES)).expect("a file").workspaces.len(), MAX_WORKSPACES);
    let sentence = import_json(&file(MAX_WORKSPACES + 1)).expect_err("long").sentence;
    assert_eq!(sentence, "workspaces: at most 1000 workspaces are read.");
}

#[test]
fn holders_are_bounded_at_their_limit_over_all_workspaces() {
    let holders = |n: usize| {
        let id = |n: usize| format!("{n:08x}-1111-4a4a-8b8b-0123456789ab");
        (0..n).map(|n| held(HolderKind::User, &id(n), None, GrafanaRole::Viewer)).collect::<Vec<_>>()
    };
    // Without the layout, so that the limit of bytes is not met first.
    let file = |n: usize| {
        let half = MAX_HOLDERS / 2;
        let both = [workspace("g-0123456789", "", holders(half)), workspace("g-aaaaaaaaaa", "", holders(n - half))];
        serde_json::from_str::<Value>(&export_json(&both, &[])).expect("JSON").to_string()
    };
    assert!(import_json(&file(MAX_HOLDERS)).is_ok());
    let sentence = import_json(&file(MAX_HOLDERS + 1)).expect_err("long").sentence;
    assert_eq!(sentence, "workspaces[1].holders: at most 20000 holders are read, of all workspaces together.");
}

#[test]
fn names_are_bounded_at_their_limit() {
    let file = |characters: usize| export_json(&[workspace("g-0123456789", &"é".repeat(characters), vec![])], &[]);
    assert!(import_json(&file(MAX_NAME)).is_ok());
    let sentence = import_json(&file(MAX_NAME + 1)).expect_err("long").sentence;
    assert_eq!(sentence, "workspaces[0].name: a name has at most 1024 characters.");
}

#[test]
fn what_is_left_out_stands_there_with_its_reason_and_is_not_spoken_of_when_it_is_read_back() {
    let left = workspace("g-bbbbbbbbbb", "Sandbox", Vec::new());
    let left_out = LeftOut { workspace: left.workspace, name: left.name, reason: "It could not be read.".into() };
    let told = export_json(&usual(), &[left_out]);
    let entry = &serde_json::from_str::<Value>(&told).expect("JSON")["left_out"][0];
    assert_eq!((&entry["id"], &entry["reason"]), (&json!("g-bbbbbbbbbb"), &json!("It could not be read.")));
    assert_eq!(import_json(&told).expect("a file").workspaces, usual());
}
