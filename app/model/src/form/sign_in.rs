//! Managed Grafana UpdateWorkspaceAuthentication: how people sign in.

use super::PROVIDERS;
use super::rules::{Errors, all_of, optional_length};
use crate::FieldError;
use serde::{Deserialize, Serialize};

/// Bytes of a metadata document that are read at all. AWS publishes no limit.
pub const METADATA_BYTES: usize = 512 * 1024;

/// How people sign in, whole: AWS replaces all of it with every change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignIn {
    /// AWS_SSO, SAML or both.
    pub providers: Vec<String>,
    /// The identity provider's metadata: an address of at most 2048 characters, or the document itself; not both.
    pub metadata_url: String,
    pub metadata_xml: String,
    /// Which attribute of an assertion says what; each at most 256 characters, empty where it is not set.
    pub attribute_name: String,
    pub attribute_login: String,
    pub attribute_email: String,
    pub attribute_groups: String,
    pub attribute_role: String,
    pub attribute_org: String,
    /// Values of the role attribute that make an admin; blanks inside count.
    pub admin_values: Vec<String>,
    pub editor_values: Vec<String>,
    /// No value makes an admin, on purpose.
    pub no_admins: bool,
    /// Empty: everyone.
    pub organizations: Vec<String>,
    /// Minutes, as typed; empty: AWS's default.
    pub login_minutes: String,
}

impl SignIn {
    pub fn has_saml(&self) -> bool {
        self.providers.iter().any(|provider| provider == "SAML")
    }

    /// There is something of SAML to send.
    pub fn has_metadata(&self) -> bool {
        !self.metadata_url.is_empty() || !self.metadata_xml.is_empty()
    }

    /// Every field error there is; empty when the form can be sent.
    pub fn validate(&self) -> Vec<FieldError> {
        let mut errors = Errors::new();
        if self.providers.is_empty() {
            errors.push(FieldError::new("providers", "Choose at least one way to sign in, or nobody can."));
        }
        all_of(&mut errors, "providers", &self.providers, &PROVIDERS);
        if self.has_saml() {
            self.check_metadata(&mut errors);
            self.check_attributes(&mut errors);
            self.check_roles(&mut errors);
            self.check_minutes(&mut errors);
        }
        errors
    }

    fn check_metadata(&self, errors: &mut Errors) {
        let url = self.metadata_url.as_str();
        if !url.is_empty() && !self.metadata_xml.is_empty() {
            errors.push(FieldError::new("metadata_url", "Give the address or the document, not both."));
        } else if !url.is_empty() && !is_address(url) {
            errors.push(FieldError::new("metadata_url", "Enter a URL. Example: https://idp.example.com/metadata.xml"));
        } else {
            optional_length(errors, "metadata_url", url, 1, 2048);
        }
        if let Some(error) = too_large(self.metadata_xml.len()) {
            errors.push(FieldError::new("metadata_xml", error));
        }
        // Without any of it SAML stays switched on and not configured, which AWS allows.
        if !self.has_metadata() && self.attributes().iter().any(|(_, value)| !value.is_empty()) {
            errors.push(FieldError::new("metadata_url", "AWS takes the mapping only together with the metadata."));
        }
    }

    /// (field, its value)
    pub fn attributes(&self) -> [(&'static str, &str); 6] {
        [
            ("attribute_name", &self.attribute_name),
            ("attribute_login", &self.attribute_login),
            ("attribute_email", &self.attribute_email),
            ("attribute_groups", &self.attribute_groups),
            ("attribute_role", &self.attribute_role),
            ("attribute_org", &self.attribute_org),
        ]
    }

    fn check_attributes(&self, errors: &mut Errors) {
        for (field, value) in self.attributes() {
            optional_length(errors, field, value, 1, 256);
        }
    }

    fn check_roles(&self, errors: &mut Errors) {
        values(errors, "admin_values", &self.admin_values);
        values(errors, "editor_values", &self.editor_values);
        values(errors, "organizations", &self.organizations);
        let missing = |field, what: &str| FieldError::new(field, what);
        let roles = !self.admin_values.is_empty() || !self.editor_values.is_empty();
        if roles && self.attribute_role.is_empty() {
            errors.push(missing("attribute_role", "Name the attribute that carries the roles listed below."));
        }
        if !self.organizations.is_empty() && self.attribute_org.is_empty() {
            errors.push(missing("attribute_org", "Name the attribute that carries the organizations listed below."));
        }
        if self.has_metadata() && self.admin_values.is_empty() && !self.no_admins {
            errors.push(missing("admin_values", "List a value that makes an admin, or tick that there are no admins."));
        } else if self.no_admins && !self.admin_values.is_empty() {
            errors.push(missing("admin_values", "There are values here, and the tick says that there are no admins."));
        }
    }

    fn check_minutes(&self, errors: &mut Errors) {
        let typed = self.login_minutes.trim();
        let fits = typed.parse::<u32>().is_ok_and(|minutes| (1..=525_600).contains(&minutes));
        if !typed.is_empty() && !fits {
            errors.push(FieldError::new("login_minutes", "Enter whole minutes, 1 to 525600 (a year)."));
        }
    }
}

/// With a scheme, a host and no blank.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']) && !rest.contains(char::is_whitespace)
}

