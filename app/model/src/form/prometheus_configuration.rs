//! UpdateWorkspaceConfiguration of Managed Prometheus. Numbers are texts, as a person types them.

use super::Tag;
use super::rules::Errors;
use crate::FieldError;
use serde::{Deserialize, Serialize};

/// What a Prometheus workspace keeps and takes. A number that is empty stays as it is: AWS takes none back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrometheusConfigurationForm {
    /// Whole days, at least 1. Samples that are older are deleted.
    pub retention_days: String,
    /// The whole list, sorted by label sets: AWS replaces all of it.
    pub limits: Vec<LabelSetLimit>,
    /// How late a sample may come; 0: those out of order are refused.
    pub out_of_order_seconds: String,
    /// How far back rules look.
    pub rule_offset_seconds: String,
}

/// How many active series may match one label set.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelSetLimit {
    /// Sorted by name. None: all series that match no other label set.
    pub labels: Vec<Tag>,
    /// 0: they are measured, not limited.
    pub max_series: String,
}

impl PrometheusConfigurationForm {
    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        whole(&mut errors, ("retention_days", "days"), &self.retention_days, 1);
        errors.extend(self.limits_trouble().map(|sentence| FieldError::new("limits", sentence)));
        whole(&mut errors, ("out_of_order_seconds", "seconds"), &self.out_of_order_seconds, 0);
        whole(&mut errors, ("rule_offset_seconds", "seconds"), &self.rule_offset_seconds, 0);
        errors
    }

    /// `None`: it is empty, or no number.
    pub fn retention(&self) -> Option<i32> {
        number(&self.retention_days)
    }

    /// `None`: it is empty, or no number.
    pub fn out_of_order(&self) -> Option<i32> {
        number(&self.out_of_order_seconds)
    }

    /// `None`: it is empty, or no number.
    pub fn rule_offset(&self) -> Option<i32> {
        number(&self.rule_offset_seconds)
    }

    /// With label sets in the order that both states of an edit have.
    pub fn sorted(mut self) -> Self {
        self.limits.iter_mut().for_each(|limit| limit.labels.sort_unstable());
        self.limits.sort_unstable();
        self
    }

    fn limits_trouble(&self) -> Option<String> {
        let mut names: Vec<String> = self.limits.iter().map(LabelSetLimit::selector).collect();
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0].as_str());
        let trouble = self.limits.iter().find_map(LabelSetLimit::trouble);
        trouble.or_else(|| twice.map(|name| ["Remove the duplicate label set ", name, "."].concat()))
    }
}

impl LabelSetLimit {
    /// As PromQL writes it, sorted by name: `{env="prod",team="a"}`; `{}` without labels.
    pub fn selector(&self) -> String {
        let mut labels: Vec<&Tag> = self.labels.iter().collect();
        labels.sort_unstable();
        let quoted = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"");
        let each: Vec<String> = labels.iter().map(|(k, v)| [k.as_str(), "=\"", &quoted(v), "\""].concat()).collect();
        ["{", &each.join(","), "}"].concat()
    }

    /// `None`: it is empty, or no number.
    pub fn most(&self) -> Option<i64> {
        let typed = self.max_series.trim();
        typed.parse().ok().filter(|_| is_digits(typed))
    }

    fn trouble(&self) -> Option<String> {
        let mut names: Vec<&str> = self.labels.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let twice = names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let twice = twice.map(|name| ["Remove the duplicate label \"", name, "\" from its label set."].concat());
        let label = self.labels.iter().find_map(|(name, value)| label_trouble(name, value));
        label.or(twice).or_else(|| self.number_trouble())
    }

    fn number_trouble(&self) -> Option<String> {
        let sentence = ["Enter a maximum for ", &self.selector(), ": a whole number of active series, 0 or more."];
        self.most().is_none().then(|| sentence.concat())
    }
}

/// AWS accepts names as Prometheus has them, and values of ASCII characters, one of which can be seen.
fn label_trouble(name: &str, value: &str) -> Option<String> {
    if name.is_empty() {
        Some(["Enter a label name for the value \"", value, "\", or remove the line."].concat())
    } else if !is_name(name, "_") {
        let rule = "\": use letters, digits and _, and do not start with a digit.";
        Some(["Change the label name \"", name, rule].concat())
    } else if value.trim().is_empty() {
        Some(["Enter a value for the label \"", name, "\", or remove the line."].concat())
    } else if !value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        Some(["Use only visible ASCII characters in the value of the label \"", name, "\"."].concat())
    } else if name == "__name__" && !is_name(value, "_:") {
        let rule = "\": use letters, digits, _ and :, and do not start with a digit.";
        Some(["Change the metric name \"", value, rule].concat())
    } else {
        None
    }
}

