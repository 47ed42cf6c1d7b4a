//! The configuration of a workspace: retention, limits per label set, out-of-order window, rule query offset. It has a
//! status of its own, beside the workspace's.

use serde_json::{Map, Value, json};

use super::super::Ask;
use super::{active, workspace};
use crate::gate::sentinel;
use crate::wire::failure::Failure;
use crate::world::{Ending, Resource, Status, World};

/// What can be changed; AWS wants at least one of them in a call.
const MEMBERS: [&str; 4] =
    ["limitsPerLabelSet", "outOfOrderTimeWindowInSeconds", "retentionPeriodInDays", "ruleQueryOffsetInSeconds"];
/// Three years, as AWS's user guide says; its model has no end.
const LONGEST: i64 = 1095;

pub(super) fn describe(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    let id = workspace(world, ask)?.id.clone();
    let held = ask.scope(world).configurations.get(&id);
    let (mut members, status) = held.map_or((fresh(), Status::Active), |held| (held.members.clone(), held.status));
    let reason = members.remove("statusReason").filter(|_| status == Status::UpdateFailed);
    let mut told = json!({ "statusCode": status });
    if let Some(reason) = reason {
        told["statusReason"] = reason;
    }
    members.insert("status".into(), told);
    if sets(&members).is_empty() && !ask.settings.switches.optional_lists {
        members.remove("limitsPerLabelSet");
    }
    Ok(json!({ "workspaceConfiguration": members }))
}

/// What is left out stays as it is.
pub(super) fn update(world: &mut World, ask: &Ask) -> Result<Value, Failure> {
    check(ask)?;
    let workspace = active(world, ask)?;
    let (id, alias) = (workspace.id.clone(), workspace.text("alias").to_owned());
    let replaces = ask.settings.switches.label_sets_replaced;
    let held = ask.scope(world).configurations.entry(id.clone());
    let held = held.or_insert_with(|| Resource::resting(0, id.clone(), fresh(), Status::Active));
    if !held.status.settled() {
        return Err(ask.wrong_state("workspace configuration", &id, &json!(held.status)));
    }
    let given =
        MEMBERS.into_iter().filter_map(|name| ask.input.get(name).map(|value| (name.to_owned(), value.clone())));
    let mut changes: Map<String, Value> = given.collect();
    if let Some(Value::Array(wanted)) = changes.get_mut("limitsPerLabelSet").filter(|_| !replaces) {
        *wanted = merged(sets(&held.members), wanted);
    }
    let failed = json!({ "statusReason": "The configuration could not be updated" });
    let failed = failed.as_object().cloned().unwrap_or_default();
    let ending = match sentinel::update_fails(&alias) {
        true => Ending::In(Status::UpdateFailed, failed),
        false => Ending::In(Status::Active, changes),
    };
    held.pass(Status::Updating, ask.due(), ending);
    Ok(json!({ "status": { "statusCode": held.status } }))
}

/// As AWS gives it to a workspace that never asked.
fn fresh() -> Map<String, Value> {
    let members: [(&str, Value); 4] = [
        ("limitsPerLabelSet", json!([])),
        ("outOfOrderTimeWindowInSeconds", 60.into()),
        ("retentionPeriodInDays", 150.into()),
        ("ruleQueryOffsetInSeconds", 0.into()),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn check(ask: &Ask) -> Result<(), Failure> {
    if MEMBERS.iter().all(|name| ask.input.get(*name).is_none()) {
        return Err(Failure::invalid(format!("At least one of {} must be given", MEMBERS.join(", "))));
    }
    let days = ask.input.get("retentionPeriodInDays").and_then(Value::as_i64);
    if days.is_some_and(|days| days > LONGEST) {
        return Err(Failure::field("retentionPeriodInDays", format!("At most {LONGEST} days can be kept")));
    }
    let all = sets(ask.input);
    for (number, set) in all.iter().enumerate() {
        let field = |rest: &str| format!("limitsPerLabelSet.{number}.labelSet{rest}");
        if all.iter().take(number).any(|other| other["labelSet"] == set["labelSet"]) {
            return Err(Failure::field(&field(""), "The label set is there twice"));
        }
        let labels = set["labelSet"].as_object().into_iter().flatten();
        for (name, value) in labels {
            if !fits(name, value.as_str().unwrap_or_default()) {
                return Err(Failure::field(&field(&format!(".{name}")), "It is not a value that a label can have"));
            }
        }
    }
    Ok(())
}

/// ASCII without control characters and not of blanks alone; of `__name__` a metric's name.
fn fits(label: &str, value: &str) -> bool {
    let named = |c: char| c.is_ascii_alphanumeric() || "_:".contains(c);
    let metric = value.chars().all(named) && !value.starts_with(|c: char| c.is_ascii_digit());
    value.chars().all(|c| c.is_ascii() && !c.is_ascii_control())
        && !value.trim().is_empty()
        && (label != "__name__" || metric)
}

fn sets(of: &Map<String, Value>) -> &[Value] {
    of.get("limitsPerLabelSet").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// All that are held, with the limits of those that are given; then the others that are given.
fn merged(held: &[Value], given: &[Value]) -> Vec<Value> {
    let same = |one: &Value, other: &Value| one["labelSet"] == other["labelSet"];
    let kept = held.iter().map(|one| given.iter().find(|other| same(one, other)).unwrap_or(one));
    let added = given.iter().filter(|one| !held.iter().any(|other| same(one, other)));
    kept.chain(added).cloned().collect()
}