/// Why a metadata document of so many bytes is not taken.
pub fn too_large(bytes: usize) -> Option<String> {
    let kib = |bytes: usize| bytes.div_ceil(1024).to_string();
    let (is, most) = (kib(bytes), kib(METADATA_BYTES));
    (bytes > METADATA_BYTES).then(|| ["The document has ", &is, " KiB; at most ", &most, " KiB are read."].concat())
}

/// A list of values of 1 to 256 characters, none twice.
fn values(errors: &mut Errors, field: &str, list: &[String]) {
    let mut seen: Vec<&String> = list.iter().collect();
    seen.sort_unstable();
    seen.dedup();
    if let Some(odd) = list.iter().find(|value| value.is_empty() || value.chars().count() > 256) {
        let what = ["\"", odd, "\" is not a value of 1 to 256 characters."].concat();
        errors.push(FieldError::new(field, what));
    } else if list.iter().any(|value| value.chars().any(char::is_control)) {
        errors.push(FieldError::new(field, "Remove the control characters."));
    } else if seen.len() != list.len() {
        errors.push(FieldError::new(field, "Each value is listed once; one of them is listed twice."));
    }
}

#[cfg(test)]
mod tests {
    use super::SignIn;

    fn saml() -> SignIn {
        SignIn {
            providers: vec!["SAML".into()],
            metadata_url: "https://idp.example.com/metadata".into(),
            attribute_role: "role".into(),
            admin_values: vec!["Platform Admins".into()],
            ..SignIn::default()
        }
    }

    fn fields(form: &SignIn) -> Vec<String> {
        form.validate().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_value_with_blanks_inside_is_fine() {
        assert!(fields(&saml()).is_empty());
    }

    #[test]
    fn no_admins_has_to_be_said() {
        let silent = SignIn { admin_values: Vec::new(), ..saml() };
        assert_eq!(fields(&silent), ["admin_values"]);
        assert!(fields(&SignIn { no_admins: true, ..silent }).is_empty());
    }

    #[test]
    fn nobody_signs_in_without_a_provider() {
        assert_eq!(fields(&SignIn::default()), ["providers"]);
    }

    #[test]
    fn address_and_document_exclude_each_other() {
        assert_eq!(fields(&SignIn { metadata_xml: "<x/>".into(), ..saml() }), ["metadata_url"]);
    }

    #[test]
    fn an_address_has_a_host_and_no_blank() {
        for wrong in ["idp.example.com", "https://", "https:///x", "https://a b", "ftp://a", "javascript:alert(1)"] {
            assert_eq!(fields(&SignIn { metadata_url: wrong.into(), ..saml() }), ["metadata_url"], "{wrong}");
        }
        assert!(fields(&SignIn { metadata_url: "http://idp.example.com:8080/m?x=1".into(), ..saml() }).is_empty());
    }

    #[test]
    fn a_document_over_the_limit_is_told_with_both_sizes() {
        let form = |bytes| SignIn { metadata_url: String::new(), metadata_xml: "x".repeat(bytes), ..saml() };
        assert!(fields(&form(super::METADATA_BYTES)).is_empty());
        let errors = form(super::METADATA_BYTES + 1).validate();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].message, "The document has 513 KiB; at most 512 KiB are read.");
    }

    #[test]
    fn a_validity_is_whole_minutes() {
        for wrong in ["8h", "0", "-5", "1.5", "99999999"] {
            assert_eq!(fields(&SignIn { login_minutes: wrong.into(), ..saml() }), ["login_minutes"], "{wrong}");
        }
    }
}
