//! Managed Grafana CreateWorkspace, every input of it.

use super::rules::{Errors, all_of, ids, length, one_of, optional_length, optional_lines, tags, visible_character};
use super::{Choice, Place, Settings, Tag, choice};
use crate::{FieldError, WorkspaceId};
use serde::{Deserialize, Serialize};

/// `authenticationProviders`: how people sign in.
pub const PROVIDERS: [Choice; 2] = [
    choice(
        "AWS_SSO",
        "IAM Identity Center",
        "People and groups of your organization; roles are given in the workspace.",
    ),
    choice(
        "SAML",
        "SAML",
        "Your own identity provider; roles come from its assertions. To be set up once it is active.",
    ),
];
/// `accountAccessType`.
pub const ACCOUNT_ACCESS: [Choice; 2] = [
    choice("CURRENT_ACCOUNT", "This account", "The workspace reads data of its own account."),
    choice("ORGANIZATION", "Organization", "The workspace reads data of other accounts of the organization."),
];
/// `permissionType`.
pub const PERMISSION_TYPES: [Choice; 2] = [
    choice("CUSTOMER_MANAGED", "Managed by you", "You name the IAM role the workspace reads data with."),
    choice(
        "SERVICE_MANAGED",
        "Managed by AWS",
        "Through the API, AWS creates no role: data sources stay without access until one is set.",
    ),
];
/// `ipAddressType`.
pub const IP_ADDRESS_TYPES: [Choice; 2] = [
    choice("IPv4", "IPv4", "Reached over IPv4 alone."),
    choice("DualStack", "Dual stack", "Reached over IPv4 and IPv6."),
];
/// `workspaceNotificationDestinations`.
pub const NOTIFICATIONS: [Choice; 1] = [choice("SNS", "Amazon SNS", "Alerts may be sent to SNS topics.")];
/// `workspaceDataSources`.
pub const DATA_SOURCES: [Choice; 9] = [
    choice("CLOUDWATCH", "CloudWatch", ""),
    choice("PROMETHEUS", "Managed Prometheus", ""),
    choice("XRAY", "X-Ray", ""),
    choice("AMAZON_OPENSEARCH_SERVICE", "OpenSearch Service", ""),
    choice("ATHENA", "Athena", ""),
    choice("REDSHIFT", "Redshift", ""),
    choice("SITEWISE", "IoT SiteWise", ""),
    choice("TIMESTREAM", "Timestream", ""),
    choice("TWINMAKER", "IoT TwinMaker", ""),
];

/// Outbound access to a VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vpc {
    /// 1 to 5.
    pub security_group_ids: Vec<String>,
    /// 2 to 6.
    pub subnet_ids: Vec<String>,
}

/// Inbound access from these alone. Both lists empty means that nobody gets in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// At most 5.
    pub prefix_list_ids: Vec<String>,
    /// At most 5.
    pub vpce_ids: Vec<String>,
}

/// Empty text and `None` mean: not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateWorkspace {
    pub place: Place,
    /// 1 to 255 of `a-z A-Z 0-9 - . _ ~`.
    pub name: String,
    /// At most 2048 characters.
    pub description: String,
    pub account_access: String,
    pub providers: Vec<String>,
    pub permission_type: String,
    pub role_arn: String,
    pub version: String,
    pub ip_address_type: String,
    pub kms_key_id: String,
    /// JSON, 2 to 65,536 characters.
    pub configuration: String,
    pub data_sources: Vec<String>,
    pub notifications: Vec<String>,
    pub organizational_units: Vec<String>,
    pub organization_role_name: String,
    pub stack_set_name: String,
    pub vpc: Option<Vpc>,
    pub network: Option<Network>,
    pub tags: Vec<Tag>,
}

impl CreateWorkspace {
    /// The form as it is first opened.
    pub fn fresh(place: Place) -> Self {
        Self {
            place,
            account_access: "CURRENT_ACCOUNT".into(),
            providers: vec!["AWS_SSO".into()],
            permission_type: "CUSTOMER_MANAGED".into(),
            ..Self::default()
        }
    }

    /// The part that can be changed later.
    pub fn settings(&self) -> Settings {
        Settings {
            name: self.name.clone(),
            description: self.description.clone(),
            account_access: self.account_access.clone(),
            permission_type: self.permission_type.clone(),
            role_arn: self.role_arn.clone(),
            ip_address_type: self.ip_address_type.clone(),
            notifications: self.notifications.clone(),
            organizational_units: self.organizational_units.clone(),
            organization_role_name: self.organization_role_name.clone(),
            stack_set_name: self.stack_set_name.clone(),
            vpc: self.vpc.clone(),
            network: self.network.clone(),
        }
    }

