//! The values of the form while it is edited, and back into what is sent.

use crate::pages::create::form::{Labels, TagRows, joined, known, listed};
use leptos::prelude::*;
use model::form::{CreateWorkspace, Network, Options, Place, Vpc};

pub const LABELS: Labels = &[
    ("place", "Account and region"),
    ("name", "Name"),
    ("description", "Description"),
    ("providers", "Sign-in methods"),
    ("account_access", "Data of"),
    ("organizational_units", "Organizational units"),
    ("organization_role_name", "Organization role name"),
    ("permission_type", "Permissions"),
    ("role_arn", "IAM role"),
    ("data_sources", "Data sources"),
    ("version", "Grafana version"),
    ("inbound", "Who can reach it"),
    ("prefix_list_ids", "Prefix lists"),
    ("vpce_ids", "VPC endpoints"),
    ("outbound", "What it can reach"),
    ("security_group_ids", "Security groups"),
    ("subnet_ids", "Subnets"),
    ("tags", "Tags"),
    ("notifications", "Notification channels"),
    ("ip_address_type", "Address type"),
    ("kms_key_id", "Encryption key"),
    ("configuration", "Configuration"),
    ("stack_set_name", "Stack set name"),
];

/// The fields that are folded away.
pub const RARE: &[&str] = &["notifications", "ip_address_type", "kms_key_id", "configuration", "stack_set_name"];

/// Whether one of the folded fields has a value.
pub fn rare_in_use(values: &CreateWorkspace) -> bool {
    let texts = [&values.ip_address_type, &values.kms_key_id, &values.configuration, &values.stack_set_name];
    !values.notifications.is_empty() || texts.iter().any(|text| !text.is_empty())
}

/// Values of the two questions that decide whether a part is sent at all.
pub const OPEN: &str = "open";
pub const RESTRICTED: &str = "restricted";
pub const PUBLIC: &str = "public";
pub const INSIDE_VPC: &str = "vpc";

const ORGANIZATION: &str = "ORGANIZATION";

#[derive(Clone, Copy)]
pub struct Fields {
    pub place: RwSignal<String>,
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub providers: RwSignal<Vec<String>>,
    pub account_access: RwSignal<String>,
    pub organizational_units: RwSignal<String>,
    pub organization_role_name: RwSignal<String>,
    pub permission_type: RwSignal<String>,
    pub role_arn: RwSignal<String>,
    pub data_sources: RwSignal<Vec<String>>,
    pub version: RwSignal<String>,
    pub inbound: RwSignal<String>,
    pub prefix_list_ids: RwSignal<String>,
    pub vpce_ids: RwSignal<String>,
    pub outbound: RwSignal<String>,
    pub security_group_ids: RwSignal<String>,
    pub subnet_ids: RwSignal<String>,
    pub tags: TagRows,
    pub notifications: RwSignal<Vec<String>>,
    pub ip_address_type: RwSignal<String>,
    pub kms_key_id: RwSignal<String>,
    pub configuration: RwSignal<String>,
    pub stack_set_name: RwSignal<String>,
}

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

fn line(value: RwSignal<String>) -> String {
    value.with(|value| value.trim().to_owned())
}

fn ids(value: RwSignal<String>) -> Vec<String> {
    value.with(|value| listed(value))
}

impl Fields {
    pub fn of(values: &CreateWorkspace, options: &Options) -> Self {
        let (network, vpc) = (values.network.clone(), values.vpc.clone());
        let (inbound, outbound) =
            (if network.is_some() { RESTRICTED } else { OPEN }, if vpc.is_some() { INSIDE_VPC } else { PUBLIC });
        let (network, vpc) = (network.unwrap_or_default(), vpc.unwrap_or_default());
        Self {
            place: known(&values.place, options),
            name: text(&values.name),
            description: text(&values.description),
            providers: RwSignal::new(values.providers.clone()),
            account_access: text(&values.account_access),
            organizational_units: joined(&values.organizational_units),
            organization_role_name: text(&values.organization_role_name),
            permission_type: text(&values.permission_type),
            role_arn: text(&values.role_arn),
            data_sources: RwSignal::new(values.data_sources.clone()),
            version: text(&values.version),
            inbound: text(inbound),
            prefix_list_ids: joined(&network.prefix_list_ids),
            vpce_ids: joined(&network.vpce_ids),
            outbound: text(outbound),
            security_group_ids: joined(&vpc.security_group_ids),
            subnet_ids: joined(&vpc.subnet_ids),
            tags: TagRows::of(&values.tags),
            notifications: RwSignal::new(values.notifications.clone()),
            ip_address_type: text(&values.ip_address_type),
            kms_key_id: text(&values.kms_key_id),
            configuration: text(&values.configuration),
            stack_set_name: text(&values.stack_set_name),
        }
    }

    pub fn in_organization(self) -> bool {
        self.account_access.with(|access| access == ORGANIZATION)
    }

