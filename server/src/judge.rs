//! Documents that people hand in while they fill in a form: read by the crate `documents`, answered as the door wants it.
//! Keeps nothing, logs nothing, and sends nothing anywhere.

use crate::clock::now;
use documents::Trouble;
use documents::saml::{assertion, metadata};
use model::access::{Imported, Pasted};
use model::document::{Mapping, MetadataReport, Severity, Verdict};
use model::door::Documents;
use model::form::SignIn;
use model::{Error, FieldError, Permission, Principal};

/// Values of one list that are compared with an assertion: as many as are read of one.
const MOST_VALUES: usize = 2000;

#[derive(Debug)]
pub struct Judge;

impl Documents for Judge {
    fn metadata(&self, who: &Principal, xml: &str) -> Result<MetadataReport, Error> {
        who.require(Permission::GrafanaSignIn)?;
        metadata::read(xml, now()).map_err(|trouble| unreadable("metadata_xml", trouble))
    }

    fn accept(&self, who: &Principal, base: &SignIn, values: &SignIn) -> Result<(), Error> {
        let xml = &values.metadata_xml;
        let new = values.has_saml() && !xml.is_empty() && *xml != base.metadata_xml;
        // Its size is among the errors of the form itself.
        if !new || model::form::too_large(xml.len()).is_some() {
            return who.require(Permission::GrafanaSignIn);
        }
        let findings = self.metadata(who, xml)?.findings;
        let problems = findings.into_iter().filter(|finding| finding.severity == Severity::Problem);
        let sentences: Vec<String> = problems.map(|finding| finding.sentence).collect();
        if sentences.is_empty() { Ok(()) } else { Err(one_field("metadata_xml", sentences.join(" "))) }
    }

    fn people(&self, who: &Principal, text: &str) -> Result<Pasted, Error> {
        who.require(Permission::GrafanaGrant)?;
        documents::holders::read(text).map_err(|trouble| unreadable("people", trouble))
    }

    fn holders(&self, who: &Principal, text: &str) -> Result<Imported, Error> {
        who.require(Permission::GrafanaGrant)?;
        documents::holders::import_json(text).map_err(|trouble| unreadable("people", trouble))
    }

    fn try_sign_in(&self, who: &Principal, mapping: &Mapping, pasted: &str) -> Result<Verdict, Error> {
        who.require(Permission::GrafanaSignIn)?;
        let Mapping { admin_values, editor_values, allowed_organizations, .. } = mapping;
        let lists = [
            ("admin_values", admin_values),
            ("editor_values", editor_values),
            ("organizations", allowed_organizations),
        ];
        if let Some((field, _)) = lists.into_iter().find(|(_, list)| list.len() > MOST_VALUES) {
            return Err(one_field(field, format!("At most {MOST_VALUES} values are tried.")));
        }
        let attributes = assertion::parse(pasted).map_err(|trouble| unreadable("assertion", trouble))?;
        Ok(assertion::try_mapping(mapping, &attributes))
    }
}

fn unreadable(field: &str, trouble: Trouble) -> Error {
    one_field(field, trouble.sentence)
}

fn one_field(field: &str, sentence: String) -> Error {
    Error { fields: vec![FieldError::new(field, sentence)], ..Error::invalid("One field needs your attention.") }
}
