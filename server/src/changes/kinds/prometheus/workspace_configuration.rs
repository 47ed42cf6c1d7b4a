//! UpdateWorkspaceConfiguration of Managed Prometheus: how long a workspace keeps samples, how many series it takes, when
//! its rules look. What is not sent stays as it is; of the limits AWS takes the whole list.

use super::super::usable::label;
use crate::changes::core::confirmation::Loss;
use crate::changes::core::json::changed;
use crate::changes::core::prelude::*;
use crate::changes::core::section::{EditSection, SectionState, SetsSection};
use aws::Urgency;
use aws::prometheus::{
    LimitsPerLabelSet, LimitsPerLabelSetEntry, PrometheusConfiguration, UpdatePrometheusConfigurationCall,
};
use model::Status;
use model::door::{Facet, Values};
use model::form::{LabelSetLimit, PrometheusConfigurationForm};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdatePrometheusConfiguration {
    pub key: ResourceKey,
    pub call: UpdatePrometheusConfigurationCall,
}

const FIELDS: &[Field] = &[
    Field::value("workspaceId"),
    Field::value("retentionPeriodInDays").form("retention_days").never_cleared(),
    Field::value("limitsPerLabelSet").form("limits"),
    Field::value("limitsPerLabelSet.labelSet").form("limits"),
    Field::value("limitsPerLabelSet.limits.maxSeries").form("limits"),
    Field::value("outOfOrderTimeWindowInSeconds").form("out_of_order_seconds").never_cleared(),
    Field::value("ruleQueryOffsetInSeconds").form("rule_offset_seconds").never_cleared(),
    Field::value("clientToken"),
];

/// The configuration of a Prometheus workspace.
#[derive(Debug)]
pub struct WorkspaceConfiguration;

/// Without its status, and with the limits in one order: AWS keeps none. A list that AWS does not tell is null.
fn state_of(found: PrometheusConfiguration) -> Value {
    let mut limits = found.limits_per_label_set;
    limits.iter_mut().for_each(|limits| limits.sort_unstable());
    json!({
        "retentionPeriodInDays": found.retention_period_in_days,
        "limitsPerLabelSet": limits,
        "outOfOrderTimeWindowInSeconds": found.out_of_order_time_window_in_seconds,
        "ruleQueryOffsetInSeconds": found.rule_query_offset_in_seconds,
    })
}

fn limits_of(state: &Value) -> Vec<LimitsPerLabelSet> {
    serde_json::from_value(state["limitsPerLabelSet"].clone()).unwrap_or_default()
}

fn retention_of(state: &Value) -> Option<i32> {
    state["retentionPeriodInDays"].as_i64().and_then(|days| days.try_into().ok())
}

impl EditSection for WorkspaceConfiguration {
    fn which_section(&self) -> Facet {
        Facet::WorkspaceConfiguration
    }

    fn known_fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn fetch_state<'a>(
        &'a self,
        cx: &'a Context,
        key: &'a ResourceKey,
    ) -> BoxFuture<'a, Result<SectionState, Refusal>> {
        Box::pin(async move {
            let prometheus = cx.aws.prometheus(&key.scope);
            let found = prometheus.describe_workspace(&key.id, Urgency::Read).await?;
            let configuration = prometheus.describe_workspace_configuration(&key.id, Urgency::Read).await?;
            // A workspace is active while its configuration is still being updated.
            let status = if configuration.status == "UPDATING" { &configuration.status } else { &found.status };
            let reason = configuration.status_reason.clone().map(|reason| ("status_reason".to_owned(), reason));
            Ok(SectionState {
                label: label(found.alias.as_deref(), &found.id),
                status: Status::new(status),
                more: reason.into_iter().collect(),
                state: state_of(configuration),
            })
        })
    }

    fn form_values(&self, state: &Value) -> Values {
        let number = |name: &str| state[name].as_i64().map(|number| number.to_string()).unwrap_or_default();
        let limit = |one: LimitsPerLabelSet| LabelSetLimit {
            labels: one.label_set.into_iter().collect(),
            max_series: one.limits.max_series.map(|most| most.to_string()).unwrap_or_default(),
        };
        let form = PrometheusConfigurationForm {
            retention_days: number("retentionPeriodInDays"),
            limits: limits_of(state).into_iter().map(limit).collect(),
            out_of_order_seconds: number("outOfOrderTimeWindowInSeconds"),
            rule_offset_seconds: number("ruleQueryOffsetInSeconds"),
        };
        Values::WorkspaceConfiguration(form.sorted())
    }

    fn desired_state(&self, form: &Values, fresh: &Value) -> Result<Value, Refusal> {
        let Values::WorkspaceConfiguration(form) = form else { return Err(Refusal::NothingChanges) };
        let limit = |one: &LabelSetLimit| LimitsPerLabelSet {
            label_set: one.labels.iter().cloned().collect(),
            limits: LimitsPerLabelSetEntry { max_series: one.most() },
        };
        let mut limits: Vec<LimitsPerLabelSet> = form.limits.iter().map(limit).collect();
        limits.sort_unstable();
        // What nobody saw is not replaced.
        let limits = match (fresh["limitsPerLabelSet"].is_null(), limits.is_empty()) {
            (true, true) => Value::Null,
            (true, false) => return Err(Refusal::LimitsUnknown),
            (false, _) => json!(limits),
        };
        // A number that is empty stays as it is: AWS takes none back.
        let number = |typed: Option<i32>, name: &str| typed.map_or_else(|| fresh[name].clone(), |typed| json!(typed));
        Ok(json!({
            "retentionPeriodInDays": number(form.retention(), "retentionPeriodInDays"),
            "limitsPerLabelSet": limits,
            "outOfOrderTimeWindowInSeconds": number(form.out_of_order(), "outOfOrderTimeWindowInSeconds"),
            "ruleQueryOffsetInSeconds": number(form.rule_offset(), "ruleQueryOffsetInSeconds"),
        }))
    }

    fn planned_changes(
        &self,
        key: ResourceKey,
        before: &Value,
        desired: &Value,
        token: &str,
    ) -> Result<Vec<Change>, Refusal> {
        let lost = FIELDS
            .iter()
            .find(|field| !field.clearable && desired[field.aws].is_null() && !before[field.aws].is_null());
        if let Some(field) = lost {
            return Err(Refusal::CannotBeCleared { field: field.form.unwrap_or_default().to_owned() });
        }
        let fields = Value::Object(changed(before, desired));
        let call: UpdatePrometheusConfigurationCall =
            serde_json::from_value(fields).map_err(|_| model::Error::internal())?;
        let call = UpdatePrometheusConfigurationCall { client_token: token.to_owned(), ..call };
        Ok(vec![Arc::new(UpdatePrometheusConfiguration { key, call })])
    }

    fn edit_warnings(&self, before: &Value, desired: &Value) -> Vec<Warning> {
        let (old, new) = (limits_of(before), limits_of(desired));
        let is_named = |one: &&LimitsPerLabelSet| new.iter().any(|other| other.label_set == one.label_set);
        let removed = old.len() - old.iter().filter(is_named).count();
        (removed > 0).then_some(Warning::LimitsReplaced { removed }).into_iter().collect()
    }

    /// Lowering the retention deletes data.
    fn asked_confirmation(&self, label: &str, before: &Value, desired: &Value) -> Option<Confirmation> {
        let (from, to) = (retention_of(before), retention_of(desired)?);
        let loss = Loss::Metrics { from, to };
        let is_lower = from.is_none_or(|from| to < from);
        is_lower.then(|| Confirmation::DeleteData { name: label.to_owned(), loss })
    }

    fn always_present(&self) -> Option<&'static str> {
        None
    }
}

