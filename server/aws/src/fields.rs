//! What AWS calls an input, and what our form calls it.

use crate::gate::Service;

type Names = &'static [(&'static str, &'static str)];

const GRAFANA_CREATE: Names = &[
    ("workspaceName", "name"),
    ("workspaceDescription", "description"),
    ("accountAccessType", "account_access"),
    ("authenticationProviders", "providers"),
    ("permissionType", "permission_type"),
    ("workspaceRoleArn", "role_arn"),
    ("grafanaVersion", "version"),
    ("ipAddressType", "ip_address_type"),
    ("kmsKeyId", "kms_key_id"),
    ("configuration", "configuration"),
    ("workspaceDataSources", "data_sources"),
    ("workspaceNotificationDestinations", "notifications"),
    ("workspaceOrganizationalUnits", "organizational_units"),
    ("organizationRoleName", "organization_role_name"),
    ("stackSetName", "stack_set_name"),
    ("securityGroupIds", "security_group_ids"),
    ("subnetIds", "subnet_ids"),
    ("prefixListIds", "prefix_list_ids"),
    ("vpceIds", "vpce_ids"),
    // Of a pair that is wrong as a whole, the first field carries the sentence.
    ("vpcConfiguration", "security_group_ids"),
    ("networkAccessControl", "prefix_list_ids"),
    ("tags", "tags"),
];
const ACCOUNT_CREATE: Names = &[("name", "name"), ("grafanaRole", "grafana_role")];
const TOKEN_CREATE: Names = &[("name", "name"), ("secondsToLive", "seconds_to_live")];
const PROMETHEUS_CREATE: Names = &[("alias", "alias"), ("kmsKeyArn", "kms_key_arn"), ("tags", "tags")];
const DOMAIN_CREATE: Names = &[("domain", "name"), ("encryptionKey", "encryption_key"), ("tags", "tags")];

fn names(service: Service, operation: &str) -> Names {
    match (service, operation) {
        (Service::Grafana, "CreateWorkspace") => GRAFANA_CREATE,
        (Service::Grafana, "CreateWorkspaceServiceAccount") => ACCOUNT_CREATE,
        (Service::Grafana, "CreateWorkspaceServiceAccountToken") => TOKEN_CREATE,
        (Service::Prometheus, "CreateWorkspace") => PROMETHEUS_CREATE,
        (Service::CodeArtifact, "CreateDomain") => DOMAIN_CREATE,
        _ => &[],
    }
}

/// The form's field for AWS's name of it, which may be a path: `vpcConfiguration/subnetIds/1`, `tags[0].key`.
pub(crate) fn form_field(service: Service, operation: &str, aws: &str) -> Option<&'static str> {
    let known = names(service, operation);
    let find = |word: &str| known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, field)| *field);
    aws.rsplit(['/', '.', '[', ']']).filter(|word| !word.is_empty()).find_map(find)
}

/// The fields a message names in quotes, as in `Value 'X' at 'domain' failed to satisfy constraint`.
pub(crate) fn quoted_fields(service: Service, operation: &str, message: &str) -> Vec<&'static str> {
    let quoted = |name: &str| message.contains(&format!("at '{name}'")) || message.contains(&format!("at '{name}."));
    names(service, operation).iter().filter(|(name, _)| quoted(name)).map(|(_, field)| *field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_lands_on_the_innermost_field_the_form_has() {
        let field = |aws| form_field(Service::Grafana, "CreateWorkspace", aws);
        assert_eq!(field("workspaceName"), Some("name"));
        assert_eq!(field("/vpcConfiguration/subnetIds/1"), Some("subnet_ids"));
        assert_eq!(field("vpcConfiguration"), Some("security_group_ids"));
        assert_eq!(field("tags[0].key"), Some("tags"));
        assert_eq!(field("workspaceId"), None);
    }

    #[test]
    fn a_field_belongs_to_its_operation() {
        assert_eq!(form_field(Service::Prometheus, "CreateWorkspace", "alias"), Some("alias"));
        assert_eq!(form_field(Service::Prometheus, "DescribeWorkspace", "alias"), None);
    }

    #[test]
    fn a_message_that_names_a_field_in_quotes_lands_on_it() {
        let message = "1 validation error detected: Value 'X' at 'domain' failed to satisfy constraint: length";
        assert_eq!(quoted_fields(Service::CodeArtifact, "CreateDomain", message), ["name"]);
        assert!(quoted_fields(Service::CodeArtifact, "CreateDomain", "The domain is odd.").is_empty());
    }
}
