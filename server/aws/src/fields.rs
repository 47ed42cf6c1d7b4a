//! What AWS calls an input, and what our form calls it.

use crate::gate::Service;

/// What follows these in a path are keys that somebody chose: a tag may be called "alias".
const MAPS: [&str; 2] = ["tags", "labelSet"];

type Names = &'static [(&'static str, &'static str)];

const GRAFANA_WORKSPACE: Names = &[
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
    ("removeVpcConfiguration", "security_group_ids"),
    ("removeNetworkAccessConfiguration", "prefix_list_ids"),
    ("tags", "tags"),
];
const SIGN_IN: Names = &[
    ("authenticationProviders", "providers"),
    ("url", "metadata_url"),
    ("xml", "metadata_xml"),
    ("idpMetadata", "metadata_url"),
    ("name", "attribute_name"),
    ("login", "attribute_login"),
    ("email", "attribute_email"),
    ("groups", "attribute_groups"),
    ("role", "attribute_role"),
    ("org", "attribute_org"),
    ("admin", "admin_values"),
    ("editor", "editor_values"),
    ("allowedOrganizations", "organizations"),
    ("loginValidityDuration", "login_minutes"),
];
const CONFIGURATION: Names = &[("configuration", "configuration"), ("grafanaVersion", "version")];
const LICENSE: Names = &[("grafanaToken", "token"), ("licenseType", "license")];
const TAGS: Names = &[("tags", "tags"), ("tagKeys", "tags")];
const ACCOUNT_CREATE: Names = &[("name", "name"), ("grafanaRole", "grafana_role")];
const TOKEN_CREATE: Names = &[("name", "name"), ("secondsToLive", "seconds_to_live")];
const API_KEY_CREATE: Names = &[("keyName", "name"), ("keyRole", "grafana_role"), ("secondsToLive", "seconds_to_live")];
const PROMETHEUS_CREATE: Names = &[("alias", "alias"), ("kmsKeyArn", "kms_key_arn"), ("tags", "tags")];
const ALIAS: Names = &[("alias", "alias")];
const PROMETHEUS_CONFIGURATION: Names = &[
    ("retentionPeriodInDays", "retention_days"),
    ("limitsPerLabelSet", "limits"),
    ("labelSet", "limits"),
    ("maxSeries", "limits"),
    ("outOfOrderTimeWindowInSeconds", "out_of_order_seconds"),
    ("ruleQueryOffsetInSeconds", "rule_offset_seconds"),
];
const DOMAIN_CREATE: Names = &[("domain", "name"), ("encryptionKey", "encryption_key"), ("tags", "tags")];
const POLICY: Names = &[("policyDocument", "document"), ("policyRevision", "revision")];
const SECRET: Names = &[("name", "deliver_to"), ("secretId", "deliver_to")];

fn names(service: Service, operation: &str) -> Names {
    match (service, operation) {
        (Service::SecretsManager, "CreateSecret" | "PutSecretValue" | "TagResource") => SECRET,
        (_, "TagResource" | "UntagResource") => TAGS,
        (Service::Grafana, "CreateWorkspace" | "UpdateWorkspace") => GRAFANA_WORKSPACE,
        (Service::Grafana, "CreateWorkspaceServiceAccount") => ACCOUNT_CREATE,
        (Service::Grafana, "CreateWorkspaceServiceAccountToken") => TOKEN_CREATE,
        (Service::Grafana, "CreateWorkspaceApiKey") => API_KEY_CREATE,
        (Service::Grafana, "UpdateWorkspaceAuthentication") => SIGN_IN,
        (Service::Grafana, "UpdateWorkspaceConfiguration") => CONFIGURATION,
        (Service::Grafana, "AssociateLicense" | "DisassociateLicense") => LICENSE,
        (Service::Prometheus, "CreateWorkspace") => PROMETHEUS_CREATE,
        (Service::Prometheus, "UpdateWorkspaceAlias") => ALIAS,
        (Service::Prometheus, "UpdateWorkspaceConfiguration") => PROMETHEUS_CONFIGURATION,
        (Service::CodeArtifact, "CreateDomain") => DOMAIN_CREATE,
        (Service::CodeArtifact, "PutDomainPermissionsPolicy" | "DeleteDomainPermissionsPolicy") => POLICY,
        _ => &[],
    }
}