impl SetsSection for UpdatePrometheusConfiguration {
    fn edited_section(&self) -> &'static dyn EditSection {
        &WorkspaceConfiguration
    }

    fn edited_key(&self) -> &ResourceKey {
        &self.key
    }

    fn section_action(&self) -> &'static str {
        "aps:UpdateWorkspaceConfiguration"
    }

    fn section_permission(&self) -> Permission {
        Permission::PrometheusUpdate
    }

    fn section_request(&self) -> Value {
        let mut all = json!(self.call);
        all["workspaceId"] = json!(self.key.id);
        all
    }

    fn repeat_rule(&self) -> Repeat {
        Repeat::SetsValues
    }

    fn is_done(&self, state: &Value) -> bool {
        self.values_after(state.clone()) == *state
    }

    fn values_after(&self, mut state: Value) -> Value {
        let call = json!(self.call);
        for (name, value) in call.as_object().into_iter().flatten().filter(|(name, _)| *name != "clientToken") {
            state[name] = value.clone();
        }
        state
    }

    fn send_values<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, CallError>> {
        Box::pin(async move {
            let prometheus = call.cx.aws.prometheus(&self.key.scope);
            let done = prometheus.update_workspace_configuration(&self.key.id, &self.call).await?;
            Ok(Answer::accepted(done.request_id, None))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::WorkspaceConfiguration;
    use crate::changes::core::section::EditSection;
    use crate::changes::core::warning::Warning;
    use serde_json::{Value, json};

    fn state(days: Option<i32>, teams: &[&str]) -> Value {
        let limit = |team: &&str| json!({ "labelSet": { "team": team }, "limits": { "maxSeries": 10 } });
        let limits: Vec<Value> = teams.iter().map(limit).collect();
        json!({ "retentionPeriodInDays": days, "limitsPerLabelSet": limits })
    }

    #[test]
    fn a_shorter_retention_wants_the_alias_typed_and_so_does_one_whose_present_one_is_not_known() {
        let asks =
            |from, to| WorkspaceConfiguration.asked_confirmation("edge", &state(from, &[]), &state(to, &[])).is_some();
        assert!(asks(Some(150), Some(149)) && asks(None, Some(149)));
        assert!(!asks(Some(150), Some(150)) && !asks(Some(150), Some(151)) && !asks(Some(150), None));
    }

    #[test]
    fn a_list_that_aws_does_not_tell_is_not_replaced() {
        let unknown = json!({ "retentionPeriodInDays": 150, "limitsPerLabelSet": null });
        let form = |teams: &[&str]| WorkspaceConfiguration.form_values(&state(Some(90), teams));
        assert!(WorkspaceConfiguration.desired_state(&form(&["a"]), &unknown).is_err());
        let desired = WorkspaceConfiguration.desired_state(&form(&[]), &unknown);
        assert!(desired.is_ok_and(|desired| desired["limitsPerLabelSet"].is_null()));
    }

    #[test]
    fn label_sets_that_are_not_in_the_new_list_are_counted() {
        let told = |before: &[&str], after: &[&str]| {
            WorkspaceConfiguration.edit_warnings(&state(None, before), &state(None, after))
        };
        assert_eq!(told(&["a", "b", "c"], &["a", "d"]), [Warning::LimitsReplaced { removed: 2 }]);
        assert!(told(&["a"], &["a", "b"]).is_empty());
    }
}
