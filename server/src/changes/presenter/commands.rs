//! A plan as commands for the AWS command line.

use super::super::core::kind::ChangeKind;
use super::super::core::policy::SecretUse;
use super::super::core::proposal::TargetJob;
use super::target::name_target;
use std::fmt::Write as _;

/// One command a step, with a line before each target that says where it belongs.
pub fn commands(jobs: &[TargetJob]) -> String {
    let mut text = String::new();
    for job in jobs {
        let Some(first) = job.changes.first() else { continue };
        let (target, scope) = (name_target(first.write_target()), first.write_target().scope());
        // Writing into a string cannot fail.
        let _ = writeln!(text, "# {} (account {}, with credentials for it)", target, scope.account);
        for change in &job.changes {
            let _ = writeln!(text, "{}", command(&**change));
        }
    }
    text
}

fn command(change: &dyn ChangeKind) -> String {
    let (service, operation) = change.iam_action().split_once(':').unwrap_or_default();
    let service = if service == "aps" { "amp" } else { service };
    let mut input = change.aws_request();
    let secret = match change.call_policy().secret {
        SecretUse::None => None,
        SecretUse::Entered => Some(("grafanaToken", "YOUR-GRAFANA-TOKEN")),
        SecretUse::Minted => Some(("SecretString", "THE-MINTED-SECRET")),
    };
    if let (Some((name, value)), Some(input)) = (secret, input.as_object_mut()) {
        input.insert(name.to_owned(), value.into());
    }
    let region = &change.write_target().scope().region;
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
    use crate::changes::kinds::Tag;
    use model::{Kind, ResourceKey};

    fn tag(value: &str) -> String {
        let key = ResourceKey::parse(
            Kind::Prometheus,
            "441122338890",
            "eu-west-1",
            "ws-0a1b2c3d-0000-1111-2222-333344445555",
        );
        let tags = [("team".to_owned(), value.to_owned())].into();
        command(&Tag { key: key.unwrap(), tags })
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
