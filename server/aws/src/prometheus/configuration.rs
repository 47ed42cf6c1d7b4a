//! The configuration of a workspace: how long it keeps samples, how many series it takes, when its rules look.

use aws_sdk_amp::error::BuildError;
use aws_sdk_amp::types as sdk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// DescribeWorkspaceConfiguration, under the names it has on the wire but for the two of its status. A number that is
/// `None` was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PrometheusConfiguration {
    /// ACTIVE, UPDATING or UPDATE_FAILED; what failed changed nothing.
    pub status: String,
    /// AWS's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_period_in_days: Option<i32>,
    /// `None`: AWS does not name a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits_per_label_set: Option<Vec<LimitsPerLabelSet>>,
    /// 0: samples that come out of order are refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_order_time_window_in_seconds: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_query_offset_in_seconds: Option<i32>,
}

/// How many series may match one label set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitsPerLabelSet {
    /// Empty: of all series that match no other.
    pub label_set: BTreeMap<String, String>,
    pub limits: LimitsPerLabelSetEntry,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LimitsPerLabelSetEntry {
    /// Active series; 0 measures them and limits nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_series: Option<i64>,
}

/// UpdateWorkspaceConfiguration: its inputs under the names they have on the wire. What is `None` is not sent, and stays
/// as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdatePrometheusConfigurationCall {
    /// At least 1. Samples that are older are deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_period_in_days: Option<i32>,
    /// The whole list: what is not in it is removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits_per_label_set: Option<Vec<LimitsPerLabelSet>>,
    /// At least 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_order_time_window_in_seconds: Option<i32>,
    /// At least 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_query_offset_in_seconds: Option<i32>,
    /// 1 to 64 visible characters; the same token again changes nothing more.
    pub client_token: String,
}

impl From<sdk::LimitsPerLabelSet> for LimitsPerLabelSet {
    fn from(from: sdk::LimitsPerLabelSet) -> Self {
        let max_series = from.limits.and_then(|limits| limits.max_series);
        Self { label_set: from.label_set.into_iter().collect(), limits: LimitsPerLabelSetEntry { max_series } }
    }
}

/// As the SDK sends it.
pub(super) fn sent(from: &LimitsPerLabelSet) -> Result<sdk::LimitsPerLabelSet, BuildError> {
    let limits = sdk::LimitsPerLabelSetEntry::builder().set_max_series(from.limits.max_series).build();
    let labels = from.label_set.clone().into_iter().collect();
    sdk::LimitsPerLabelSet::builder().limits(limits).set_label_set(Some(labels)).build()
}

impl From<sdk::WorkspaceConfigurationDescription> for PrometheusConfiguration {
    fn from(from: sdk::WorkspaceConfigurationDescription) -> Self {
        let (status, status_reason) = from
            .status
            .map_or((String::new(), None), |status| (status.status_code.as_str().to_owned(), status.status_reason));
        let limits = from.limits_per_label_set.map(|list| list.into_iter().map(LimitsPerLabelSet::from).collect());
        Self {
            status,
            status_reason,
            retention_period_in_days: from.retention_period_in_days,
            limits_per_label_set: limits,
            out_of_order_time_window_in_seconds: from.out_of_order_time_window_in_seconds,
            rule_query_offset_in_seconds: from.rule_query_offset_in_seconds,
        }
    }
}
