//! The other sections of the form, in the order in which a person decides.

use super::fields::{Fields, hours, remark};
use super::guards;
use super::parts::{Fact, banner, facts, help, intro, section};
use crate::pages::create::form::Check;
use leptos::prelude::*;
use model::form::{PROVIDERS, SignIn};
use ui::{Checkbox, CheckboxGroup, Choice, TextField, Tone, following};

/// What the identity provider has to know of this workspace, before anything else.
pub fn give(more: &[(String, String)]) -> AnyView {
    let value = |name: &str| more.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let named = [("entity_id", "Entity ID"), ("reply_url", "Reply URL (ACS)"), ("sign_on_url", "Sign-on URL")];
    let addresses = named.into_iter().filter_map(|(name, label)| Some(Fact::new(label, value(name)?).mono().copied()));
    let status = match value("saml_status").as_deref() {
        Some("CONFIGURED") => "SAML is configured.",
        Some("NOT_CONFIGURED") => "SAML is on and not configured yet: nobody signs in by it.",
        Some(_) => "AWS did not say whether SAML is configured.",
        None => "SAML is off.",
    };
    let register =
        "Register the workspace there first, with these addresses; the identity provider's own metadata goes below. ";
    section("Give this to your identity provider", vec![intro([register, status].concat()), facts(addresses.collect())])
}

pub fn ways(check: Check, fields: Fields, base: SignIn, now: Memo<SignIn>) -> AnyView {
    let help = |value: &str| match value {
        "SAML" => "Your own identity provider; roles come from what it sends.",
        _ => "People and groups of your organization; roles are given in the workspace.",
    };
    let choices: Vec<Choice> =
        PROVIDERS.iter().map(|choice| Choice::new(choice.value, choice.label).help(help(choice.value))).collect();
    let (label, error) = (check.label("providers"), check.error("providers"));
    let group =
        view! { <CheckboxGroup id="providers" label value=fields.providers choices help="At least one." error /> };
    section("Ways to sign in", vec![group.into_any(), guards::shown(base, now)])
}

pub fn attributes(check: Check, fields: Fields) -> AnyView {
    let what = "Which attribute of an assertion says what: its name as the identity provider writes it, at most 256 characters each. Left empty, Grafana does not look for it.";
    let login = "What Grafana knows a person by, such as mail or uid.";
    section(
        "Assertion attributes",
        vec![
            intro(what.to_owned()),
            check.optional_id("attribute_login", fields.attribute_login, login),
            check.optional_id("attribute_email", fields.attribute_email, "Such as mail."),
            check.optional_id("attribute_name", fields.attribute_name, "The name to show, such as displayName."),
            check.optional_id("attribute_groups", fields.attribute_groups, "Such as groups."),
        ],
    )
}

/// A list of values, one a line, with what is easily overlooked in it.
fn list(check: Check, id: &'static str, value: RwSignal<String>, about: &'static str) -> [AnyView; 2] {
    let remarked = Memo::new(move |_| value.with(|text| remark(text)));
    let remark = following(move || remarked.get().map_or_else(|| ().into_any(), help));
    [check.lines(id, value, about, 3, true), remark]
}

pub fn roles(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    let exactly = "Whoever matches neither list is a viewer. Values are compared exactly, case and blanks included.";
    let attribute = "The attribute the values below are looked for in, such as role.";
    let admins = "One a line, at most 256 characters. Blanks inside count: Platform Admins is one value.";
    let none = view! {
        <Checkbox
            id="no_admins"
            label=check.label("no_admins")
            value=fields.no_admins
            help="Without a value above, nobody who signs in by SAML can administer Grafana."
        />
    };
    let mut parts =
        vec![intro(exactly.to_owned()), check.optional_id("attribute_role", fields.attribute_role, attribute)];
    parts.extend(list(check, "admin_values", fields.admin_values, admins));
    parts.extend([none.into_any(), guards::without_admins(now)]);
    parts.extend(list(check, "editor_values", fields.editor_values, "One a line, at most 256 characters."));
    section("Roles", parts)
}

pub fn organizations(check: Check, fields: Fields, now: Memo<SignIn>) -> AnyView {
    let attribute = "The attribute that names a person's organization, such as org.";
    let allowed =
        "One a line, at most 256 characters. Left empty, everybody the identity provider lets in may sign in.";
    let everybody = Memo::new(move |_| now.with(|now| now.organizations.is_empty()));
    let told = following(move || match everybody.get() {
        true => {
            let body = "The identity provider alone decides who gets in.";
            banner(Tone::Idle, "Every organization is allowed.".to_owned(), body.to_owned())
        }
        false => ().into_any(),
    });
    let mut parts = vec![check.optional_id("attribute_org", fields.attribute_org, attribute)];
    parts.extend(list(check, "organizations", fields.organizations, allowed));
    parts.push(told);
    section("Who may sign in", parts)
}

pub fn session(check: Check, fields: Fields) -> AnyView {
    // Not a number field: such a field forgets what is no number, and an empty one means AWS's default.
    let minutes = view! {
        <TextField
            id="login_minutes"
            label=check.label("login_minutes")
            value=fields.login_minutes
            help="How long a sign-in by SAML lasts, 1 to 525600. Minutes: AWS takes nothing else. Left empty, AWS's default holds."
            optional=true
            mono=true
            error=check.error("login_minutes")
        />
    };
    let told =
        following(move || fields.login_minutes.with(|minutes| hours(minutes)).map_or_else(|| ().into_any(), help));
    section("Session", vec![minutes.into_any(), told])
}
