//! The parameters of a write, each with what the record may hold of it and what its form calls it.

use serde::{Deserialize, Serialize};

/// What of a value is shown and what the audit record holds of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitivity {
    /// The value. Who may become an admin is what an auditor asks first.
    Value,
    /// Shown as it is, recorded by its length and digest.
    Digest,
    /// A metadata document: told everywhere by whom it speaks for, its certificates and its digest, never whole.
    Document,
}

/// One parameter of an AWS operation, or one field of the state that it changes.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// AWS's name, with dots: `samlConfiguration.idpMetadata.xml`. What lies below it is meant, too; empty: everything.
    pub aws: &'static str,
    /// The field of the form that takes it, where AWS's errors about it go.
    pub form: Option<&'static str>,
    pub audit: Sensitivity,
    /// AWS can take it away again once it is set.
    pub clearable: bool,
}

impl Field {
    /// A field that the record holds as it is.
    pub const fn value(aws: &'static str) -> Self {
        Self { aws, form: None, audit: Sensitivity::Value, clearable: true }
    }

    /// A field that the record holds by its length and digest.
    pub const fn digest(aws: &'static str) -> Self {
        Self { audit: Sensitivity::Digest, ..Self::value(aws) }
    }

    /// A metadata document.
    pub const fn document(aws: &'static str) -> Self {
        Self { audit: Sensitivity::Document, ..Self::value(aws) }
    }

    /// The same, entered in this field of its form.
    pub const fn form(self, form: &'static str) -> Self {
        Self { form: Some(form), ..self }
    }

    /// The same, which AWS cannot clear.
    pub const fn never_cleared(self) -> Self {
        Self { clearable: false, ..self }
    }

    fn covers(&self, path: &str) -> bool {
        let rest = path.strip_prefix(self.aws);
        self.aws.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.as_bytes().first() == Some(&b'.'))
    }
}

/// What the record may hold of the value at a path: what the longest field that covers it says, and of a path that no
/// field covers a digest.
pub fn sensitivity_of(fields: &[Field], path: &str) -> Sensitivity {
    let covering = fields.iter().filter(|field| field.covers(path));
    covering.max_by_key(|field| field.aws.len()).map_or(Sensitivity::Digest, |field| field.audit)
}

#[cfg(test)]
mod tests {
    use super::{Field, Sensitivity, sensitivity_of};

    const FIELDS: [Field; 3] = [Field::value("name"), Field::value("saml"), Field::document("saml.xml")];

    #[test]
    fn the_longest_field_that_covers_a_path_decides() {
        let of = |path| sensitivity_of(&FIELDS, path);
        assert_eq!((of("name"), of("saml.role.admin")), (Sensitivity::Value, Sensitivity::Value));
        assert_eq!(of("saml.xml"), Sensitivity::Document);
    }

    #[test]
    fn what_no_field_covers_is_told_by_its_digest() {
        assert_eq!(sensitivity_of(&FIELDS, "nameless"), Sensitivity::Digest);
    }
}
