//! What AWS returned, as facts a person can read: every field, in a fixed order, with the absent ones said to be so.

mod domain;
mod prometheus_configuration;
mod sign_in;
mod workspace;

pub(super) use domain::{domain, policy, prometheus, repositories};
pub(super) use prometheus_configuration::prometheus_configuration;
pub(super) use sign_in::sign_in;
pub(super) use workspace::{configuration, workspace};

use aws::Tags;
use model::Millis;
use model::detail::{Fact, Value};

/// What AWS left out, though it is there.
const UNKNOWN: &str = "not known: AWS did not say";

pub(super) fn tags(tags: &Tags) -> Vec<Fact> {
    vec![tag_fact(tags)]
}

fn tag_fact(tags: &Tags) -> Fact {
    let pairs = tags.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    Fact::new("Tags", if tags.is_empty() { Value::Absent("none".into()) } else { Value::Tags(pairs) })
}

fn text(label: &str, value: Option<&str>, absent: &str) -> Fact {
    Fact::new(label, value.filter(|v| !v.is_empty()).map_or(Value::Absent(absent.into()), |v| Value::Text(v.into())))
}

fn code(label: &str, value: Option<&str>, absent: &str) -> Fact {
    Fact::new(label, value.filter(|v| !v.is_empty()).map_or(Value::Absent(absent.into()), |v| Value::Code(v.into())))
}

fn time(label: &str, value: Option<Millis>, absent: &str) -> Fact {
    Fact::new(label, value.map_or(Value::Absent(absent.into()), Value::Time))
}

fn list(label: &str, values: &[String], absent: &str) -> Fact {
    Fact::new(label, if values.is_empty() { Value::Absent(absent.into()) } else { Value::List(values.to_vec()) })
}
