//! DescribeWorkspaceConfiguration of Managed Prometheus.

use super::{UNKNOWN, text};
use crate::words::{counted, grouped};
use aws::prometheus::{LimitsPerLabelSet, PrometheusConfiguration};
use model::Status;
use model::detail::{Fact, Value};
use model::form::LabelSetLimit;

pub(in crate::fleet) fn prometheus_configuration(found: &PrometheusConfiguration) -> Vec<Fact> {
    let PrometheusConfiguration {
        status,
        status_reason,
        retention_period_in_days,
        limits_per_label_set,
        out_of_order_time_window_in_seconds,
        rule_query_offset_in_seconds,
    } = found;
    let retention = retention_period_in_days.map(|days| counted(i64::from(days), "day"));
    let window = out_of_order_time_window_in_seconds.map(|seconds| match seconds {
        0 => "Off: AWS rejects samples out of order".to_owned(),
        seconds => counted(i64::from(seconds), "second"),
    });
    let offset = rule_query_offset_in_seconds.map(|seconds| match seconds {
        0 => "None".to_owned(),
        seconds => counted(i64::from(seconds), "second"),
    });
    let mut facts = vec![text("Status", Some(&Status::new(status.as_str()).word()), UNKNOWN)];
    facts.extend(status_reason.as_deref().map(|reason| text("AWS says", Some(reason), UNKNOWN)));
    facts.extend([
        text("Retention period", retention.as_deref(), UNKNOWN),
        limits(limits_per_label_set.as_deref()),
        text("Out-of-order time window", window.as_deref(), UNKNOWN),
        text("Rule query offset", offset.as_deref(), UNKNOWN),
    ]);
    facts
}

/// The whole list; AWS may leave it out, which is not to say that it is empty.
fn limits(found: Option<&[LimitsPerLabelSet]>) -> Fact {
    let value = match found {
        None => Value::Absent(UNKNOWN.into()),
        Some([]) => Value::Absent("none: only the quota of the workspace limits active series".into()),
        Some(sets) => Value::Tags(sets.iter().map(limit).collect()),
    };
    Fact::new("Label set limits", value)
}

/// A label set as PromQL writes it, and what limits it.
fn limit(set: &LimitsPerLabelSet) -> (String, String) {
    let labels = set.label_set.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let selector = LabelSetLimit { labels, max_series: String::new() }.selector();
    let most = match set.limits.max_series {
        None => UNKNOWN.to_owned(),
        Some(0) => "measured, not limited".to_owned(),
        Some(most) => format!("up to {} active series", grouped(most)),
    };
    (selector, most)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use aws::prometheus::LimitsPerLabelSetEntry;

    fn said(facts: &[Fact], label: &str) -> Value {
        facts.iter().find(|fact| fact.label == label).map(|fact| fact.value.clone()).unwrap()
    }

    fn set(labels: &[(&str, &str)], max_series: Option<i64>) -> LimitsPerLabelSet {
        let label_set = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        LimitsPerLabelSet { label_set, limits: LimitsPerLabelSetEntry { max_series } }
    }

    #[test]
    fn numbers_have_their_units_and_zero_says_what_it_means() {
        let found = PrometheusConfiguration {
            status: "ACTIVE".to_owned(),
            retention_period_in_days: Some(1095),
            out_of_order_time_window_in_seconds: Some(0),
            rule_query_offset_in_seconds: Some(1),
            ..PrometheusConfiguration::default()
        };
        let facts = prometheus_configuration(&found);
        assert_eq!(said(&facts, "Status"), Value::Text("Active".into()));
        assert_eq!(said(&facts, "Retention period"), Value::Text("1,095 days".into()));
        assert_eq!(
            said(&facts, "Out-of-order time window"),
            Value::Text("Off: AWS rejects samples out of order".into())
        );
        assert_eq!(said(&facts, "Rule query offset"), Value::Text("1 second".into()));
    }

    #[test]
    fn the_whole_list_of_label_sets_is_shown_and_an_untold_one_is_not_taken_for_an_empty_one() {
        let of = |limits_per_label_set| {
            let found = PrometheusConfiguration { limits_per_label_set, ..PrometheusConfiguration::default() };
            said(&prometheus_configuration(&found), "Label set limits")
        };
        let sets =
            vec![set(&[], Some(0)), set(&[("env", "prod"), ("team", "a")], Some(1_000_000)), set(&[("a", "b")], None)];
        let shown = [
            ("{}", "measured, not limited"),
            ("{env=\"prod\",team=\"a\"}", "up to 1,000,000 active series"),
            ("{a=\"b\"}", UNKNOWN),
        ];
        let shown = shown.map(|(selector, most)| (selector.to_owned(), most.to_owned()));
        assert_eq!(of(Some(sets)), Value::Tags(shown.to_vec()));
        assert_eq!(of(None), Value::Absent(UNKNOWN.into()));
        assert!(matches!(of(Some(Vec::new())), Value::Absent(why) if why.starts_with("none")));
    }

    #[test]
    fn an_update_that_failed_says_why() {
        let found = PrometheusConfiguration {
            status: "UPDATE_FAILED".to_owned(),
            status_reason: Some("The quota is used up.".to_owned()),
            ..PrometheusConfiguration::default()
        };
        let facts = prometheus_configuration(&found);
        assert_eq!(said(&facts, "Status"), Value::Text("Update failed".into()));
        assert_eq!(said(&facts, "AWS says"), Value::Text("The quota is used up.".into()));
    }
}
