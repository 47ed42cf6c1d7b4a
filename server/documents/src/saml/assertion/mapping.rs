//! What becomes of a person who signs in with these attributes, under this mapping.
//!
//! Values compare exactly, case and blanks included. Who matches neither list is a viewer; the admin list is asked
//! before the editor list; an empty list of organizations lets everyone in.

use super::near::Near;
use crate::saml::limits::SHOWN;
use crate::text;
use model::document::{Attribute, Finding, Mapping, Verdict};

/// Most values that are named in findings of one kind.
const NAMED: usize = 5;

/// Tries a mapping. Nothing can go wrong: what is missing is in the findings.
pub fn try_mapping(mapping: &Mapping, attributes: &[Attribute]) -> Verdict {
    let mut findings = Vec::new();
    let fields = [
        ("login", &mapping.login, "Grafana has nothing to know the person by"),
        ("e-mail", &mapping.email, "the person has no e-mail address in Grafana"),
        ("name", &mapping.name, "the person has no name in Grafana"),
        ("role", &mapping.role, "the person is a viewer"),
    ];
    for (what, attribute, consequence) in fields {
        findings.extend(missing(what, attribute, consequence, attributes));
    }
    let (allowed, why) = admission(mapping, attributes, &mut findings);
    let (grafana_role, matched) = role(mapping, attributes, &mut findings);
    findings.sort_by_key(|finding| finding.severity);
    Verdict {
        login: first(attributes, &mapping.login),
        email: first(attributes, &mapping.email),
        name: first(attributes, &mapping.name),
        organization: first(attributes, &mapping.org),
        allowed,
        why,
        grafana_role: grafana_role.to_owned(),
        matched,
        findings,
    }
}

fn values<'a>(attributes: &'a [Attribute], name: &str) -> &'a [String] {
    let found = attributes.iter().find(|attribute| !name.is_empty() && attribute.name == name);
    found.map_or(&[], |attribute| &attribute.values)
}

fn first(attributes: &[Attribute], name: &str) -> Option<String> {
    let value = values(attributes, name).iter().find(|value| !value.is_empty());
    value.map(|value| text::visible(value, SHOWN))
}

/// An attribute that is not there, with the one that may have been meant.
fn missing(what: &str, name: &str, consequence: &str, attributes: &[Attribute]) -> Option<Finding> {
    if first(attributes, name).is_some() {
        return None;
    }
    if name.is_empty() {
        return Some(Finding::note(format!("No attribute is set for the {what}: {consequence}.")));
    }
    let quoted = text::quoted(name);
    let near = attributes.iter().find_map(|attribute| Near::new([name]).to(&attribute.name));
    let friendly = attributes.iter().find(|attribute| attribute.friendly.as_deref() == Some(name));
    let why = if attributes.iter().any(|attribute| attribute.name == name) {
        format!("The attribute {quoted} ({what}) is empty")
    } else if let Some(near) = near {
        format!("There is no attribute {quoted} ({what}): {near}")
    } else if let Some(Attribute { name, .. }) = friendly {
        let name = text::quoted(name);
        format!("There is no attribute {quoted} ({what}): that is only the friendly name of {name}, which is its name")
    } else {
        format!("There is no attribute {quoted} ({what})")
    };
    let severity = if what == "login" { Finding::problem } else { Finding::warning };
    Some(severity(format!("{why}; {consequence}.")))
}

fn admission(mapping: &Mapping, attributes: &[Attribute], findings: &mut Vec<Finding>) -> (bool, String) {
    let list = &mapping.allowed_organizations;
    if list.is_empty() {
        return (true, "No allowed organizations are set: everyone may sign in.".to_owned());
    }
    if mapping.org.is_empty() {
        let why = "Allowed organizations are set, but no attribute for the organization: nobody may sign in.";
        return (false, why.to_owned());
    }
    let values = values(attributes, &mapping.org);
    if let Some(organization) = values.iter().find(|value| list.contains(value)) {
        return (true, format!("The organization {} is allowed.", text::quoted(organization)));
    }
    notes(&Near::new(list.iter().map(String::as_str)), values, "the organization", findings);
    let why = if values.is_empty() {
        format!("There is no attribute {}, which names the organization.", text::quoted(&mapping.org))
    } else {
        let named = text::listed(values.iter().map(String::as_str), NAMED);
        format!("The organization {named} is not among the allowed ones.")
    };
    (false, why)
}

type Match = Option<(String, String)>;

fn role(mapping: &Mapping, attributes: &[Attribute], findings: &mut Vec<Finding>) -> (&'static str, Match) {
    let values = values(attributes, &mapping.role);
    let in_list = |list: &[String]| values.iter().find(|value| list.contains(value)).cloned();
    let (admin, editor) = (in_list(&mapping.admin_values), in_list(&mapping.editor_values));
    if let (Some(admin), Some(editor)) = (&admin, &editor) {
        let (admin, editor) = (text::quoted(admin), text::quoted(editor));
        findings
            .push(Finding::note(format!("The editor list matches too ({editor}); admin ({admin}) counts for more.")));
    }
    let matched = |list: &str, value: String| Some((list.to_owned(), text::visible(&value, SHOWN)));
    if let Some(value) = admin {
        return ("ADMIN", matched("admin", value));
    }
    near_roles(&mapping.admin_values, "an admin value", values, findings);
    if let Some(value) = editor {
        return ("EDITOR", matched("editor", value));
    }
    near_roles(&mapping.editor_values, "an editor value", values, findings);
    ("VIEWER", None)
}

fn near_roles(list: &[String], what: &str, values: &[String], findings: &mut Vec<Finding>) {
    let near = Near::new(list.iter().map(String::as_str));
    notes(&near, values, what, findings);
    // Some identity providers send all roles as one text.
    for value in values.iter().filter(|value| value.contains([',', ';'])).take(NAMED) {
        if let Some(part) = value.split([',', ';']).map(str::trim).find(|part| list.iter().any(|wanted| wanted == part))
        {
            findings.push(Finding::note(format!(
                "{} has {what} inside ({}), but it is one value and compares as a whole. Have the identity provider send several values.",
                text::quoted(value),
                text::quoted(part)
            )));
        }
    }
}

fn notes(near: &Near<'_>, values: &[String], what: &str, findings: &mut Vec<Finding>) {
    let told = values.iter().filter_map(|value| near.to(value)).take(NAMED);
    findings.extend(told.map(|told| Finding::note(format!("{told}, so it does not match {what}."))));
}
