//! Changes and plans as earlier versions stored them, in files: every one is read whole by this version. A file that is
//! there is never changed to fit the code; a new kind gets a new one.

mod words;

use super::core::field::form_field;
use super::core::kind::Change;
use super::presenter::Names;
use super::registry::{GOLDEN, SCHEMA, StoredChange, store};
use super::stored::{self, StoredView};
use model::door::Draft;
use model::{PlanId, PlanState};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use store::PlanRecord;

/// The files of a folder with what they hold.
fn golden(folder: &str) -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.clone(), serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())).collect()
}

fn read(value: &Value) -> Change {
    serde_json::from_value::<StoredChange>(value.clone()).unwrap().into_change()
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
fn every_change_that_was_ever_stored_is_read_and_stored_again_without_a_loss() {
    for (path, value) in golden("changes") {
        let again = store(&read(&value));
        assert!(is_in(&value, &again), "{}: {again}", path.display());
        assert_eq!(store(&read(&again)), again, "{}", path.display());
    }
}

#[test]
fn the_file_of_a_kind_holds_that_kind_and_every_file_is_one_of_a_kind_that_is_registered() {
    for (tag, text) in GOLDEN {
        assert_eq!(read(&serde_json::from_str(text).unwrap()).tag(), *tag);
    }
    let stored: BTreeSet<String> =
        golden("changes").iter().map(|(_, value)| value["change"].as_str().unwrap().to_owned()).collect();
    assert_eq!(stored, GOLDEN.iter().map(|(tag, _)| (*tag).to_owned()).collect());
}

/// The paths of a request that hold a value, as fields name them: members of a list are those of the list.
fn paths(path: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let inner = |name: &String| if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            members.iter().flat_map(|(name, value)| paths(&inner(name), value)).collect()
        }
        _ => vec![path.to_owned()],
    }
}

#[test]
fn every_parameter_of_every_request_is_among_the_fields_of_its_kind() {
    for (path, value) in golden("changes") {
        let change = read(&value);
        for parameter in paths("", &change.aws_request()) {
            let known = change.known_fields().iter().any(|field| {
                // A field without a name stands for what people name in a state, and for no parameter.
                let rest = parameter.strip_prefix(field.aws).filter(|_| !field.aws.is_empty());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            });
            assert!(known, "{}: {parameter} is not among its fields", path.display());
        }
    }
}

/// (the kind, AWS's name of an input, the form's field)
const INPUTS: [(&str, &str, &str); 33] = [
    ("create-workspace", "workspaceName", "name"),
    ("create-workspace", "/vpcConfiguration/subnetIds/1", "subnet_ids"),
    ("create-workspace", "vpcConfiguration", "security_group_ids"),
    ("create-workspace", "tags[0].key", "tags"),
    ("update-workspace", "removeVpcConfiguration", "security_group_ids"),
    ("update-workspace", "networkAccessControl.vpceIds", "vpce_ids"),
    ("update-authentication", "authenticationProviders.0", "providers"),
    ("update-authentication", "samlConfiguration.idpMetadata", "metadata_url"),
    ("update-authentication", "samlConfiguration.idpMetadata.xml", "metadata_xml"),
    ("update-authentication", "samlConfiguration.assertionAttributes.role", "attribute_role"),
    ("update-authentication", "samlConfiguration.roleValues.admin.3", "admin_values"),
    ("update-authentication", "samlConfiguration.loginValidityDuration", "login_minutes"),
    ("update-configuration", "configuration", "configuration"),
    ("update-configuration", "grafanaVersion", "version"),
    ("associate-license", "grafanaToken", "token"),
    ("associate-license", "licenseType", "license"),
    ("create-service-account", "grafanaRole", "grafana_role"),
    ("mint-token", "secondsToLive", "seconds_to_live"),
    ("mint-key", "keyName", "name"),
    ("mint-key", "keyRole", "grafana_role"),
    ("tag", "tags.aws:mine", "tags"),
    ("untag", "tagKeys", "tags"),
    ("create-prometheus", "alias", "alias"),
    ("create-prometheus", "tags.alias", "tags"),
    ("update-alias", "alias", "alias"),
    ("update-prometheus-configuration", "retentionPeriodInDays", "retention_days"),
    ("update-prometheus-configuration", "limitsPerLabelSet.1.labelSet.team", "limits"),
    ("update-prometheus-configuration", "limitsPerLabelSet[0].limits.maxSeries", "limits"),
    ("create-domain", "domain", "name"),
    ("put-policy", "policyDocument", "document"),
    ("deliver-secret", "name", "deliver_to"),
    ("deliver-secret", "secretId", "deliver_to"),
    ("tag-secret", "secretId", "deliver_to"),
];

#[test]
fn what_aws_says_of_an_input_lands_on_the_field_of_its_form() {
    for (tag, input, field) in INPUTS {
        let (_, text) = GOLDEN.iter().find(|(known, _)| *known == tag).unwrap();
        let change = read(&serde_json::from_str(text).unwrap());
        assert_eq!(form_field(change.known_fields(), input), Some(field), "{tag}: {input}");
    }
}

#[test]
fn a_kind_that_mints_says_what_and_no_other_does() {
    for (path, value) in golden("changes") {
        let change = read(&value);
        assert_eq!(change.call_policy().mint, change.minted_credential().is_some(), "{}", path.display());
    }
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
        let jobs = stored::read_jobs(&record).unwrap();
        assert!(jobs.iter().all(|job| job.target.hash.len() == 64 && !job.changes.is_empty()), "{name}");
        let actions: Vec<&str> = jobs.iter().flat_map(|job| &job.changes).map(|change| change.iam_action()).collect();
        match stored::read_view(&record, &jobs, Names(None)).unwrap() {
            StoredView::Written(view) => {
                let shown: Vec<&str> = view.steps.iter().map(|step| step.operation.as_str()).collect();
                assert_eq!((actions, &record.title), (shown, &view.title), "{name}");
            }
            StoredView::Typed(proposal) => {
                assert_eq!(record.title, super::presenter::title(&proposal.origin, &proposal.title), "{name}");
                assert!(is_in(&serde_json::from_str(&record.view).unwrap(), &json!(proposal)), "{name}");
            }
        }
    }
}

#[test]
fn the_request_of_every_plan_that_was_ever_stored_is_read_and_stored_again_without_a_loss() {
    for (path, row) in golden("plans") {
        let text = record(&row).draft;
        let draft: Draft = stored::parse(&text).unwrap();
        draft.validate().unwrap();
        let again = json!(draft);
        assert!(is_in(&serde_json::from_str(&text).unwrap(), &again), "{}: {again}", path.display());
    }
}

#[test]
fn there_is_a_plan_of_every_schema() {
    let schemas: BTreeSet<i32> = golden("plans").iter().map(|(_, row)| record(row).schema).collect();
    assert_eq!(schemas, (1..=SCHEMA).collect());
}
