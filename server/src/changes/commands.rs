//! A plan as commands for the AWS command line.

use super::change::Change;
use super::part::Job;
use super::request::request;
use std::fmt::Write as _;

/// One command a step, with a line before each target that says where it belongs.
pub fn commands(jobs: &[Job]) -> String {
    let mut text = String::new();
    for job in jobs {
        let Some(first) = job.changes.first() else { continue };
        let scope = first.scope();
        // Writing into a string cannot fail.
        let _ = writeln!(text, "# {} (account {}, with credentials for it)", first.target_name(), scope.account);
        for change in &job.changes {
            let _ = writeln!(text, "{}", command(change));
        }
    }
    text
}

fn command(change: &Change) -> String {
    let (service, operation) = change.operation().split_once(':').unwrap_or_default();
    let service = if service == "aps" { "amp" } else { service };
    let mut input = request(change);
    if change.needs_secret()
        && let Some(input) = input.as_object_mut()
    {
        input.insert("grafanaToken".to_owned(), "YOUR-GRAFANA-TOKEN".into());
    }
    if change.delivers()
        && let Some(input) = input.as_object_mut()
    {
        input.insert("SecretString".to_owned(), "THE-MINTED-SECRET".into());
    }
    let region = &change.scope().region;
    format!("aws {service} {} --region {region} --cli-input-json {}", kebab(operation), quoted(&input.to_string()))
}

/// `UpdateWorkspace` is `update-workspace` there.
fn kebab(operation: &str) -> String {
    let mut name = String::new();
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// For a POSIX shell: nothing inside single quotes means anything but a single quote.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::command;
    use crate::changes::change::Change;
    use model::{Kind, ResourceKey};

    fn tag(value: &str) -> String {
        let key = ResourceKey::parse(
            Kind::Prometheus,
            "441122338890",
            "eu-west-1",
            "ws-0a1b2c3d-0000-1111-2222-333344445555",
        );
        let tags = [("team".to_owned(), value.to_owned())].into();
        command(&Change::Tag { key: key.unwrap(), tags })
    }

    #[test]
    fn a_step_is_one_command_in_its_region() {
        assert!(
            tag("edge").starts_with("aws amp tag-resource --region eu-west-1 --cli-input-json '{"),
            "{}",
            tag("edge")
        );
    }

    #[test]
    fn a_quote_in_a_value_does_not_end_the_argument() {
        assert!(tag("it's").contains(r"it'\''s"));
    }
}
