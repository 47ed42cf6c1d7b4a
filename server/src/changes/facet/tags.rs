//! Tags of any kind of resource. TagResource merges, so what goes has to be untagged by name.

use super::Look;
use crate::changes::change::Change;
use aws::{Aws, Tags, Urgency};
use model::form::TagSet;
use model::{Error, Kind, ResourceKey, Status};
use serde_json::{Value, json};

pub async fn look(aws: &Aws, key: &ResourceKey) -> Result<Look, Error> {
    let (label, status, tags) = match key.kind {
        Kind::Grafana => {
            let grafana = aws.grafana(&key.scope);
            let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
            let tags = grafana.list_tags(&key.arn(), Urgency::Read).await?;
            (super::super::observe::label(&found), found.status, tags)
        }
        Kind::Prometheus => {
            let found = aws.prometheus(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
            (super::super::observe::called(found.alias.as_deref(), &found.id), found.status, found.tags)
        }
        Kind::CodeArtifact => {
            let domains = aws.codeartifact(&key.scope);
            let found = domains.describe_domain(&key.id, Urgency::Read).await?;
            let tags = domains.list_tags(&key.arn(), Urgency::Read).await?;
            (found.name, found.status.unwrap_or_default(), tags)
        }
    };
    Ok(Look { label, status: Status::new(status), state: json!(tags), more: Vec::new() })
}

/// AWS's own tags are neither shown nor touched.
fn is_reserved(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("aws:")
}

/// `None` for what is no state of tags, which is not a state without any.
fn all(state: &Value) -> Option<Tags> {
    serde_json::from_value(state.clone()).ok()
}

fn known(state: &Value) -> Result<Tags, Error> {
    all(state).ok_or_else(|| Error::conflict("Its tags are not known, so no change of them can be planned."))
}

pub fn values(state: &Value) -> TagSet {
    TagSet { tags: all(state).into_iter().flatten().filter(|(key, _)| !is_reserved(key)).collect() }
}

/// # Errors
/// `Conflict` when it is not known which there are.
pub fn wanted(form: &TagSet, fresh: &Value) -> Result<Value, Error> {
    let reserved = known(fresh)?.into_iter().filter(|(key, _)| is_reserved(key));
    Ok(json!(reserved.chain(form.tags.iter().cloned()).collect::<Tags>()))
}

/// # Errors
/// As [`wanted`].
pub fn writes(key: ResourceKey, before: &Value, wanted: &Value) -> Result<Vec<Change>, Error> {
    let (old, new) = (known(before)?, known(wanted)?);
    let tags: Tags = new.iter().filter(|(key, value)| old.get(*key) != Some(*value)).map(owned).collect();
    let names: Vec<String> = old.keys().filter(|key| !new.contains_key(*key)).cloned().collect();
    let untag = (!names.is_empty()).then(|| Change::Untag { key: key.clone(), names });
    let tag = (!tags.is_empty()).then_some(Change::Tag { key, tags });
    // What goes makes room first: there may be no more than fifty at any time.
    Ok(untag.into_iter().chain(tag).collect())
}

fn owned((key, value): (&String, &String)) -> (String, String) {
    (key.clone(), value.clone())
}

pub fn left(change: &Change, state: &Value) -> Value {
    let Some(mut found) = all(state) else { return state.clone() };
    match change {
        Change::Tag { tags, .. } => found.extend(tags.clone()),
        Change::Untag { names, .. } => found.retain(|key, _| !names.contains(key)),
        _ => {}
    }
    json!(found)
}

pub fn has(tags: &Tags, state: &Value) -> bool {
    all(state).is_some_and(|found| tags.iter().all(|(key, value)| found.get(key) == Some(value)))
}

pub fn lacks(names: &[String], state: &Value) -> bool {
    all(state).is_some_and(|found| names.iter().all(|name| !found.contains_key(name)))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{lacks, writes};
    use model::{Kind, ResourceKey};
    use serde_json::{Value, json};

    #[test]
    fn tags_that_are_not_known_are_not_none() {
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
        let known = json!({ "team": "edge" });
        assert!(writes(key.clone(), &known, &Value::Null).is_err() && writes(key, &Value::Null, &known).is_err());
        assert!(!lacks(&["team".to_owned()], &Value::Null));
    }
}
