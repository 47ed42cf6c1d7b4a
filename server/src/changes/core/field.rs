//! The parameters of a write, each with what the record may hold of it and what its form calls it.

use aws::InputError;
use model::FieldError;
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

/// Inputs whose members people name: what stands below them is a key of theirs, whatever it is called.
const MAPS: [&str; 2] = ["tags", "labelSet"];

/// The form's field for AWS's name of an input: of the innermost part of the path that the form has a field for.
pub fn form_field(fields: &[Field], aws: &str) -> Option<&'static str> {
    let last = |field: &Field| field.aws.rsplit('.').next().unwrap_or_default();
    let find = |word: &str| fields.iter().find(|field| last(field).eq_ignore_ascii_case(word)).and_then(|one| one.form);
    let words: Vec<&str> = aws.split(['/', '.', '[', ']']).filter(|word| !word.is_empty()).collect();
    let end = words.iter().position(|word| MAPS.contains(word)).map_or(words.len(), |at| at + 1);
    words.iter().take(end).rev().find_map(|word| find(word))
}

/// What AWS says of single inputs: on the fields of the form, each once, and under AWS's names where the form has none
/// and nothing else tells it.
pub fn place_errors(fields: &[Field], inputs: Vec<InputError>) -> (Vec<FieldError>, Vec<FieldError>) {
    let (mut placed, mut unplaced): (Vec<FieldError>, Vec<FieldError>) = (Vec::new(), Vec::new());
    for InputError { name, message, is_told_here } in inputs {
        match form_field(fields, &name).map(|field| FieldError::new(field, &*message)) {
            Some(error) if placed.contains(&error) => {}
            Some(error) => placed.push(error),
            None if is_told_here => unplaced.push(FieldError::new(&name, message)),
            None => {}
        }
    }
    (placed, unplaced)
}

#[cfg(test)]
mod tests {
    use super::{Field, Sensitivity, form_field, place_errors, sensitivity_of};
    use aws::InputError;

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

    const FORM: [Field; 5] = [
        Field::value("workspaceName").form("name"),
        Field::value("vpcConfiguration").form("security_group_ids"),
        Field::value("vpcConfiguration.subnetIds").form("subnet_ids"),
        Field::value("tags").form("tags"),
        Field::value("clientToken"),
    ];

    #[test]
    fn a_path_lands_on_the_innermost_field_the_form_has() {
        let field = |aws| form_field(&FORM, aws);
        assert_eq!((field("workspaceName"), field("WorkspaceName")), (Some("name"), Some("name")));
        assert_eq!(field("/vpcConfiguration/subnetIds/1"), Some("subnet_ids"));
        assert_eq!(field("vpcConfiguration"), Some("security_group_ids"));
        assert_eq!((field("workspaceId"), field("clientToken")), (None, None));
    }

    #[test]
    fn the_key_of_a_tag_is_no_field_whatever_it_is_called() {
        assert_eq!(form_field(&FORM, "tags.workspaceName"), Some("tags"));
        assert_eq!(form_field(&FORM, "tags[0].key"), Some("tags"));
    }

    #[test]
    fn what_no_field_takes_is_told_unless_it_is_told_already() {
        let input =
            |name: &str, is_told_here| InputError { name: name.to_owned(), message: "odd".to_owned(), is_told_here };
        let all =
            vec![input("workspaceName", true), input("workspaceName", false), input("new", true), input("old", false)];
        let (placed, unplaced) = place_errors(&FORM, all);
        let names = |errors: &[model::FieldError]| errors.iter().map(|error| error.field.clone()).collect::<Vec<_>>();
        assert_eq!((names(&placed), names(&unplaced)), (vec!["name".to_owned()], vec!["new".to_owned()]));
    }
}
