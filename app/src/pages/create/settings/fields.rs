//! The values of the common fields while they are edited, and back into what is sent.

use crate::pages::create::form::{Labels, joined, listed};
use leptos::prelude::*;
use model::FieldError;
use model::form::{Network, Settings, Vpc};

/// Every field of a workspace in the order of the forms; a form that lacks one is never told of it.
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

/// Values of the two questions that decide whether a part is sent at all.
pub const OPEN: &str = "open";
pub const RESTRICTED: &str = "restricted";
pub const LOCKED: &str = "locked";
pub const PUBLIC: &str = "public";
pub const INSIDE_VPC: &str = "vpc";

const ORGANIZATION: &str = "ORGANIZATION";

#[derive(Clone, Copy)]
pub struct SettingFields {
    pub name: RwSignal<String>,
    pub description: RwSignal<String>,
    pub account_access: RwSignal<String>,
    pub organizational_units: RwSignal<String>,
    pub organization_role_name: RwSignal<String>,
    pub permission_type: RwSignal<String>,
    pub role_arn: RwSignal<String>,
    pub inbound: RwSignal<String>,
    pub prefix_list_ids: RwSignal<String>,
    pub vpce_ids: RwSignal<String>,
    pub outbound: RwSignal<String>,
    pub security_group_ids: RwSignal<String>,
    pub subnet_ids: RwSignal<String>,
    pub notifications: RwSignal<Vec<String>>,
    pub ip_address_type: RwSignal<String>,
    pub stack_set_name: RwSignal<String>,
    /// What nobody touched is sent as it was, to the blank.
    first: StoredValue<Settings>,
    there: StoredValue<Option<Settings>>,
}

pub fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

/// What is typed without the blanks around it.
pub fn line(value: RwSignal<String>) -> String {
    value.with(|value| value.trim().to_owned())
}

fn line_or(value: RwSignal<String>, first: &str) -> String {
    value.with(|value| if value == first { value.clone() } else { value.trim().to_owned() })
}

fn ids_or(value: RwSignal<String>, first: &[String]) -> Vec<String> {
    value.with(|value| if *value == first.join("\n") { first.to_vec() } else { listed(value) })
}

fn inbound(network: Option<&Network>) -> &'static str {
    match network {
        None => OPEN,
        Some(network) if network.prefix_list_ids.is_empty() && network.vpce_ids.is_empty() => LOCKED,
        Some(_) => RESTRICTED,
    }
}

impl SettingFields {
    /// `there` is what AWS has of a workspace that is changed: fields that are not shown stay as they are there. Of a
    /// new one they are left out.
    pub fn of(values: &Settings, there: Option<Settings>) -> Self {
        let outbound = if values.vpc.is_some() { INSIDE_VPC } else { PUBLIC };
        let (network, vpc) = (values.network.clone().unwrap_or_default(), values.vpc.clone().unwrap_or_default());
        Self {
            name: text(&values.name),
            description: text(&values.description),
            account_access: text(&values.account_access),
            organizational_units: joined(&values.organizational_units),
            organization_role_name: text(&values.organization_role_name),
            permission_type: text(&values.permission_type),
            role_arn: text(&values.role_arn),
            inbound: text(inbound(values.network.as_ref())),
            prefix_list_ids: joined(&network.prefix_list_ids),
            vpce_ids: joined(&network.vpce_ids),
            outbound: text(outbound),
            security_group_ids: joined(&vpc.security_group_ids),
            subnet_ids: joined(&vpc.subnet_ids),
            notifications: RwSignal::new(values.notifications.clone()),
            ip_address_type: text(&values.ip_address_type),
            stack_set_name: text(&values.stack_set_name),
            first: StoredValue::new(values.clone()),
            there: StoredValue::new(there),
        }
    }

    /// What of AWS's state a section is told; `None` while there is no workspace yet.
    pub fn there<T>(self, take: fn(&Settings) -> T) -> Option<T> {
        self.there.with_value(|there| there.as_ref().map(take))
    }

    pub fn in_organization(self) -> bool {
        self.account_access.with(|access| access == ORGANIZATION)
    }

    pub fn is_inside_vpc(self) -> bool {
        self.outbound.with(|outbound| outbound == INSIDE_VPC)
    }

    /// How many prefix lists and VPC endpoints are listed.
    pub fn let_in(self) -> (usize, usize) {
        let count = |value: RwSignal<String>| value.with(|value| listed(value).len());
        (count(self.prefix_list_ids), count(self.vpce_ids))
    }

    /// What is sent; blanks around a value are not part of it.
    pub fn read(self) -> Settings {
        self.first.with_value(|first| self.read_since(first))
    }

    fn read_since(self, first: &Settings) -> Settings {
        let (units, role) = match self.in_organization() {
            true => (
                ids_or(self.organizational_units, &first.organizational_units),
                line_or(self.organization_role_name, &first.organization_role_name),
            ),
            false => self
                .there(|there| (there.organizational_units.clone(), there.organization_role_name.clone()))
                .unwrap_or_default(),
        };
        Settings {
            name: line_or(self.name, &first.name),
            description: line_or(self.description, &first.description),
            account_access: self.account_access.get(),
            permission_type: self.permission_type.get(),
            role_arn: line_or(self.role_arn, &first.role_arn),
            ip_address_type: self.ip_address_type.get(),
            notifications: self.notifications.get(),
            organizational_units: units,
            organization_role_name: role,
            stack_set_name: line_or(self.stack_set_name, &first.stack_set_name),
            vpc: self.vpc(first),
            network: self.network(first),
        }
    }

