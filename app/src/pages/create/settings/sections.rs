//! Who it is and what it may read, and the few settings that stand behind others.

use super::fields::SettingFields;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::form::{ACCOUNT_ACCESS, IP_ADDRESS_TYPES, NOTIFICATIONS, PERMISSION_TYPES};
use ui::{Choice, RadioGroup, Section, following, maybe};

const SERVICE_MANAGED: &str = "SERVICE_MANAGED";
const CUSTOMER_MANAGED: &str = "CUSTOMER_MANAGED";

pub fn section(title: &'static str, fields: AnyView) -> AnyView {
    view! { <Section title><div class="flex flex-col gap-4">{fields}</div></Section> }.into_any()
}

/// What is said of a value that AWS can change and never take away: `of_new` of a new workspace, `once_set` where one is
/// set already.
fn help(is_set: Option<bool>, of_new: &'static str, once_set: &'static str) -> &'static str {
    match is_set {
        Some(true) => once_set,
        _ => of_new,
    }
}

pub fn identity(check: Check, fields: SettingFields) -> AnyView {
    let name = help(
        fields.there(|there| !there.name.is_empty()),
        "1 to 255 letters, digits and - . _ ~, without spaces. It can be changed later.",
        "1 to 255 letters, digits and - . _ ~, without spaces. AWS can change a name, but not clear it.",
    );
    let fields = (
        check.text("name", fields.name, name),
        check.prose("description", fields.description, "At most 2048 characters."),
    );
    section("Identity", fields.into_any())
}

/// `more` stands at the end.
pub fn data(check: Check, fields: SettingFields, more: AnyView) -> AnyView {
    let role = help(
        fields.there(|there| !there.role_arn.is_empty()),
        "The ARN of the role the workspace reads data with, such as arn:aws:iam::441122338890:role/grafana. It can be set later.",
        "The ARN of the role the workspace reads data with. AWS can put another in its place, but not clear it.",
    );
    let inside = Memo::new(move |_| fields.in_organization());
    let fields = (
        check.one_of("account_access", fields.account_access, "", &ACCOUNT_ACCESS),
        following(move || maybe(inside.get().then(|| organization(check, fields)))),
        permissions(check, fields),
        check.optional_id("role_arn", fields.role_arn, role),
        more,
    );
    section("Permissions and data", fields.into_any())
}

fn organization(check: Check, fields: SettingFields) -> AnyView {
    let role = help(
        fields.there(|there| !there.organization_role_name.is_empty()),
        "An IAM role that exists in the organization's accounts, at most 2048 characters.",
        "An IAM role that exists in the organization's accounts. AWS can put another in its place, but not clear it.",
    );
    let units = "Ids, one a line, at most 100. The workspace may read the accounts in them.";
    (
        check.lines("organizational_units", fields.organizational_units, units, 3, true),
        check.optional_id("organization_role_name", fields.organization_role_name, role),
    )
        .into_any()
}

fn permissions(check: Check, fields: SettingFields) -> AnyView {
    let is_final = fields.there(|there| there.permission_type == CUSTOMER_MANAGED) == Some(true);
    let choices = PERMISSION_TYPES.iter().map(|choice| {
        let shown = Choice::new(choice.value, choice.label).help(choice.help);
        match is_final && choice.value == SERVICE_MANAGED {
            true => {
                shown.unavailable("The API has no way back to permissions managed by AWS; the AWS console has one.")
            }
            false => shown,
        }
    });
    let help = match fields.there(|there| there.permission_type == SERVICE_MANAGED) {
        Some(true) => "Once they are managed by you, there is no way back through the API.",
        _ => "",
    };
    let (label, value, choices) = (check.label("permission_type"), fields.permission_type, choices.collect());
    view! { <RadioGroup id="permission_type" label value choices help error=check.error("permission_type") /> }
        .into_any()
}

pub fn address_type(check: Check, fields: SettingFields) -> AnyView {
    // Once there is a type, AWS takes the other one and never none.
    let is_set = fields.there(|there| !there.ip_address_type.is_empty()) == Some(true);
    let unset = (!is_set).then(|| Choice::new("", "AWS's default"));
    let types = IP_ADDRESS_TYPES.iter().map(|choice| Choice::new(choice.value, choice.label).help(choice.help));
    let (label, value) = (check.label("ip_address_type"), fields.ip_address_type);
    let choices = unset.into_iter().chain(types).collect();
    view! { <RadioGroup id="ip_address_type" label value choices error=check.error("ip_address_type") /> }.into_any()
}

pub fn notifications(check: Check, fields: SettingFields) -> AnyView {
    check.any_of("notifications", fields.notifications, "", &NOTIFICATIONS, true)
}

pub fn stack_set(check: Check, fields: SettingFields) -> AnyView {
    let words = help(
        fields.there(|there| !there.stack_set_name.is_empty()),
        "The CloudFormation stack set that made its roles, at most 2048 characters.",
        "The CloudFormation stack set that made its roles. AWS can put another in its place, but not clear it.",
    );
    check.optional_text("stack_set_name", fields.stack_set_name, words)
}