    pub fn is_restricted(self) -> bool {
        self.inbound.with(|inbound| inbound == RESTRICTED)
    }

    pub fn is_inside_vpc(self) -> bool {
        self.outbound.with(|outbound| outbound == INSIDE_VPC)
    }

    /// Restricted to nothing: AWS takes it, and then nobody gets in.
    pub fn is_unreachable(self) -> bool {
        self.is_restricted() && ids(self.prefix_list_ids).is_empty() && ids(self.vpce_ids).is_empty()
    }

    /// What is sent. Fields that are not shown are left out; blanks around a value are not part of it.
    pub fn read(self) -> CreateWorkspace {
        let organization = self.in_organization();
        CreateWorkspace {
            place: Place(self.place.get()),
            name: line(self.name),
            description: line(self.description),
            account_access: self.account_access.get(),
            providers: self.providers.get(),
            permission_type: self.permission_type.get(),
            role_arn: line(self.role_arn),
            version: line(self.version),
            ip_address_type: self.ip_address_type.get(),
            kms_key_id: line(self.kms_key_id),
            configuration: line(self.configuration),
            data_sources: self.data_sources.get(),
            notifications: self.notifications.get(),
            organizational_units: if organization { ids(self.organizational_units) } else { Vec::new() },
            organization_role_name: if organization { line(self.organization_role_name) } else { String::new() },
            stack_set_name: line(self.stack_set_name),
            vpc: self
                .is_inside_vpc()
                .then(|| Vpc { security_group_ids: ids(self.security_group_ids), subnet_ids: ids(self.subnet_ids) }),
            network: self
                .is_restricted()
                .then(|| Network { prefix_list_ids: ids(self.prefix_list_ids), vpce_ids: ids(self.vpce_ids) }),
            tags: self.tags.read(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::Fields;
    use leptos::prelude::*;
    use model::form::{CreateWorkspace, Network, Options, Place, PlaceOption, Vpc};
    use model::{AccountId, Region, Scope};

    fn full() -> (CreateWorkspace, Options) {
        let scope =
            Scope { account: AccountId::parse("441122338890").unwrap(), region: Region::parse("eu-west-1").unwrap() };
        let place = Place::of(&scope);
        let option = PlaceOption { place: place.clone(), account_name: "edge".into(), scope, trouble: None };
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let values = CreateWorkspace {
            name: "payments".into(),
            description: "For payments".into(),
            account_access: "ORGANIZATION".into(),
            providers: words(&["AWS_SSO", "SAML"]),
            permission_type: "CUSTOMER_MANAGED".into(),
            role_arn: "arn:aws:iam::441122338890:role/grafana".into(),
            version: "10.4".into(),
            ip_address_type: "IPv4".into(),
            kms_key_id: "alias/grafana".into(),
            configuration: "{}".into(),
            data_sources: words(&["CLOUDWATCH"]),
            notifications: words(&["SNS"]),
            organizational_units: words(&["ou-1", "ou-2"]),
            organization_role_name: "reader".into(),
            stack_set_name: "set".into(),
            vpc: Some(Vpc { security_group_ids: words(&["sg-1"]), subnet_ids: words(&["subnet-1", "subnet-2"]) }),
            network: Some(Network { prefix_list_ids: words(&["pl-1"]), vpce_ids: words(&["vpce-1"]) }),
            tags: vec![("team".into(), "edge".into())],
            place,
        };
        (values, Options { places: vec![option], versions: Vec::new() })
    }

    #[test]
    fn every_input_survives_the_way_into_the_form_and_out_of_it() {
        let owner = Owner::new();
        owner.set();
        let (values, options) = full();
        assert_eq!(untrack(|| Fields::of(&values, &options).read()), values);
    }

    #[test]
    fn what_is_not_shown_is_not_sent() {
        let owner = Owner::new();
        owner.set();
        let (values, options) = full();
        let fields = Fields::of(&values, &options);
        fields.account_access.set("CURRENT_ACCOUNT".into());
        fields.inbound.set(super::OPEN.into());
        fields.outbound.set(super::PUBLIC.into());
        let sent = untrack(|| fields.read());
        assert_eq!((sent.vpc, sent.network, sent.organizational_units), (None, None, Vec::new()));
        assert_eq!(sent.organization_role_name, "");
    }

    #[test]
    fn a_place_that_is_not_offered_any_more_has_to_be_chosen_again() {
        let owner = Owner::new();
        owner.set();
        let (values, _) = full();
        let errors = untrack(|| Fields::of(&values, &Options::default()).read().validate());
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["place"]);
    }

    #[test]
    fn a_workspace_restricted_to_nothing_is_known_to_be_unreachable() {
        let owner = Owner::new();
        owner.set();
        let (values, options) = full();
        let fields = Fields::of(&values, &options);
        assert!(!untrack(|| fields.is_unreachable()));
        fields.prefix_list_ids.set(" \n".into());
        fields.vpce_ids.set(String::new());
        assert!(untrack(|| fields.is_unreachable()));
    }
}