/// The form's field for AWS's name of it, which may be a path: `vpcConfiguration/subnetIds/1`, `tags[0].key`.
pub(crate) fn form_field(service: Service, operation: &str, aws: &str) -> Option<&'static str> {
    let known = names(service, operation);
    let find = |word: &str| known.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, field)| *field);
    let words: Vec<&str> = aws.split(['/', '.', '[', ']']).filter(|word| !word.is_empty()).collect();
    let end = words.iter().position(|word| MAPS.contains(word)).map_or(words.len(), |at| at + 1);
    words.iter().take(end).rev().find_map(|word| find(word))
}

/// The fields a message names in quotes, as in `Value 'X' at 'domain' failed to satisfy constraint`.
pub(crate) fn quoted_fields(service: Service, operation: &str, message: &str) -> Vec<&'static str> {
    let quoted = message.split("at '").skip(1).filter_map(|rest| rest.split_once('\''));
    let mut fields = Vec::new();
    for field in quoted.filter_map(|(path, _)| form_field(service, operation, path)) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
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
    fn the_two_operations_of_one_name_have_fields_of_their_own() {
        let field = |service, aws| form_field(service, "UpdateWorkspaceConfiguration", aws);
        assert_eq!(field(Service::Prometheus, "retentionPeriodInDays"), Some("retention_days"));
        assert_eq!(field(Service::Prometheus, "limitsPerLabelSet.1.labelSet.team"), Some("limits"));
        assert_eq!(field(Service::Prometheus, "limitsPerLabelSet[0].limits.maxSeries"), Some("limits"));
        assert_eq!(field(Service::Prometheus, "configuration"), None);
        assert_eq!(field(Service::Grafana, "retentionPeriodInDays"), None);
    }

    #[test]
    fn the_key_of_a_tag_or_label_is_no_field_whatever_it_is_called() {
        assert_eq!(form_field(Service::Prometheus, "CreateWorkspace", "tags.alias"), Some("tags"));
        let field = |aws| form_field(Service::Prometheus, "UpdateWorkspaceConfiguration", aws);
        assert_eq!(field("limitsPerLabelSet.0.labelSet.retentionPeriodInDays"), Some("limits"));
    }

    #[test]
    fn a_field_belongs_to_its_operation() {
        assert_eq!(form_field(Service::Prometheus, "CreateWorkspace", "alias"), Some("alias"));
        assert_eq!(form_field(Service::Prometheus, "DescribeWorkspace", "alias"), None);
        assert_eq!(form_field(Service::SecretsManager, "CreateSecret", "name"), Some("deliver_to"));
        assert_eq!(form_field(Service::SecretsManager, "PutSecretValue", "secretId"), Some("deliver_to"));
        assert_eq!(form_field(Service::Grafana, "CreateWorkspaceApiKey", "keyName"), Some("name"));
    }

    #[test]
    fn a_message_that_names_a_field_in_quotes_lands_on_it() {
        let message = "1 validation error detected: Value 'X' at 'domain' failed to satisfy constraint: length";
        assert_eq!(quoted_fields(Service::CodeArtifact, "CreateDomain", message), ["name"]);
        assert!(quoted_fields(Service::CodeArtifact, "CreateDomain", "The domain is odd.").is_empty());
    }

    #[test]
    fn what_is_wrong_with_signing_in_lands_where_it_was_entered() {
        let field = |aws| form_field(Service::Grafana, "UpdateWorkspaceAuthentication", aws);
        assert_eq!(field("authenticationProviders.0"), Some("providers"));
        assert_eq!(field("samlConfiguration.idpMetadata"), Some("metadata_url"));
        assert_eq!(field("samlConfiguration.idpMetadata.xml"), Some("metadata_xml"));
        assert_eq!(field("samlConfiguration.assertionAttributes.role"), Some("attribute_role"));
        assert_eq!(field("samlConfiguration.roleValues.admin.3"), Some("admin_values"));
        assert_eq!(field("samlConfiguration.loginValidityDuration"), Some("login_minutes"));
    }

    #[test]
    fn a_quoted_path_lands_on_its_innermost_field_once() {
        let message = "2 validation errors detected: Value at 'samlConfiguration.roleValues.admin.0' is odd; Value at \
                       'samlConfiguration.roleValues.admin.1' is odd";
        assert_eq!(quoted_fields(Service::Grafana, "UpdateWorkspaceAuthentication", message), ["admin_values"]);
    }
}
