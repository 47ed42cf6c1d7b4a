//! The values of the form while it is edited, and back into what is sent.

use crate::pages::create::form::Labels;
use leptos::prelude::*;
use model::document::Mapping;
use model::form::SignIn;

pub const LABELS: Labels = &[
    ("providers", "Ways to sign in"),
    ("metadata_url", "Metadata address"),
    ("metadata_xml", "Metadata document"),
    ("attribute_login", "Attribute for the login"),
    ("attribute_email", "Attribute for the e-mail address"),
    ("attribute_name", "Attribute for the name"),
    ("attribute_groups", "Attribute for groups"),
    ("attribute_role", "Attribute for the role"),
    ("admin_values", "Values that make an admin"),
    ("no_admins", "No value makes an admin, on purpose"),
    ("editor_values", "Values that make an editor"),
    ("attribute_org", "Attribute for the organization"),
    ("organizations", "Allowed organizations"),
    ("login_minutes", "Login validity in minutes"),
];

/// Where the metadata comes from.
pub const ADDRESS: &str = "address";
pub const DOCUMENT: &str = "document";

#[derive(Clone, Copy)]
pub struct Fields {
    pub providers: RwSignal<Vec<String>>,
    pub from: RwSignal<String>,
    pub metadata_url: RwSignal<String>,
    pub metadata_xml: RwSignal<String>,
    pub attribute_name: RwSignal<String>,
    pub attribute_login: RwSignal<String>,
    pub attribute_email: RwSignal<String>,
    pub attribute_groups: RwSignal<String>,
    pub attribute_role: RwSignal<String>,
    pub attribute_org: RwSignal<String>,
    pub admin_values: RwSignal<String>,
    pub editor_values: RwSignal<String>,
    pub no_admins: RwSignal<bool>,
    pub organizations: RwSignal<String>,
    pub login_minutes: RwSignal<String>,
}

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

fn line(value: RwSignal<String>) -> String {
    value.with(|value| value.trim().to_owned())
}

