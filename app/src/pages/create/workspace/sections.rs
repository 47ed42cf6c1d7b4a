//! The sections of the form, in the order in which a person decides.

use super::fields::{Fields, INSIDE_VPC, OPEN, PUBLIC, RARE, RESTRICTED};
use crate::pages::create::form::{Check, More};
use leptos::prelude::*;
use model::form::{ACCOUNT_ACCESS, DATA_SOURCES, IP_ADDRESS_TYPES, NOTIFICATIONS, PERMISSION_TYPES, PROVIDERS};
use ui::{Banner, Choice, RadioGroup, Section, Select, TextField, Tone};

fn section(title: &'static str, fields: impl IntoView + 'static) -> AnyView {
    view! { <Section title><div class="flex flex-col gap-4">{fields}</div></Section> }.into_any()
}

pub fn identity(check: Check, fields: Fields) -> AnyView {
    section(
        "Identity",
        (
            check.text(
                "name",
                fields.name,
                "1 to 255 letters, digits and - . _ ~, without spaces. It can be changed later.",
            ),
            check.prose("description", fields.description, "At most 2048 characters."),
        ),
    )
}

pub fn sign_in(check: Check, fields: Fields) -> AnyView {
    let help = "At least one. It can be changed later.";
    section("Sign-in", check.any_of("providers", fields.providers, help, &PROVIDERS, false))
}

pub fn data(check: Check, fields: Fields) -> AnyView {
    let organization = move || {
        fields.in_organization().then(|| {
            (
                check.lines(
                    "organizational_units",
                    fields.organizational_units,
                    "Ids, one a line, at most 100. The workspace may read the accounts in them.",
                    3,
                    true,
                ),
                check.optional_id(
                    "organization_role_name",
                    fields.organization_role_name,
                    "An IAM role that exists in the organization's accounts, at most 2048 characters.",
                ),
            )
        })
    };
    section(
        "Permissions and data",
        (
            check.one_of("account_access", fields.account_access, "", &ACCOUNT_ACCESS),
            organization,
            check.one_of("permission_type", fields.permission_type, "", &PERMISSION_TYPES),
            check.optional_id(
                "role_arn",
                fields.role_arn,
                "The ARN of the role the workspace reads data with, such as arn:aws:iam::441122338890:role/grafana. It can be set later.",
            ),
            check.any_of(
                "data_sources",
                fields.data_sources,
                "AWS notes them; through the API it grants nothing by itself. The role has to allow them.",
                &DATA_SOURCES,
                true,
            ),
        ),
    )
}

/// A choice of what AWS lists; a plain field while that could not be read.
pub fn version(check: Check, fields: Fields, mut versions: Vec<String>) -> AnyView {
    let (label, error, value) = (check.label("version"), check.error("version"), fields.version);
    let field = if versions.is_empty() {
        let help = "Such as 10.4. The versions AWS offers are not read yet. Left empty, AWS chooses.";
        view! { <TextField id="version" label value help optional=true mono=true error /> }.into_any()
    } else {
        let kept = value.get_untracked();
        if !kept.is_empty() && !versions.contains(&kept) {
            versions.push(kept);
        }
        let default = Choice::new("", "AWS's default");
        let listed = versions.into_iter().map(|version| Choice::new(version.clone(), version));
        let choices: Vec<Choice> = std::iter::once(default).chain(listed).collect();
        let help = "Newest first. A workspace can be upgraded later, never downgraded.";
        view! { <Select id="version" label value help choices error /> }.into_any()
    };
    section("Version", field)
}

pub fn network(check: Check, fields: Fields) -> AnyView {
    section("Network", (inbound(check, fields), outbound(check, fields)))
}

fn inbound(check: Check, fields: Fields) -> AnyView {
    let choices = vec![
        Choice::new(OPEN, "Open to all").help("Anyone can reach its address; who gets in is decided by sign-in."),
        Choice::new(RESTRICTED, "Restricted")
            .help("Only the prefix lists and VPC endpoints you name can reach it. With both lists empty nobody can."),
    ];
    let restricted = Memo::new(move |_| fields.is_restricted());
    let unreachable = Memo::new(move |_| fields.is_unreachable());
    let lists = move || {
        restricted.get().then(|| {
            let prefix = "Ids such as pl-0a1b2c3d, one a line, at most 5.";
            let endpoints = "Ids such as vpce-0a1b2c3d, one a line, at most 5.";
            view! {
                {check.lines("prefix_list_ids", fields.prefix_list_ids, prefix, 2, true)}
                {check.lines("vpce_ids", fields.vpce_ids, endpoints, 2, true)}
                {move || unreachable.get().then(|| view! {
                    <Banner tone=Tone::Warn title="Nobody will be able to reach this workspace." live=true>
                        "It is restricted and both lists are empty, so every connection is refused, yours too."
                    </Banner>
                })}
            }
        })
    };
    view! {
        <RadioGroup id="inbound" label=check.label("inbound") value=fields.inbound choices error=check.error("inbound") />
        {lists}
    }
    .into_any()
}

fn outbound(check: Check, fields: Fields) -> AnyView {
    let choices = vec![
        Choice::new(PUBLIC, "Public endpoints").help("It reads data sources over public addresses."),
        Choice::new(INSIDE_VPC, "A VPC").help("It also reaches data sources inside a VPC of its account and region."),
    ];
    let inside = Memo::new(move |_| fields.is_inside_vpc());
    let lists = move || {
        inside.get().then(|| {
            let groups = "Ids such as sg-0a1b2c3d, one a line, 1 to 5.";
            let subnets = "Ids such as subnet-0a1b2c3d, one a line, 2 to 6, in at least two availability zones.";
            view! {
                {check.lines("security_group_ids", fields.security_group_ids, groups, 2, false)}
                {check.lines("subnet_ids", fields.subnet_ids, subnets, 3, false)}
            }
        })
    };
    view! {
        <RadioGroup id="outbound" label=check.label("outbound") value=fields.outbound choices error=check.error("outbound") />
        {lists}
    }
    .into_any()
}

pub fn rare(check: Check, fields: Fields, open: bool) -> AnyView {
    let unset = Choice::new("", "AWS's default");
    let types = IP_ADDRESS_TYPES.iter().map(|choice| Choice::new(choice.value, choice.label).help(choice.help));
    let types: Vec<Choice> = std::iter::once(unset).chain(types).collect();
    let address = check.label("ip_address_type");
    view! {
        <More check title="More settings" fields=RARE open>
            <RadioGroup id="ip_address_type" label=address value=fields.ip_address_type choices=types error=check.error("ip_address_type") />
            {check.optional_id("kms_key_id", fields.kms_key_id, "Id, alias or ARN of a KMS key in the same region. Left empty, AWS uses a key of its own. It cannot be changed later.")}
            {check.lines("configuration", fields.configuration, "A JSON object of 2 to 65,536 characters, such as {\"unifiedAlerting\": {\"enabled\": true}}.", 5, true)}
            {check.any_of("notifications", fields.notifications, "", &NOTIFICATIONS, true)}
            {check.optional_text("stack_set_name", fields.stack_set_name, "The CloudFormation stack set that made its roles, at most 2048 characters.")}
        </More>
    }
    .into_any()
}
