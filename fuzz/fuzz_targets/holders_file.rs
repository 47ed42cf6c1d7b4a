//! Whatever file of holders is read: no panic, no more than the limits; what was read is written and comes back the
//! same; and as Terraform every line is one that we know.

#![no_main]

use documents::holders::limits::{MAX_FILE_BYTES, MAX_HOLDERS, MAX_WORKSPACES};
use documents::holders::{export_json, import_json, terraform};
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeMap;

fuzz_target!(|text: &str| {
    let read = match import_json(text) {
        Ok(imported) => imported.workspaces,
        Err(trouble) => return shown(&trouble.sentence),
    };
    assert!(text.len() <= MAX_FILE_BYTES && read.len() <= MAX_WORKSPACES);
    assert!(read.iter().map(|workspace| workspace.holders.len()).sum::<usize>() <= MAX_HOLDERS);
    let written = export_json(&read, &[]);
    written.lines().for_each(shown);
    let again = import_json(&written).expect("what was written can be read").workspaces;
    let by_key = |workspaces: &[_]| -> BTreeMap<_, _> { workspaces.iter().map(entry).collect() };
    assert_eq!(by_key(&again), by_key(&read));
    assert_eq!(export_json(&again, &[]), written, "a second time changes nothing");
    for line in terraform(&read, &[]).lines() {
        shown(line);
        let line = line.trim_start();
        assert!(["", "}"].contains(&line) || KNOWN.iter().any(|known| line.starts_with(known)), "{line:?}");
    }
});

/// What a line of Terraform may begin with: no name of anybody is among it.
const KNOWN: [&str; 8] =
    ["#", "\"", "resource \"aws_", "workspace_id =", "role  ", "user_ids = [", "group_ids = [", "]"];

fn entry(workspace: &model::access::WorkspaceHolders) -> (String, (String, Vec<String>)) {
    let mut holders: Vec<String> = workspace.holders.iter().map(|holder| format!("{holder:?}")).collect();
    holders.sort();
    (workspace.workspace.path(), (workspace.name.clone(), holders))
}

/// No control character, nothing that turns the direction of text.
fn shown(text: &str) {
    let hidden =
        |c: char| c.is_control() || ('\u{202A}'..='\u{202E}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    assert!(!text.contains(hidden), "{text:?}");
}