    /// With that part as it is in `settings`.
    #[must_use]
    pub fn with(self, settings: Settings) -> Self {
        Self {
            name: settings.name,
            description: settings.description,
            account_access: settings.account_access,
            permission_type: settings.permission_type,
            role_arn: settings.role_arn,
            ip_address_type: settings.ip_address_type,
            notifications: settings.notifications,
            organizational_units: settings.organizational_units,
            organization_role_name: settings.organization_role_name,
            stack_set_name: settings.stack_set_name,
            vpc: settings.vpc,
            network: settings.network,
            ..self
        }
    }

    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        self.place.check(&mut errors);
        check_name(&mut errors, &self.name);
        optional_lines(&mut errors, "description", &self.description, 1, 2048);
        one_of(&mut errors, "account_access", &self.account_access, &ACCOUNT_ACCESS);
        self.check_access(&mut errors);
        optional_length(&mut errors, "version", &self.version, 1, 255);
        if !self.ip_address_type.is_empty() {
            one_of(&mut errors, "ip_address_type", &self.ip_address_type, &IP_ADDRESS_TYPES);
        }
        self.check_key(&mut errors);
        self.check_configuration(&mut errors);
        all_of(&mut errors, "data_sources", &self.data_sources, &DATA_SOURCES);
        all_of(&mut errors, "notifications", &self.notifications, &NOTIFICATIONS);
        self.check_organization(&mut errors);
        check_networks(&mut errors, self.vpc.as_ref(), self.network.as_ref());
        tags(&mut errors, &self.tags, 50, visible_character);
        errors
    }

    fn check_access(&self, errors: &mut Errors) {
        if self.providers.is_empty() {
            errors.push(FieldError::new("providers", "Choose at least one way to sign in."));
        }
        all_of(errors, "providers", &self.providers, &PROVIDERS);
        one_of(errors, "permission_type", &self.permission_type, &PERMISSION_TYPES);
        check_role(errors, &self.role_arn);
    }

    fn check_key(&self, errors: &mut Errors) {
        let valid = |b: u8| b.is_ascii_alphanumeric() || b":/_-".contains(&b);
        if !self.kms_key_id.bytes().all(valid) {
            errors
                .push(FieldError::new("kms_key_id", "Enter a key id, alias or ARN: letters, digits and : / _ - only."));
        } else {
            optional_length(errors, "kms_key_id", &self.kms_key_id, 1, 2048);
        }
    }

    fn check_configuration(&self, errors: &mut Errors) {
        let text = self.configuration.trim();
        optional_lines(errors, "configuration", &self.configuration, 2, 65_536);
        let is_object = text.starts_with('{') && text.ends_with('}');
        if !text.is_empty() && !is_object {
            errors.push(FieldError::new(
                "configuration",
                "Enter a JSON object, such as {\"unifiedAlerting\": {\"enabled\": true}}.",
            ));
        }
    }

    fn check_organization(&self, errors: &mut Errors) {
        ids(errors, "organizational_units", &self.organizational_units, (0, 100), 255);
        optional_length(errors, "organization_role_name", &self.organization_role_name, 1, 2048);
        optional_length(errors, "stack_set_name", &self.stack_set_name, 1, 2048);
    }
}

pub(super) fn check_name(errors: &mut Errors, name: &str) {
    let valid = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    if name.len() <= 255 && !name.bytes().all(valid) {
        errors.push(FieldError::new("name", "Use letters, digits and - . _ ~ only; no spaces."));
    } else if WorkspaceId::parse(name).is_ok() {
        errors.push(FieldError::new(
            "name",
            "This has the form of a workspace id. Choose a name people can tell apart from ids.",
        ));
    } else {
        length(errors, "name", name, 1, 255);
    }
}

pub(super) fn check_role(errors: &mut Errors, role_arn: &str) {
    optional_length(errors, "role_arn", role_arn, 1, 2048);
    let is_role = role_arn.starts_with("arn:aws") && role_arn.contains(":role/");
    if !role_arn.is_empty() && !is_role {
        errors.push(FieldError::new("role_arn", "Enter a role's ARN. Example: arn:aws:iam::441122338890:role/grafana"));
    }
}

pub(super) fn check_networks(errors: &mut Errors, vpc: Option<&Vpc>, network: Option<&Network>) {
    if let Some(vpc) = vpc {
        ids(errors, "security_group_ids", &vpc.security_group_ids, (1, 5), 255);
        ids(errors, "subnet_ids", &vpc.subnet_ids, (2, 6), 255);
    }
    if let Some(network) = network {
        ids(errors, "prefix_list_ids", &network.prefix_list_ids, (0, 5), 100);
        ids(errors, "vpce_ids", &network.vpce_ids, (0, 5), 100);
    }
}
