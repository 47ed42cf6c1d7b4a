//! TagResource and UntagResource of any kind of resource. TagResource merges, so what goes has to be untagged by name.

use super::usable::{label, label_of};
use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::{Tags as TagMap, Urgency};
use model::Status;
use model::door::{Facet, Values};
use model::form::TagSet;

/// Sets these tags and leaves the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    pub key: ResourceKey,
    pub tags: TagMap,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Untag {
    pub key: ResourceKey,
    pub names: Vec<String>,
}

/// The paths of their states are the names that people gave them: each is covered.
const FIELDS: &[Field] = &[
    Field::value(""),
    Field::value("resourceArn"),
    Field::value("tags").form("tags"),
    Field::value("tagKeys").form("tags"),
];

/// The tags of a resource.
#[derive(Debug)]
pub struct Tags;

/// AWS's own tags are neither shown nor touched.
fn is_reserved(key: &str) -> bool {
    key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// `None` for what is no state of tags, which is not a state without any.
fn tags_of(state: &Value) -> Option<TagMap> {
    serde_json::from_value(state.clone()).ok()
}

fn known(state: &Value) -> Result<TagMap, Refusal> {
    tags_of(state).ok_or(Refusal::TagsUnknown)
}

async fn fetch(cx: &Context, key: &ResourceKey) -> Result<SectionState, Refusal> {
    let (label, status, tags) = match key.kind {
        Kind::Grafana => {
            let grafana = cx.aws.grafana(&key.scope);
            let found = grafana.describe_workspace(&key.id, Urgency::Read).await?;
            let tags = grafana.list_tags(&key.arn(), Urgency::Read).await?;
            (label_of(&found), found.status, tags)
        }
        Kind::Prometheus => {
            let found = cx.aws.prometheus(&key.scope).describe_workspace(&key.id, Urgency::Read).await?;
            (label(found.alias.as_deref(), &found.id), found.status, found.tags)
        }
        Kind::CodeArtifact => {
            let domains = cx.aws.codeartifact(&key.scope);
            let found = domains.describe_domain(&key.id, Urgency::Read).await?;
            let tags = domains.list_tags(&key.arn(), Urgency::Read).await?;
            (found.name, found.status.unwrap_or_default(), tags)
        }
    };
    Ok(SectionState { label, status: Status::new(status), state: json!(tags), more: Vec::new() })
}

impl EditSection for Tags {
    fn which_section(&self) -> Facet {
        Facet::Tags
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn fetch_state<'a>(
        &'a self,
        cx: &'a Context,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<SectionState, Refusal>> {
        Box::pin(fetch(cx, key))
    }

    fn form_values(&self, state: &Value) -> Values {
        let tags = tags_of(state).into_iter().flatten().filter(|(key, _)| !is_reserved(key));
        Values::Tags(TagSet { tags: tags.collect() })
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::Tags(form) = form else { return Err(Refusal::NothingChanges) };
        let reserved = known(fresh)?.into_iter().filter(|(key, _)| is_reserved(key));
        Ok(json!(reserved.chain(form.tags.iter().cloned()).collect::<TagMap>()))
    }

    fn planned_changes(
        &self,
        key: ResourceKey,
        before: &Value,
        desired: &Value,
        _: &str,
    ) -> Result<Vec<Change>, Refusal> {
        let (old, new) = (known(before)?, known(desired)?);
        let differs = |(name, value): &(&String, &String)| old.get(*name) != Some(*value);
        let tags: TagMap = new.iter().filter(differs).map(|(name, value)| (name.clone(), value.clone())).collect();
        let names: Vec<String> = old.keys().filter(|name| !new.contains_key(*name)).cloned().collect();
        let untag = (!names.is_empty()).then(|| std::sync::Arc::new(Untag { key: key.clone(), names }) as Change);
        let tag = (!tags.is_empty()).then(|| std::sync::Arc::new(Tag { key, tags }) as Change);
        // What goes makes room first: there may be no more than fifty at any time.
        Ok(untag.into_iter().chain(tag).collect())
    }

    fn edit_warnings(&self, _: &Value, _: &Value) -> Vec<Warning> {
        Vec::new()
    }

    fn asked_confirmation(&self, _: &str, _: &Value, _: &Value) -> Option<Confirmation> {
        None
    }

    fn always_present(&self) -> Option<&'static str> {
        None
    }
}