    fn vpc(self, first: &Settings) -> Option<Vpc> {
        let first = first.vpc.clone().unwrap_or_default();
        self.is_inside_vpc().then(|| Vpc {
            security_group_ids: ids_or(self.security_group_ids, &first.security_group_ids),
            subnet_ids: ids_or(self.subnet_ids, &first.subnet_ids),
        })
    }

    fn network(self, first: &Settings) -> Option<Network> {
        let first = first.network.clone().unwrap_or_default();
        self.inbound.with(|inbound| match inbound.as_str() {
            OPEN => None,
            LOCKED => Some(Network::default()),
            _ => Some(Network {
                prefix_list_ids: ids_or(self.prefix_list_ids, &first.prefix_list_ids),
                vpce_ids: ids_or(self.vpce_ids, &first.vpce_ids),
            }),
        })
    }

    /// What the form asks beyond what is sent: nobody is locked out by leaving lists empty.
    pub fn check(self, mut errors: Vec<FieldError>) -> Vec<FieldError> {
        let restricted = self.inbound.with(|inbound| inbound == RESTRICTED);
        if restricted && self.let_in() == (0, 0) {
            let what = "List a prefix list or a VPC endpoint. To let nobody in at all, choose \"Locked out\".";
            errors.push(FieldError::new("prefix_list_ids", what));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::{LOCKED, OPEN, PUBLIC, RESTRICTED, SettingFields};
    use leptos::prelude::*;
    use model::form::{Network, Settings, Vpc};

    fn full() -> Settings {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        Settings {
            name: "payments".into(),
            description: " Kept with its blanks\n".into(),
            account_access: "ORGANIZATION".into(),
            permission_type: "CUSTOMER_MANAGED".into(),
            role_arn: "arn:aws:iam::441122338890:role/grafana".into(),
            ip_address_type: "IPv4".into(),
            notifications: words(&["SNS"]),
            organizational_units: words(&["ou-1", "ou-2"]),
            organization_role_name: "reader".into(),
            stack_set_name: "set".into(),
            vpc: Some(Vpc { security_group_ids: words(&["sg-1"]), subnet_ids: words(&["subnet-1", "subnet-2"]) }),
            network: Some(Network { prefix_list_ids: words(&["pl-1"]), vpce_ids: words(&["vpce-1"]) }),
        }
    }

    fn edited(change: impl FnOnce(SettingFields)) -> Settings {
        Owner::new().with(|| {
            let fields = SettingFields::of(&full(), Some(full()));
            change(fields);
            untrack(|| fields.read())
        })
    }

    #[test]
    fn a_form_nobody_touched_says_exactly_what_is_there() {
        assert_eq!(edited(|_| ()), full());
    }

    #[test]
    fn blanks_around_what_was_typed_are_not_part_of_it() {
        assert_eq!(edited(|fields| fields.description.set(" New ".into())).description, "New");
    }

    #[test]
    fn what_a_change_does_not_show_stays_as_it_is_there() {
        let sent = edited(|fields| {
            fields.organization_role_name.set(String::new());
            fields.account_access.set("CURRENT_ACCOUNT".into());
        });
        let expected = Settings { account_access: "CURRENT_ACCOUNT".into(), ..full() };
        assert_eq!(sent, expected);
    }

    #[test]
    fn what_a_new_workspace_does_not_show_is_left_out() {
        let sent = Owner::new().with(|| {
            let fields = SettingFields::of(&full(), None);
            fields.account_access.set("CURRENT_ACCOUNT".into());
            fields.inbound.set(OPEN.into());
            fields.outbound.set(PUBLIC.into());
            untrack(|| fields.read())
        });
        assert_eq!((sent.vpc, sent.network, sent.organizational_units), (None, None, Vec::new()));
        assert_eq!(sent.organization_role_name, "");
    }

    #[test]
    fn nobody_is_locked_out_by_empty_lists_alone() {
        Owner::new().with(|| {
            let fields = SettingFields::of(&full(), Some(full()));
            fields.prefix_list_ids.set(" \n".into());
            fields.vpce_ids.set(String::new());
            let errors = untrack(|| fields.check(Vec::new()));
            assert_eq!(errors.first().map(|error| error.field.as_str()), Some("prefix_list_ids"));
            fields.inbound.set(LOCKED.into());
            assert!(untrack(|| fields.check(Vec::new())).is_empty());
            assert_eq!(untrack(|| fields.read()).network, Some(Network::default()));
        });
    }

    #[test]
    fn the_three_kinds_of_inbound_access_are_told_apart() {
        let of = |network| {
            let values = Settings { network, ..full() };
            Owner::new().with(|| SettingFields::of(&values, None).inbound.get_untracked())
        };
        assert_eq!([of(None), of(Some(Network::default())), of(full().network)], [OPEN, LOCKED, RESTRICTED]);
    }
}