/// ASCII letters, digits and `more`, and no digit first.
fn is_name(text: &str, more: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || more.contains(c);
    text.chars().all(fits) && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn number(text: &str) -> Option<i32> {
    let typed = text.trim();
    typed.parse().ok().filter(|_| is_digits(typed))
}

fn whole(errors: &mut Errors, (field, unit): (&str, &str), text: &str, least: i32) {
    if !text.trim().is_empty() && number(text).is_none_or(|n| n < least) {
        let least = least.to_string();
        let sentence = ["Enter a whole number of ", unit, ", ", &least, " to 2,147,483,647."];
        errors.push(FieldError::new(field, sentence.concat()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(labels: &[(&str, &str)], max_series: &str) -> LabelSetLimit {
        let labels = labels.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        LabelSetLimit { labels, max_series: max_series.to_owned() }
    }

    fn wrong(limits: Vec<LabelSetLimit>) -> Option<String> {
        let errors = PrometheusConfigurationForm { limits, ..Default::default() }.validate();
        assert!(errors.iter().all(|error| error.field == "limits") && errors.len() < 2, "{errors:?}");
        errors.into_iter().next().map(|error| error.message)
    }

    #[test]
    fn what_is_empty_stays_and_is_no_error() {
        let form = PrometheusConfigurationForm { retention_days: " ".to_owned(), ..Default::default() };
        assert_eq!((form.validate(), form.retention(), form.rule_offset()), (vec![], None, None));
    }

    #[test]
    fn a_number_is_whole_and_within_what_aws_takes() {
        let of = |text: &str| PrometheusConfigurationForm {
            retention_days: text.to_owned(),
            out_of_order_seconds: text.to_owned(),
            rule_offset_seconds: text.to_owned(),
            ..Default::default()
        };
        let fields = |text| of(text).validate().into_iter().map(|error| error.field).collect::<Vec<_>>();
        assert!(fields("1").is_empty() && fields(" 2147483647 ").is_empty());
        assert_eq!(fields("0"), ["retention_days"], "a window and an offset of none are taken");
        for text in ["-1", "+1", "1.5", "2147483648", "a year", "١"] {
            assert_eq!(fields(text), ["retention_days", "out_of_order_seconds", "rule_offset_seconds"], "{text}");
        }
        let form = of(" 60 ");
        assert_eq!((form.retention(), form.out_of_order(), form.rule_offset()), (Some(60), Some(60), Some(60)));
        assert_eq!(of("0").validate()[0].message, "Enter a whole number of days, 1 to 2,147,483,647.");
    }

    #[test]
    fn label_sets_are_taken_as_aws_takes_them() {
        let sets = [
            limit(&[], "0"),
            limit(&[("team", "a b~")], "9223372036854775807"),
            limit(&[("__name__", "http:requests_total"), ("_x9", "e")], "10"),
        ];
        assert_eq!(wrong(sets.to_vec()), None);
    }

    #[test]
    fn what_is_wrong_with_a_label_set_is_said_by_its_name() {
        for (set, part) in [
            (limit(&[("", "x")], "1"), "for the value \"x\""),
            (limit(&[("9a", "x")], "1"), "\"9a\""),
            (limit(&[("a-b", "x")], "1"), "\"a-b\""),
            (limit(&[("a", " ")], "1"), "a value for the label \"a\""),
            (limit(&[("a", "é")], "1"), "ASCII"),
            (limit(&[("a", "x\ty")], "1"), "ASCII"),
            (limit(&[("__name__", "http-requests")], "1"), "metric"),
            (limit(&[("a", "x"), ("a", "y")], "1"), "duplicate label \"a\""),
            (limit(&[("a", "x")], ""), "{a=\"x\"}"),
            (limit(&[], "-1"), "{}"),
            (limit(&[], "9223372036854775808"), "{}"),
        ] {
            let message = wrong(vec![set.clone()]).unwrap_or_default();
            assert!(message.contains(part), "{set:?}: {message}");
        }
    }

    #[test]
    fn a_label_set_is_there_once_in_whatever_order() {
        let (one, other) = (limit(&[("a", "x"), ("b", "y")], "1"), limit(&[("b", "y"), ("a", "x")], "2"));
        assert!(
            wrong(vec![one, other]).is_some_and(|message| message.contains("duplicate label set {a=\"x\",b=\"y\"}"))
        );
        assert!(
            wrong(vec![limit(&[], "1"), limit(&[], "1")])
                .is_some_and(|message| message.contains("duplicate label set {}"))
        );
    }

    #[test]
    fn label_sets_have_one_order() {
        let limits = vec![limit(&[("b", "y"), ("a", "x")], "1"), limit(&[], "2")];
        let sorted = PrometheusConfigurationForm { limits, ..Default::default() }.sorted();
        assert_eq!(sorted.limits, [limit(&[], "2"), limit(&[("a", "x"), ("b", "y")], "1")]);
    }

    #[test]
    fn a_label_set_is_written_as_promql_writes_it() {
        assert_eq!(limit(&[("b", "say \"hi\""), ("a", "c:\\d")], "1").selector(), r#"{a="c:\\d",b="say \"hi\""}"#);
    }
}
