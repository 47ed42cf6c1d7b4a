//! The other sections of the form, in the order in which a person decides.

use super::fields::{Fields, hours, remark};
use super::guards;
use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::form::{PROVIDERS, SignIn};
use ui::{
    Banner, Checkbox, CheckboxGroup, Choice, KeyValue, KeyValues, Section, TextField, Tone, all, following, maybe,
};

fn section(title: &'static str, fields: impl IntoView + 'static) -> AnyView {
    view! { <Section title><div class="flex flex-col gap-4">{fields}</div></Section> }.into_any()
}

/// What the identity provider has to know of this workspace, before anything else.
pub fn give(more: &[(String, String)]) -> AnyView {
    let value = |name: &str| more.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let address = |name: &str, label: &'static str| {
        maybe(value(name).map(|value| view! { <KeyValue label copy=value.clone() mono=true>{value}</KeyValue> }))
    };
    let named = [("entity_id", "Entity ID"), ("reply_url", "Reply URL (ACS)"), ("sign_on_url", "Sign-on URL")];
    let addresses = all(named.map(|(name, label)| address(name, label)));
    let status = match value("saml_status").as_deref() {
        Some("CONFIGURED") => "SAML is configured.",
        Some("NOT_CONFIGURED") => "SAML is on and not configured yet: nobody signs in by it.",
        _ => "SAML is off.",
    };
    section(
        "Give this to your identity provider",
        view! {
            <p class="text-sm text-ink-2">
                "Register the workspace there first, with these addresses; the identity provider's own metadata goes below. "
                {status}
            </p>
            <KeyValues>{addresses}</KeyValues>
        },
    )
}

pub fn ways(check: Check, fields: Fields, base: SignIn, now: Memo<SignIn>) -> AnyView {
    let help = |value: &str| match value {
        "SAML" => "Your own identity provider; roles come from what it sends.",
        _ => "People and groups of your organization; roles are given in the workspace.",
    };
    let choices: Vec<Choice> =
        PROVIDERS.iter().map(|choice| Choice::new(choice.value, choice.label).help(help(choice.value))).collect();
    let (label, error) = (check.label("providers"), check.error("providers"));
    section(
        "Ways to sign in",
        (
            view! { <CheckboxGroup id="providers" label value=fields.providers choices help="At least one." error /> },
            guards::shown(base, now),
        ),
    )
}

pub fn attributes(check: Check, fields: Fields) -> AnyView {
    section(
        "Assertion attributes",
        view! {
            <p class="text-sm text-ink-2">
                "Which attribute of an assertion says what: its name as the identity provider writes it, at most 256 characters each. Left empty, Grafana does not look for it."
            </p>
            {check.optional_id("attribute_login", fields.attribute_login, "What Grafana knows a person by, such as mail or uid.")}
            {check.optional_id("attribute_email", fields.attribute_email, "Such as mail.")}
            {check.optional_id("attribute_name", fields.attribute_name, "The name to show, such as displayName.")}
            {check.optional_id("attribute_groups", fields.attribute_groups, "Such as groups.")}
        },
    )
}

/// A list of values, one a line, with what is easily overlooked in it.
fn list(check: Check, id: &'static str, value: RwSignal<String>, help: &'static str) -> AnyView {
    let remarked = Memo::new(move |_| value.with(|text| remark(text)));
    let remark =
        following(move || maybe(remarked.get().map(|remark| view! { <p class="help break-words">{remark}</p> })));
    view! { <div class="flex flex-col gap-1">{check.lines(id, value, help, 3, true)} {remark}</div> }.into_any()
}

pub fn roles(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    section(
        "Roles",
        view! {
            <p class="text-sm text-ink-2">"Whoever matches neither list is a viewer. Values are compared exactly, case and blanks included."</p>
            {check.optional_id("attribute_role", fields.attribute_role, "The attribute the values below are looked for in, such as role.")}
            {list(check, "admin_values", fields.admin_values, "One a line, at most 256 characters. Blanks inside count: Platform Admins is one value.")}
            <Checkbox
                id="no_admins"
                label=check.label("no_admins")
                value=fields.no_admins
                help="Without a value above, nobody who signs in by SAML can administer Grafana."
            />
            {guards::without_admins(now)}
            {list(check, "editor_values", fields.editor_values, "One a line, at most 256 characters.")}
        },
    )
}

pub fn organizations(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    let everybody = Memo::new(move |_| now.with(|now| now.organizations.is_empty()));
    section(
        "Who may sign in",
        view! {
            {check.optional_id("attribute_org", fields.attribute_org, "The attribute that names a person's organization, such as org.")}
            {list(check, "organizations", fields.organizations, "One a line, at most 256 characters. Left empty, everybody the identity provider lets in may sign in.")}
            {following(move || maybe(everybody.get().then(|| view! {
                <Banner tone=Tone::Idle title="Every organization is allowed.">"The identity provider alone decides who gets in."</Banner>
            })))}
        },
    )
}

pub fn session(check: Check, fields: Fields) -> AnyView {
    let told = move || fields.login_minutes.with(|minutes| hours(minutes)).unwrap_or_default();
    section(
        "Session",
        view! {
            <div class="flex flex-col gap-1">
                // Not a number field: such a field forgets what is no number, and an empty one means AWS's default.
                <TextField
                    id="login_minutes"
                    label=check.label("login_minutes")
                    value=fields.login_minutes
                    help="How long a sign-in by SAML lasts, 1 to 525600. Minutes: AWS takes nothing else. Left empty, AWS's default holds."
                    optional=true
                    mono=true
                    error=check.error("login_minutes")
                />
                <p class="help" id="login_hours">{told}</p>
            </div>
        },
    )
}
