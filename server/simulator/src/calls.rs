//! AWS's calls, as far as the simulation tells them apart.

use emulator::CallRecord;

const WRITES: [&str; 9] = ["Create", "Update", "Delete", "Put", "Tag", "Untag", "Associate", "Disassociate", "Remove"];

pub fn is_write(operation: &str) -> bool {
    WRITES.iter().any(|word| operation.starts_with(word))
}

/// As IAM writes it: `grafana:UpdateWorkspace`.
pub fn action_of(record: &CallRecord) -> String {
    let prefix = if record.service == "prometheus" { "aps" } else { record.service.as_str() };
    format!("{prefix}:{}", record.operation)
}

/// What of a resource an action changes, of those that others change, too.
pub fn category_of(action: &str) -> Option<&'static str> {
    Some(match action {
        "grafana:UpdateWorkspace" => "settings",
        "grafana:UpdateWorkspaceAuthentication" => "sign-in",
        "grafana:UpdateWorkspaceConfiguration" => "configuration",
        "aps:UpdateWorkspaceAlias" => "alias",
        "aps:UpdateWorkspaceConfiguration" => "limits",
        "codeartifact:PutDomainPermissionsPolicy" | "codeartifact:DeleteDomainPermissionsPolicy" => "policy",
        action if action.ends_with(":TagResource") || action.ends_with(":UntagResource") => "tags",
        _ => return None,
    })
}

/// The id at the end of an ARN.
pub fn id_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
