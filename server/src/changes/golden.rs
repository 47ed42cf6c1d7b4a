//! Changes and plans as earlier versions stored them, in files: every one is read whole by this version. A file that is
//! there is never changed to fit the code; a new variant gets a new one.

use super::change::{Change, SCHEMA};
use super::{draft, stored};
use model::door::Draft;
use model::{PlanId, PlanState, PlanView};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use store::{PlanRecord, StepRecord};

macro_rules! change {
    ($name:literal) => {
        ($name, include_str!(concat!("../../tests/golden/changes/", $name, ".json")))
    };
}

/// The name of a variant and its file. A new variant does not compile until it has one.
fn file(change: &Change) -> (&'static str, &'static str) {
    match change {
        Change::CreateWorkspace { .. } => change!("create-workspace"),
        Change::DeleteWorkspace { .. } => change!("delete-workspace"),
        Change::CreatePrometheus { .. } => change!("create-prometheus"),
        Change::DeletePrometheus { .. } => change!("delete-prometheus"),
        Change::CreateDomain { .. } => change!("create-domain"),
        Change::DeleteDomain { .. } => change!("delete-domain"),
        Change::CreateServiceAccount { .. } => change!("create-service-account"),
        Change::DeleteServiceAccount { .. } => change!("delete-service-account"),
        Change::MintToken { .. } => change!("mint-token"),
        Change::MintKey { .. } => change!("mint-key"),
        Change::DeliverSecret { .. } => change!("deliver-secret"),
        Change::TagSecret { .. } => change!("tag-secret"),
        Change::RevokeToken { .. } => change!("revoke-token"),
        Change::RevokeKey { .. } => change!("revoke-key"),
        Change::UpdateWorkspace { .. } => change!("update-workspace"),
        Change::UpdateAuthentication { .. } => change!("update-authentication"),
        Change::UpdateConfiguration { .. } => change!("update-configuration"),
        Change::AssociateLicense { .. } => change!("associate-license"),
        Change::DisassociateLicense { .. } => change!("disassociate-license"),
        Change::Tag { .. } => change!("tag"),
        Change::Untag { .. } => change!("untag"),
        Change::UpdateAlias { .. } => change!("update-alias"),
        Change::PutPolicy { .. } => change!("put-policy"),
        Change::DeletePolicy { .. } => change!("delete-policy"),
        Change::UpdatePermissions { .. } => change!("update-permissions"),
    }
}

/// The files of a folder with what they hold.
fn golden(folder: &str) -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())).collect()
}

/// Everything that one value says, the other says too.
fn is_in(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|whole| is_in(value, whole)))
        }
        _ => part == whole,
    }
}

#[test]
fn every_change_that_was_ever_stored_is_read_and_none_of_it_is_lost() {
    for (path, value) in golden("changes") {
        let change: Change = serde_json::from_value(value.clone()).unwrap();
        let again = serde_json::to_value(&change).unwrap();
        assert!(is_in(&value, &again), "{}: {again}", path.display());
    }
}

#[test]
fn the_file_of_a_variant_holds_that_variant() {
    let mut seen = BTreeSet::new();
    for (path, value) in golden("changes") {
        let change: Change = serde_json::from_value(value.clone()).unwrap();
        let (name, text) = file(&change);
        assert_eq!(value["change"], name, "{}", path.display());
        let own: Change = serde_json::from_str(text).unwrap();
        assert_eq!(std::mem::discriminant(&own), std::mem::discriminant(&change), "{name}.json holds another variant");
        seen.insert(name);
    }
    // serde lists the variants it knows when it is offered one that it does not.
    let known = serde_json::from_str::<Change>(r#"{"change": "none"}"#).unwrap_err().to_string();
    let known: BTreeSet<&str> = known.split('`').skip(1).step_by(2).filter(|name| *name != "none").collect();
    assert_eq!(seen, known);
}

fn record(row: &Value) -> PlanRecord {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    PlanRecord {
        id: PlanId::parse(&text("id")).unwrap(),
        principal: text("principal"),
        schema: i32::try_from(row["schema"].as_i64().unwrap()).unwrap(),
        state: PlanState::parse(&text("state")).unwrap(),
        created_at: row["created_at"].as_i64().unwrap(),
        expires_at: row["expires_at"].as_i64().unwrap(),
        title: text("title"),
        place: text("place"),
        draft: text("draft"),
        change: text("change"),
        targets: text("targets"),
        view: text("view"),
        result_path: row["result_path"].as_str().map(str::to_owned),
    }
}

#[test]
fn every_plan_that_was_ever_stored_is_shown_and_can_be_carried_out() {
    for (path, row) in golden("plans") {
        let (record, name) = (record(&row), path.display());
        let jobs = stored::work(&record).unwrap();
        let changes: Vec<&Change> = jobs.iter().flat_map(|job| &job.changes).collect();
        let view: PlanView = stored::parse(&record.view).unwrap();
        let shown: Vec<&str> = view.steps.iter().map(|step| step.operation.as_str()).collect();
        assert_eq!(changes.iter().map(|change| change.operation()).collect::<Vec<_>>(), shown, "{name}");
        assert!(jobs.iter().all(|job| job.target.hash.len() == 64 && !job.changes.is_empty()), "{name}");
        let steps = (1..).zip(&changes).map(|(number, change)| {
            StepRecord::new(record.id.clone(), number, change.operation(), change.is_repeatable())
        });
        let seen = stored::view(&record, steps.collect(), record.created_at).unwrap();
        assert_eq!((seen.state, &seen.title), (record.state, &record.title), "{name}");
    }
}

#[test]
fn the_form_of_every_plan_that_was_ever_stored_can_be_planned_again() {
    for (path, row) in golden("plans") {
        let kept: Draft = stored::parse(&record(&row).draft).unwrap();
        kept.validate().unwrap();
        if !matches!(kept, Draft::Edit(_)) {
            draft::change(&kept, &record(&row).id).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        }
    }
}

#[test]
fn there_is_a_plan_of_every_schema() {
    let schemas: BTreeSet<i32> = golden("plans").iter().map(|(_, row)| record(row).schema).collect();
    assert_eq!(schemas, (1..=SCHEMA).collect());
}