/// One value a line. Blanks at its ends belong to a value, lines of nothing else are none.
fn values(value: RwSignal<String>) -> Vec<String> {
    value.with(|text| text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

impl Fields {
    pub fn of(form: &SignIn) -> Self {
        let from = if form.metadata_xml.is_empty() { ADDRESS } else { DOCUMENT };
        let lines = |list: &[String]| RwSignal::new(list.join("\n"));
        Self {
            providers: RwSignal::new(form.providers.clone()),
            from: text(from),
            metadata_url: text(&form.metadata_url),
            metadata_xml: text(&form.metadata_xml),
            attribute_name: text(&form.attribute_name),
            attribute_login: text(&form.attribute_login),
            attribute_email: text(&form.attribute_email),
            attribute_groups: text(&form.attribute_groups),
            attribute_role: text(&form.attribute_role),
            attribute_org: text(&form.attribute_org),
            admin_values: lines(&form.admin_values),
            editor_values: lines(&form.editor_values),
            no_admins: RwSignal::new(form.no_admins),
            organizations: lines(&form.organizations),
            login_minutes: text(&form.login_minutes),
        }
    }

    /// What is sent: of address and document the one that is chosen. What stands under SAML is sent as well while SAML
    /// is off, so that it is there when the form is opened again.
    pub fn read(self) -> SignIn {
        let mut providers = self.providers.get();
        providers.sort_unstable();
        let document = self.from.with(|from| from == DOCUMENT);
        SignIn {
            providers,
            metadata_url: if document { String::new() } else { line(self.metadata_url) },
            metadata_xml: if document { self.metadata_xml.get() } else { String::new() },
            attribute_name: line(self.attribute_name),
            attribute_login: line(self.attribute_login),
            attribute_email: line(self.attribute_email),
            attribute_groups: line(self.attribute_groups),
            attribute_role: line(self.attribute_role),
            attribute_org: line(self.attribute_org),
            admin_values: values(self.admin_values),
            editor_values: values(self.editor_values),
            no_admins: self.no_admins.get(),
            organizations: values(self.organizations),
            login_minutes: line(self.login_minutes),
        }
    }
}

/// What of the form decides about somebody who signs in.
pub fn mapping(form: SignIn) -> Mapping {
    Mapping {
        name: form.attribute_name,
        login: form.attribute_login,
        email: form.attribute_email,
        groups: form.attribute_groups,
        role: form.attribute_role,
        org: form.attribute_org,
        admin_values: form.admin_values,
        editor_values: form.editor_values,
        allowed_organizations: form.organizations,
    }
}

/// What is easily overlooked in a list of values, one a line.
pub fn remark(text: &str) -> Option<String> {
    let of = |odd: fn(&&str) -> bool| text.lines().filter(|line| !line.trim().is_empty()).find(odd);
    if let Some(value) = of(|line| line.trim() != *line) {
        Some(["\"", value, "\" begins or ends with a blank, which counts."].concat())
    } else {
        let value = of(|line| line.contains([',', ';']))?;
        Some(["\"", value, "\" is one value, its comma included. Put each value on a line of its own."].concat())
    }
}

/// Whole minutes in words, such as "8 h 30 min"; nothing for what is not a number of minutes AWS takes.
pub fn hours(minutes: &str) -> Option<String> {
    let minutes = minutes.trim().parse::<u32>().ok().filter(|minutes| (1..=525_600).contains(minutes))?;
    let part = |count: u32, unit: &str| if count == 0 { String::new() } else { [&count.to_string(), unit].concat() };
    let parts =
        [part(minutes / 1440, "\u{a0}d "), part(minutes / 60 % 24, "\u{a0}h "), part(minutes % 60, "\u{a0}min")];
    let mut told = ["That is ", parts.concat().trim_end(), "."].concat();
    if minutes >= 1440 {
        told.push_str(&[" In hours: ", &(minutes / 60).to_string(), "."].concat());
    }
    Some(told)
}

#[cfg(test)]
mod tests {
    use super::{ADDRESS, DOCUMENT, Fields, hours, remark};
    use leptos::prelude::*;
    use model::form::SignIn;

    fn full() -> SignIn {
        let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        SignIn {
            providers: words(&["AWS_SSO", "SAML"]),
            metadata_url: String::new(),
            metadata_xml: "<x>\r\n</x>\n".into(),
            attribute_name: "displayName".into(),
            attribute_login: "uid".into(),
            attribute_email: "mail".into(),
            attribute_groups: "groups".into(),
            attribute_role: "http://schemas.example.com/role".into(),
            attribute_org: "org".into(),
            admin_values: words(&["Platform  Admins", " led by a blank", "Ops, Europe"]),
            editor_values: words(&["Editors"]),
            no_admins: false,
            organizations: words(&["Analytical Engines"]),
            login_minutes: "480".into(),
        }
    }

    #[test]
    fn every_input_survives_the_way_into_the_form_and_out_of_it() {
        let owner = Owner::new();
        owner.set();
        let by_address =
            SignIn { metadata_url: "https://idp.example.com/m".into(), metadata_xml: String::new(), ..full() };
        for form in [full(), by_address, SignIn::default()] {
            assert_eq!(untrack(|| Fields::of(&form).read()), form);
        }
    }

    #[test]
    fn of_address_and_document_the_chosen_one_is_sent() {
        let owner = Owner::new();
        owner.set();
        let fields = Fields::of(&full());
        fields.metadata_url.set(" https://idp.example.com/m ".into());
        let sent = |from: &str| {
            fields.from.set(from.into());
            let form = untrack(|| fields.read());
            (form.metadata_url, form.metadata_xml)
        };
        assert_eq!(sent(DOCUMENT), (String::new(), full().metadata_xml));
        assert_eq!(sent(ADDRESS), ("https://idp.example.com/m".to_owned(), String::new()));
    }

    #[test]
    fn lines_of_blanks_are_no_values() {
        let owner = Owner::new();
        owner.set();
        let fields = Fields::of(&SignIn::default());
        fields.admin_values.set("\n  \nPlatform Admins\n\n".into());
        assert_eq!(untrack(|| fields.read()).admin_values, ["Platform Admins"]);
    }

    #[test]
    fn blanks_at_the_ends_and_commas_are_remarked_on() {
        assert_eq!(remark("Platform Admins\nEditors"), None);
        assert!(remark("Editors\nAdmins ").is_some_and(|told| told.starts_with("\"Admins \" begins or ends")));
        assert!(remark("Admins, Editors").is_some_and(|told| told.contains("one value")));
    }

    #[test]
    fn minutes_are_told_in_hours_and_days() {
        let told = |minutes| hours(minutes).map(|told| told.replace('\u{a0}', " "));
        assert_eq!(told(" 510 ").as_deref(), Some("That is 8 h 30 min."));
        assert_eq!(told("45").as_deref(), Some("That is 45 min."));
        assert_eq!(told("2880").as_deref(), Some("That is 2 d. In hours: 48."));
        for nothing in ["", "0", "8h", "-5", "525601"] {
            assert_eq!(told(nothing), None, "{nothing}");
        }
    }
}
