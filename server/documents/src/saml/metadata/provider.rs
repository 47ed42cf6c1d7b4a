//! One identity provider: its endpoints, certificates and demands.

use super::certificate;
use super::judge;
use super::{Entity, earliest};
use crate::saml::limits::{MAX_CERTIFICATES, MAX_ENDPOINTS, SHOWN};
use crate::saml::xml::{Element, Namespace};
use crate::{Trouble, text};
use model::Millis;
use model::document::{Certificate, Endpoint, Finding, MetadataReport};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, PrimitiveDateTime};

const SAML2: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const BINDINGS: &str = "urn:oasis:names:tc:SAML:2.0:bindings:";

pub(super) fn read(entity: &Entity<'_>, now: Millis) -> Result<MetadataReport, Trouble> {
    let role = entity.provider.unwrap_or(entity.element);
    let mut findings = Vec::new();
    let certificates = certificates(role, &mut findings)?;
    let report = MetadataReport {
        entity_id: entity.id().map(|id| text::visible(id, SHOWN)),
        providers: Vec::new(),
        sign_on: sign_on(role)?,
        certificates,
        wants_signed_requests: role.attribute("WantAuthnRequestsSigned").is_some_and(is_true),
        valid_until: earliest(entity.valid_until, valid_until(role)),
        findings,
    };
    Ok(judge::provider(report, role, now))
}

/// Roles say which protocols they speak; one that says nothing is given the benefit of the doubt.
pub(super) fn speaks_saml2(role: &Element) -> bool {
    role.attribute("protocolSupportEnumeration")
        .is_none_or(|protocols| protocols.split_whitespace().any(|protocol| protocol == SAML2))
}

/// An `xs:dateTime`; without a zone it is UTC.
pub(super) fn valid_until(element: &Element) -> Option<Millis> {
    let written = element.attribute("validUntil")?.trim();
    let moment = OffsetDateTime::parse(written, &Rfc3339)
        .or_else(|_| PrimitiveDateTime::parse(&format!("{written}Z"), &Rfc3339).map(PrimitiveDateTime::assume_utc));
    Some(moment.ok()?.unix_timestamp() * 1000)
}

/// An `xs:boolean`.
fn is_true(text: &str) -> bool {
    matches!(text.trim(), "true" | "1")
}

fn sign_on(role: &Element) -> Result<Vec<Endpoint>, Trouble> {
    let services = role.all(Namespace::Metadata, "SingleSignOnService");
    let endpoints: Vec<Endpoint> = services.take(MAX_ENDPOINTS + 1).map(endpoint).collect();
    if endpoints.len() > MAX_ENDPOINTS {
        return Err(Trouble::new(format!(
            "There are more than {MAX_ENDPOINTS} sign-on services. That is more than is read."
        )));
    }
    Ok(endpoints)
}

fn endpoint(service: &Element) -> Endpoint {
    let shown = |name: &str| text::visible(service.attribute(name).unwrap_or_default().trim(), SHOWN);
    let binding = shown("Binding");
    Endpoint { binding: binding.strip_prefix(BINDINGS).unwrap_or(&binding).to_owned(), url: shown("Location") }
}

/// Every certificate of every KeyDescriptor; one that is there for both purposes is one. What cannot be read becomes a
/// finding.
fn certificates(role: &Element, findings: &mut Vec<Finding>) -> Result<Vec<Certificate>, Trouble> {
    let mut read: Vec<Certificate> = Vec::new();
    let mut count = 0;
    for key in role.all(Namespace::Metadata, "KeyDescriptor") {
        let purpose = match key.attribute("use").map(str::trim) {
            Some("signing") => "signing",
            Some("encryption") => "encryption",
            _ => certificate::BOTH,
        };
        let mut inside = Vec::new();
        key.descendants(&mut inside);
        for element in inside.into_iter().filter(|element| element.is(Namespace::Signature, "X509Certificate")) {
            count += 1;
            if count > MAX_CERTIFICATES {
                let sentence =
                    format!("There are more than {MAX_CERTIFICATES} certificates. That is more than is read.");
                return Err(Trouble::new(sentence));
            }
            match certificate::read(&element.whole_text(), purpose) {
                Ok(new) => certificate::merge(&mut read, new),
                Err(why) => findings.push(judge::unreadable(count, purpose, &why)),
            }
        }
    }
    Ok(read)
}