const fn permission(kind: Kind) -> Permission {
    match kind {
        Kind::Grafana => Permission::GrafanaUpdate,
        Kind::Prometheus => Permission::PrometheusUpdate,
        Kind::CodeArtifact => Permission::CodeArtifactUpdate,
    }
}

impl SetsSection for Tag {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Tags
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        match self.key.kind {
            Kind::Grafana => "grafana:TagResource",
            Kind::Prometheus => "aps:TagResource",
            Kind::CodeArtifact => "codeartifact:TagResource",
        }
    }

    fn section_permission(&self) -> Permission {
        permission(self.key.kind)
    }

    fn section_request(&self) -> Value {
        let tags = match self.key.kind {
            Kind::CodeArtifact => self.tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect(),
            _ => json!(self.tags),
        };
        json!({ "resourceArn": self.key.arn(), "tags": tags })
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        tags_of(state).is_some_and(|found| self.tags.iter().all(|(name, value)| found.get(name) == Some(value)))
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let (aws, arn) = (&call.cx.aws, self.key.arn());
            let done = match self.key.kind {
                Kind::Grafana => aws.grafana(&self.key.scope).tag(&arn, &self.tags).await?,
                Kind::Prometheus => aws.prometheus(&self.key.scope).tag(&arn, &self.tags).await?,
                Kind::CodeArtifact => aws.codeartifact(&self.key.scope).tag(&arn, &self.tags).await?,
            };
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn values_after(&self, state: Value) -> Value {
        let Some(mut tags) = tags_of(&state) else { return state };
        tags.extend(self.tags.clone());
        json!(tags)
    }
}

impl SetsSection for Untag {
    fn edited_section(&self) -> &'static dyn EditSection {
        &Tags
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        match self.key.kind {
            Kind::Grafana => "grafana:UntagResource",
            Kind::Prometheus => "aps:UntagResource",
            Kind::CodeArtifact => "codeartifact:UntagResource",
        }
    }

    fn section_permission(&self) -> Permission {
        permission(self.key.kind)
    }

    fn section_request(&self) -> Value {
        json!({ "resourceArn": self.key.arn(), "tagKeys": self.names })
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        tags_of(state).is_some_and(|found| self.names.iter().all(|name| !found.contains_key(name)))
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let (aws, arn) = (&call.cx.aws, self.key.arn());
            let done = match self.key.kind {
                Kind::Grafana => aws.grafana(&self.key.scope).untag(&arn, &self.names).await?,
                Kind::Prometheus => aws.prometheus(&self.key.scope).untag(&arn, &self.names).await?,
                Kind::CodeArtifact => aws.codeartifact(&self.key.scope).untag(&arn, &self.names).await?,
            };
            Ok(Answer::accepted(done.request_id, None))
        })
    }

    fn values_after(&self, state: Value) -> Value {
        let Some(mut tags) = tags_of(&state) else { return state };
        tags.retain(|name, _| !self.names.contains(name));
        json!(tags)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Tags, Untag};
    use crate::changes::core::section::{EditSection, SetsSection};
    use model::{Kind, ResourceKey};
    use serde_json::{Value, json};

    #[test]
    fn tags_that_are_not_known_are_not_none() {
        let key = ResourceKey::parse(Kind::Grafana, "441122338890", "eu-west-1", "g-0a1b2c3d4e").unwrap();
        let known = json!({ "team": "edge" });
        let plan = |before: &Value, after: &Value| Tags.planned_changes(key.clone(), before, after, "");
        assert!(plan(&known, &Value::Null).is_err() && plan(&Value::Null, &known).is_err());
        assert!(!Untag { key: key.clone(), names: vec!["team".to_owned()] }.is_done(&Value::Null));
    }
}
